package org.assent.receipt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.assent.decision.AccessDecision;
import org.assent.decision.ImplicitPolicy;
import org.assent.decision.request.Operation;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.terms.Actor;
import org.assent.decision.terms.ConsentTerms;
import org.assent.decision.terms.DataSelection;
import org.assent.decision.terms.Effect;
import org.assent.decision.terms.Period;
import org.assent.decision.terms.Rule;
import org.assent.ledger.commitment.Salt;
import org.assent.receipt.chain.Commit;
import org.assent.receipt.chain.Header;
import org.assent.receipt.chain.TrustFile;
import org.assent.receipt.chain.ValidatorChange;

/**
 * Makes {@code docs/vectors}: a genesis file, a {@code trust.json}, receipts that hold and receipts that must be refused, and
 * {@code expected.json}, which says what of each. Every key is made of a name, so every run makes the same bytes.
 *
 * <p>A test compares; after a change of formats it writes them with {@code -Dassent.vectors=write}.
 */
final class ReceiptVectors {

    private static final String HEAD = "2.25.101";
    private static final String KNEE = "2.25.102";
    private static final String HEART = "2.25.103";

    private final SyntheticChain chain = new SyntheticChain(4);
    private final Map<String, byte[]> files = new TreeMap<>();
    private final List<String> receipts = new ArrayList<>();

    private ReceiptVectors() {}

    /** Writes the folder. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        for (Map.Entry<String, byte[]> file : all().entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }

    /** Name of each file, below the folder, and its bytes. */
    static Map<String, byte[]> all() {
        ReceiptVectors vectors = new ReceiptVectors();
        vectors.files.put("genesis.json", vectors.chain.genesisJson());
        vectors.files.put("trust.json", vectors.chain.trust().encode().toByteArray());
        vectors.files.put("edges/ed25519.json", Ed25519Edges.json());
        vectors.valid();
        vectors.invalid();
        vectors.invalidTrust();
        vectors.files.put("expected.json", vectors.expected().getBytes(StandardCharsets.UTF_8));
        return vectors.files;
    }

    private Ward ward() {
        return new Ward(chain, 60)
                .consent(Consented.to("south", HEAD, HEART))
                .consent(Consented.notTo("west"))
                .consent(narrowed());
    }

    /** Research by one person at West until 2030, but not what is marked as restricted, and never the heart. */
    private static ConsentTerms narrowed() {
        Rule root = new Rule(
                Effect.PERMIT,
                Set.of(new Actor.ByMember(Ward.organization("west"), "Practitioner/17")),
                Set.of(Consented.RESEARCH),
                new Period(
                        Optional.of(Instant.parse("2026-01-01T00:00:00Z")),
                        Optional.of(Instant.parse("2030-01-01T00:00:00Z"))),
                DataSelection.ALL);
        Rule restricted = new Rule(
                Effect.DENY,
                Set.of(),
                Set.of(),
                Period.ALWAYS,
                new DataSelection(
                        Set.of(),
                        Optional.empty(),
                        Set.of(),
                        Set.of(),
                        Set.of("http://terminology.hl7.org/CodeSystem/v3-ActCode|HIV")));
        Rule heart = new Rule(Effect.DENY, Set.of(), Set.of(), Period.ALWAYS, DataSelection.ofStudies(Set.of(HEART)));
        return new ConsentTerms(
                ImplicitPolicy.DENY.uri(), root, List.of(restricted, heart), TestKeys.bytes("FHIR Consent, research"));
    }

    private Receipt permit() {
        return ward().decide(Ward.treatment("south", HEAD));
    }

    private void valid() {
        add("permit.json", permit());
        add("permit-recipient.json", ReceiptBuilder.recipient(permit()));
        add("refusal.json", ward().decide(Ward.treatment("west", HEAD)));
        add("refusal-no-permit.json", ward().decide(Ward.treatment("south", KNEE)));
        add("refusal-frozen.json", ward().frozen().decide(Ward.treatment("south", HEAD)));
        add("refusal-suspended.json", ward().suspended("south").decide(Ward.treatment("south", HEAD)));
        add("refusal-unknown-requester.json", ward().unregistered("south").decide(Ward.treatment("south", HEAD)));
        add("refusal-not-registered.json", ward().unregistered(HEAD).decide(Ward.treatment("south", HEAD)));
        add("refusal-withdrawn.json", ward().withdrawn(HEAD).decide(Ward.treatment("south", HEAD)));
        add("refusal-closing.json", ward().closing(0).decide(Ward.treatment("south", HEAD)));
        add("refusal-no-consents.json", new Ward(chain, 60).decide(Ward.treatment("south", HEAD)));
        add(
                "listing.json",
                ward().decide(Ward.request("south", Operation.SEARCH, Set.of(PurposeOfUse.TREAT), HEAD, KNEE, HEART)));
        Receipt research = ward().decide(Ward.request("west", Operation.METADATA, Set.of(Consented.RESEARCH), KNEE));
        add("research.json", research);
        add("research-recipient.json", ReceiptBuilder.recipient(research));
        add(
                "research-refusal.json",
                ward().decide(Ward.request("west", Operation.METADATA, Set.of(Consented.RESEARCH), HEART)));
        add(
                "purposes-recipient.json",
                ReceiptBuilder.recipient(ward().consent(Consented.terms(Effect.PERMIT, "south", Consented.RESEARCH))
                        .decide(Ward.request(
                                "south", Operation.TOKEN, Set.of(PurposeOfUse.TREAT, Consented.RESEARCH), HEAD))));
        add(
                "policy.json",
                new Ward(chain, 60).foreignPolicy(ImplicitPolicy.BASIC_NORMAL).decide(Ward.treatment("south", HEAD)));
        add("own.json", ward().frozen().unregistered(HEAD).decide(Ward.treatment("north", HEAD)));
        periods();
        add("before-the-change.json", ward().atHeight(SyntheticChain.CHANGE - 1).decide(Ward.treatment("south", HEAD)));
        add("at-the-change.json", ward().atHeight(SyntheticChain.CHANGE).decide(Ward.treatment("south", HEAD)));
    }

    /** Each state at a height of its own: elsewhere a chain that says two things of one height would make receipts of two halves. */
    private void periods() {
        Instant begin = second(60); // the block is of 123456789 ns later
        Period until = new Period(Optional.empty(), Optional.of(begin.plusSeconds(2)));
        add("period-end.json", Ward.sign(during(60, until, begin.plusSeconds(2))));
        add(
                "refusal-period-over.json",
                Ward.sign(during(60, until, begin.plusSeconds(2).plusMillis(1))));
        add(
                "period-begin.json",
                Ward.sign(during(
                        61,
                        new Period(Optional.of(second(61)), Optional.empty()),
                        second(61).plusSeconds(2))));
        add(
                "refusal-period-block-before.json",
                Ward.sign(during(
                        62,
                        new Period(Optional.of(second(62).plusSeconds(1)), Optional.empty()),
                        second(62).plusSeconds(2))));
    }

    private static Instant second(long height) {
        return SyntheticChain.time(height).truncatedTo(ChronoUnit.SECONDS);
    }

    private Gathered during(long height, Period period, Instant time) {
        Rule rule = new Rule(
                Effect.PERMIT,
                Set.of(new Actor.ByOrganization(Ward.organization("south"))),
                Set.of(PurposeOfUse.TREAT),
                period,
                DataSelection.ALL);
        return new Ward(chain, 60)
                .atHeight(height)
                .atTime(time)
                .consent(new ConsentTerms(
                        ImplicitPolicy.DENY.uri(), rule, List.of(), TestKeys.bytes("FHIR Consent, for a time")))
                .gather(Ward.treatment("south", HEAD));
    }

    private void invalid() {
        Receipt permit = permit();
        Evidence evidence = permit.evidence();
        Gathered gathered = ward().gather(Ward.treatment("south", HEAD));
        Gathered denied = ward().gather(Ward.treatment("west", HEAD));
        BiConsumer<String, Evidence> shown =
                (name, other) -> add("invalid/" + name + ".json", Dishonest.evidence(permit, other));

        byte[] text = ReceiptCodec.encode(permit).toByteArray();
        String json = new String(text, StandardCharsets.UTF_8);
        addText("invalid/white-space.json", json + "\n");
        addText("invalid/unknown-member.json", json.replaceFirst("^\\{", "{\"also\":1,"));
        addText(
                "invalid/members-not-sorted.json",
                json.replaceFirst("\"key\":(\"[^\"]*\"),\"signature\":(\"[^\"]*\")", "\"signature\":$2,\"key\":$1"));
        addText("invalid/escape.json", json.replaceFirst("Practitioner/", "Practitioner\\\\/"));
        addText("invalid/integer-as-number.json", json.replaceFirst("\"height\":\"42\"", "\"height\":42"));
        addText("invalid/padded.json", json.replaceFirst("(\"app_hash\":\"[^\"]*)", "$1="));
        addText("invalid/another-chain.json", json.replaceFirst("assent-vectors", "assent-vectorz"));
        addText("invalid/another-entry.json", json.replaceFirst("/4711", "/4712"));
        addText("invalid/another-actor.json", json.replaceFirst("Practitioner/17", "Practitioner/18"));
        addText(
                "invalid/another-decision.json",
                json.replaceFirst(
                        "\"decision\":\"permit\",(\"policy\":\"[^\"]*\")",
                        "\"decision\":\"deny\",$1,\"reason\":\"frozen\""));

        Commit commit = evidence.commit();
        shown.accept(
                "two-votes",
                Dishonest.commit(
                        evidence, new Commit(0, commit.parts(), commit.votes().subList(0, 2))));
        List<Commit.Vote> bad = new ArrayList<>(commit.votes());
        bad.set(1, new Commit.Vote(1, bad.get(1).time(), bad.get(0).signature()));
        shown.accept("one-bad-vote", Dishonest.commit(evidence, new Commit(0, commit.parts(), bad)));
        shown.accept("another-round", Dishonest.commit(evidence, new Commit(1, commit.parts(), commit.votes())));
        shown.accept("another-change", Dishonest.since(evidence, 1));
        Header header = evidence.header();
        shown.accept(
                "old-validators",
                Dishonest.commit(evidence, chain.commit(header, chain.validatorsAt(SyntheticChain.CHANGE))));
        shown.accept(
                "subject-absent",
                Dishonest.subject(
                        evidence,
                        new Proven(Optional.empty(), evidence.subject().siblings(), Optional.empty())));
        Evidence frozen = ward().frozen().decide(Ward.treatment("south", HEAD)).evidence();
        shown.accept("another-subject-leaf", Dishonest.subject(evidence, frozen.subject()));
        Evidence.Study study = evidence.studies().getFirst();
        shown.accept(
                "another-manifest",
                Dishonest.studies(
                        evidence,
                        List.of(new Evidence.Study(
                                study.proven(), study.salt(), Optional.of(TestKeys.bytes("another"))))));
        shown.accept(
                "another-study-salt",
                Dishonest.studies(
                        evidence,
                        List.of(new Evidence.Study(
                                study.proven(), Salt.of(TestKeys.bytes("another")), study.manifestRoot()))));
        List<OpenedConsent> consents = evidence.consents().opened();
        shown.accept("consent-left-out", Dishonest.consents(evidence, new Consents.All(consents.subList(1, 3))));
        OpenedConsent first = consents.getFirst();
        List<OpenedConsent> retold = new ArrayList<>(consents);
        retold.set(
                0,
                new OpenedConsent(first.entry(), first.salt(), consents.get(1).terms()));
        shown.accept("other-terms", Dishonest.consents(evidence, new Consents.All(retold)));

        Receipt recipient = ReceiptBuilder.recipient(permit);
        OpenedConsent.Placed placed =
                ((Consents.Some) recipient.evidence().consents()).placed().getFirst();
        add(
                "invalid/another-place.json",
                Dishonest.evidence(
                        recipient,
                        Dishonest.consents(
                                recipient.evidence(),
                                new Consents.Some(List.of(new OpenedConsent.Placed(
                                        placed.opened(), placed.index() == 0 ? 1 : 0, placed.path()))))));
        add(
                "invalid/nothing-relied-on.json",
                Dishonest.evidence(recipient, Dishonest.consents(recipient.evidence(), new Consents.Some(List.of()))));

        StudyDecision permitted =
                new StudyDecision(denied.decisions().getFirst().study(), Optional.empty(), ImplicitPolicy.DENY.uri());
        Receipt against = Ward.sign(Dishonest.decisions(denied, List.of(permitted)));
        add("invalid/permitted-against-a-consent.json", against);
        add(
                "invalid/refused-against-the-consents.json",
                Ward.sign(Dishonest.decisions(
                        gathered,
                        List.of(new StudyDecision(
                                gathered.decisions().getFirst().study(),
                                Optional.of(AccessDecision.Reason.NO_PERMIT),
                                ImplicitPolicy.DENY.uri())))));
        add(
                "invalid/refused-for-another-reason.json",
                Ward.sign(Dishonest.decisions(
                        denied,
                        List.of(new StudyDecision(
                                denied.decisions().getFirst().study(),
                                Optional.of(AccessDecision.Reason.FROZEN),
                                ImplicitPolicy.DENY.uri())))));
        Instant end = second(60).plusSeconds(2);
        Gathered late = during(60, new Period(Optional.empty(), Optional.of(end)), end.plusMillis(1));
        add("invalid/permitted-a-millisecond-late.json", Ward.sign(Dishonest.decisions(late, gathered.decisions())));
        add("invalid/key-expired.json", ward().serviceKeyUntil(40).decide(Ward.treatment("south", HEAD)));
        Gathered thawed = ward().frozen().gather(Ward.treatment("south", HEAD));
        add("invalid/permitted-though-frozen.json", Ward.sign(Dishonest.decisions(thawed, gathered.decisions())));
        add(
                "invalid/permitted-though-frozen-recipient.json",
                ReceiptBuilder.recipient(Ward.sign(Dishonest.decisions(thawed, gathered.decisions()))));
    }

    private void invalidTrust() {
        ValidatorChange change = chain.trust().changes().getFirst();
        Header header = change.header();
        trust("signed-by-the-new", new ValidatorChange(header, chain.commit(header, change.next()), change.next()));
        trust("other-next", new ValidatorChange(header, change.commit(), new SyntheticChain(7).validatorsAt(99)));
        Commit half =
                new Commit(0, change.commit().parts(), change.commit().votes().subList(0, 2));
        trust("two-votes", new ValidatorChange(header, half, change.next()));
        files.put(
                "invalid-trust/repeated.json",
                new TrustFile(SyntheticChain.CHAIN_ID, List.of(change, change))
                        .encode()
                        .toByteArray());
    }

    private void trust(String name, ValidatorChange change) {
        files.put(
                "invalid-trust/" + name + ".json",
                new TrustFile(SyntheticChain.CHAIN_ID, List.of(change)).encode().toByteArray());
    }

    private void add(String name, Receipt receipt) {
        files.put(name, ReceiptCodec.encode(receipt).toByteArray());
        receipts.add(name);
    }

    private void addText(String name, String text) {
        files.put(name, text.getBytes(StandardCharsets.UTF_8));
        receipts.add(name);
    }

    /** One line for each receipt. */
    private String expected() {
        ReceiptVerifier verifier = new ReceiptVerifier(chain.trusted());
        List<String> lines = new ArrayList<>();
        for (String name : receipts.stream().sorted().toList()) {
            Verdict verdict = verifier.verify(Objects.requireNonNull(files.get(name)));
            lines.add("  \"%s\": {\"permission\": \"%s\", \"signed\": \"%s\", \"recomputed\": \"%s\"}"
                    .formatted(name, word(verdict.permission()), word(verdict.signed()), word(verdict.recomputed())));
        }
        return "{\n" + String.join(",\n", lines) + "\n}\n";
    }

    /** What a second verifier must say too: the finding, and the step of a failure. */
    static String word(Finding finding) {
        return switch (finding) {
            case Finding.Holds holds -> "holds";
            case Finding.Fails fails -> "fails: " + ReceiptJson.text(fails.step());
            case Finding.NotShown notShown -> "not shown";
        };
    }
}
