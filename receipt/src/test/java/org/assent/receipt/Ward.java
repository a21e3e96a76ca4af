package org.assent.receipt;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assent.decision.AccessDecision;
import org.assent.decision.ConsentDecision;
import org.assent.decision.ConsentInForce;
import org.assent.decision.DecisionContext;
import org.assent.decision.DecisionTime;
import org.assent.decision.ImplicitPolicy;
import org.assent.decision.request.Operation;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.request.Requester;
import org.assent.decision.terms.ConsentTerms;
import org.assent.decision.terms.TermsCodec;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.commitment.Salt;
import org.assent.ledger.commitment.StudyOpening;
import org.assent.ledger.commitment.TermsOpening;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.state.Authority;
import org.assent.ledger.state.CustodyMode;
import org.assent.ledger.state.DailyCount;
import org.assent.ledger.state.Emergencies;
import org.assent.ledger.state.Erasure;
import org.assent.ledger.state.Guardianship;
import org.assent.ledger.state.LeafCodec;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.state.OpenConsent;
import org.assent.ledger.state.OpenConsents;
import org.assent.ledger.state.OrganizationKey;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.OrganizationProfile;
import org.assent.ledger.state.StudyLeaf;
import org.assent.ledger.state.SubjectKey;
import org.assent.ledger.state.SubjectLeaf;
import org.assent.ledger.tree.ReferenceTree;
import org.assent.receipt.chain.Header;
import org.assent.receipt.chain.NotProven;
import org.assent.receipt.chain.TrustedChain;

/**
 * A hospital with one patient, who has studies and consents, on a chain of which we are the validators: makes true receipts, and
 * whatever a dishonest source would have to make. The one place of the tests that makes leaves.
 */
final class Ward {

    /** What is on the ledger beside the patient, to make paths as long as they really are. */
    private final int strangers;

    private final SyntheticChain chain;
    private final List<ConsentTerms> consents = new ArrayList<>();
    private final Set<Integer> closing = new HashSet<>();
    private final Set<String> suspended = new HashSet<>();
    private final Set<String> unregistered = new HashSet<>();
    private final Set<String> withdrawn = new HashSet<>();
    private ImplicitPolicy foreignPolicy = ImplicitPolicy.DENY;
    private boolean frozen;
    private long serviceKeyUntil = Long.MAX_VALUE;
    private long height = 41;
    private Optional<Instant> clock = Optional.empty();

    Ward(SyntheticChain chain, int strangers) {
        this.chain = chain;
        this.strangers = strangers;
    }

    static Ward small() {
        return new Ward(new SyntheticChain(4), 40);
    }

    Ward consent(ConsentTerms terms) {
        consents.add(terms);
        return this;
    }

    /** The restriction that closes it has reached the source and not yet the ledger. */
    Ward closing(int consent) {
        closing.add(consent);
        return this;
    }

    Ward suspended(String organization) {
        suspended.add(organization);
        return this;
    }

    Ward unregistered(String name) {
        unregistered.add(name);
        return this;
    }

    Ward withdrawn(String study) {
        withdrawn.add(study);
        return this;
    }

    Ward foreignPolicy(ImplicitPolicy policy) {
        foreignPolicy = policy;
        return this;
    }

    Ward frozen() {
        frozen = true;
        return this;
    }

    Ward serviceKeyUntil(long height) {
        serviceKeyUntil = height;
        return this;
    }

    Ward atHeight(long height) {
        this.height = height;
        return this;
    }

    Ward atTime(Instant time) {
        clock = Optional.of(time);
        return this;
    }

    SyntheticChain chain() {
        return chain;
    }

    static OrganizationId organization(String name) {
        return OrganizationId.of(TestKeys.signer(name + " root").publicKey());
    }

    static SubjectId subject() {
        return SubjectId.of(TestKeys.signer("alice").publicKey());
    }

    static ConsentId consentId(int index) {
        return ConsentId.of(Arrays.copyOf(TestKeys.bytes("consent " + index).toByteArray(), ConsentId.LENGTH));
    }

    static Request request(String organization, Operation operation, Set<PurposeOfUse> purposes, String... studies) {
        return new Request(
                Salt.of(TestKeys.bytes("request salt")),
                new Requester(organization(organization), "Practitioner/17", purposes),
                operation,
                Arrays.stream(studies)
                        .map(uid ->
                                new Request.Study(uid, Optional.of(Instant.parse("2026-02-01T08:30:00Z")), Set.of()))
                        .toList());
    }

    static Request treatment(String organization, String... studies) {
        return request(organization, Operation.RETRIEVE, Set.of(PurposeOfUse.TREAT), studies);
    }

    /** The patient's view of a true receipt. */
    Receipt decide(Request asked) {
        return sign(gather(asked));
    }

    static Receipt sign(Gathered gathered) {
        try {
            return ReceiptBuilder.patient(gathered, TestKeys.signer("north service"));
        } catch (NotProven e) {
            throw new IllegalStateException(e);
        }
    }

    ReceiptVerifier verifier() {
        return new ReceiptVerifier(chain.trusted());
    }

    /** Everything that the source has. */
    Gathered gather(Request asked) {
        Request request = new Request(
                asked.salt(),
                asked.requester(),
                asked.operation(),
                asked.studies().stream()
                        .sorted(Comparator.comparing(study -> ref(study.uid()).value()))
                        .toList());
        Map<LeafKey, Bytes> entries = state(request);
        ReferenceTree tree = new ReferenceTree(entries);
        Header header = chain.header(height + 1, tree.root());
        TrustedChain.Term term = chain.trusted().at(height + 1);
        List<StudyDecision> decisions = request.studies().stream()
                .map(study -> decision(request, study))
                .toList();
        return new Gathered(
                organization("north"),
                subject(),
                request,
                decisions,
                closing.stream().map(Ward::consentId).toList(),
                clock(),
                SyntheticChain.time(height),
                "2026-03-01/4711",
                header,
                chain.commit(header, term.validators()),
                term,
                proven(tree, entries, LeafKey.of(organization("north"))),
                Optional.of(proven(tree, entries, LeafKey.of(request.requester().organization()))),
                proven(tree, entries, LeafKey.of(subject())),
                request.studies().stream()
                        .map(study -> study(tree, entries, study.uid()))
                        .toList(),
                opened());
    }

    private Instant clock() {
        return clock.orElseGet(() -> SyntheticChain.time(height).plusSeconds(2).truncatedTo(ChronoUnit.MILLIS));
    }

    private static Proven proven(ReferenceTree tree, Map<LeafKey, Bytes> entries, LeafKey key) {
        return Proven.of(Optional.ofNullable(entries.get(key)), tree.prove(key));
    }

    private static Evidence.Study study(ReferenceTree tree, Map<LeafKey, Bytes> entries, String uid) {
        Proven proven = proven(tree, entries, LeafKey.of(ref(uid)));
        return new Evidence.Study(
                proven, salt(uid), proven.leaf().map(leaf -> opening(uid).manifestRoot()));
    }

    /** In the order in which a source checks, said once more and without our code for receipts. */
    private StudyDecision decision(Request request, Request.Study study) {
        String requester = Stream.of("north", "south", "west")
                .filter(name -> organization(name).equals(request.requester().organization()))
                .findFirst()
                .orElseThrow();
        boolean own = requester.equals("north");
        ImplicitPolicy policy = own ? ImplicitPolicy.ALL_NORMAL : foreignPolicy;
        if (!own) {
            Optional<AccessDecision.Reason> reason = Optional.empty();
            if (suspended.contains(requester) || unregistered.contains(requester)) {
                reason = Optional.of(AccessDecision.Reason.UNKNOWN_REQUESTER);
            } else if (unregistered.contains(study.uid())
                    || withdrawn.contains(study.uid())
                    || unregistered.contains("alice")) {
                reason = Optional.of(AccessDecision.Reason.NOT_REGISTERED);
            } else if (frozen) {
                reason = Optional.of(AccessDecision.Reason.FROZEN);
            }
            if (reason.isPresent()) {
                return new StudyDecision(ref(study.uid()), reason, policy.uri());
            }
        }
        AccessDecision decision = decide(request, study, policy, Set.of());
        return StudyDecision.of(
                ref(study.uid()),
                decision instanceof AccessDecision.Permit ? decide(request, study, policy, closing) : decision);
    }

    private AccessDecision decide(Request request, Request.Study study, ImplicitPolicy policy, Set<Integer> without) {
        List<ConsentInForce> inForce = new ArrayList<>();
        for (int i = 0; i < consents.size(); i++) {
            if (!without.contains(i) && !unregistered.contains("alice")) {
                inForce.add(new ConsentInForce(consentId(i), i + 1L, "Consent/" + i, consents.get(i)));
            }
        }
        return ConsentDecision.decide(
                inForce,
                request.requester(),
                study.facts(organization("north")),
                request.operation(),
                new DecisionContext(
                        Optional.of(subject()),
                        policy,
                        new DecisionTime(clock(), SyntheticChain.time(height)),
                        height));
    }

    private List<OpenedConsent> opened() {
        List<OpenedConsent> opened = new ArrayList<>();
        for (int i = 0; i < consents.size() && !unregistered.contains("alice"); i++) {
            Salt salt = Salt.of(TestKeys.bytes("terms salt " + i));
            Bytes terms = TermsCodec.encode(consents.get(i));
            TermsOpening opening = new TermsOpening(salt, subject(), consentId(i), i + 1L, terms);
            opened.add(new OpenedConsent(
                    new OpenConsent(consentId(i), i + 1L, opening.commitment(), Authority.CUSTODIAN), salt, terms));
        }
        return opened;
    }

    private Map<LeafKey, Bytes> state(Request request) {
        Map<LeafKey, Bytes> entries = new TreeMap<>();
        for (String name : List.of("north", "south", "west")) {
            if (!unregistered.contains(name)) {
                entries.put(LeafKey.of(organization(name)), LeafCodec.encode(organizationLeaf(name)));
            }
        }
        if (!unregistered.contains("alice")) {
            entries.put(LeafKey.of(subject()), LeafCodec.encode(subjectLeaf()));
        }
        for (Request.Study study : request.studies()) {
            if (!unregistered.contains(study.uid())) {
                entries.put(LeafKey.of(ref(study.uid())), LeafCodec.encode(studyLeaf(study.uid())));
            }
        }
        for (int i = 0; i < strangers; i++) {
            entries.put(
                    LeafKey.of(new StudyRef(TestKeys.bytes("stranger " + i))),
                    Bytes.of(ByteBuffer.allocate(4).putInt(i).array()));
        }
        return entries;
    }

    private OrganizationLeaf organizationLeaf(String name) {
        return new OrganizationLeaf(
                new OrganizationProfile(
                        TestKeys.signer(name + " root").publicKey(),
                        "Hospital " + name,
                        List.of(
                                key(OrganizationKey.Role.ROOT, name + " root", Long.MAX_VALUE),
                                key(OrganizationKey.Role.TRANSACTION, name + " transaction", Long.MAX_VALUE),
                                key(OrganizationKey.Role.SERVICE, name + " service", serviceKeyUntil)),
                        List.of("https://" + name + ".example:8443"),
                        List.of(TestKeys.bytes(name + " tls")),
                        Set.of(),
                        ImplicitPolicy.ALL_NORMAL.uri(),
                        foreignPolicy.uri(),
                        List.of()),
                1,
                suspended.contains(name) ? 1 : 0,
                Emergencies.NONE,
                1_000_000,
                Instant.ofEpochMilli(1_772_366_400_000L));
    }

    private static OrganizationKey key(OrganizationKey.Role role, String name, long until) {
        return new OrganizationKey(role, TestKeys.signer(name).publicKey(), 0, until);
    }

    private SubjectLeaf subjectLeaf() {
        List<OpenConsent> open = opened().stream().map(OpenedConsent::entry).toList();
        return new SubjectLeaf(
                organization("north"),
                List.of(new SubjectKey(TestKeys.signer("alice").publicKey(), Authority.CUSTODIAN)),
                CustodyMode.CUSTODIAN,
                Guardianship.DEFAULT,
                Optional.empty(),
                open.size(),
                0,
                frozen ? Optional.of(Authority.CUSTODIAN) : Optional.empty(),
                Erasure.NONE,
                open.size(),
                OpenConsents.root(open),
                DailyCount.NONE);
    }

    private StudyLeaf studyLeaf(String uid) {
        return new StudyLeaf(organization("north"), opening(uid).commitment(), 1, withdrawn.contains(uid));
    }

    private static Salt salt(String uid) {
        return Salt.of(TestKeys.bytes("salt of " + uid));
    }

    private static StudyOpening opening(String uid) {
        return new StudyOpening(salt(uid), uid, subject(), TestKeys.bytes("manifest of " + uid));
    }

    static StudyRef ref(String uid) {
        return StudyOpening.study(salt(uid), uid);
    }

    /** What a receipt's own text says of it. */
    static Receipt again(Receipt receipt) {
        try {
            return ReceiptCodec.decode(ReceiptCodec.encode(receipt).toByteArray());
        } catch (MalformedBytes e) {
            throw new IllegalStateException(e);
        }
    }
}
