package org.assent.decision;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.request.Requester;
import org.assent.decision.request.StudyFacts;
import org.assent.decision.terms.Actor;
import org.assent.decision.terms.ConsentTerms;
import org.assent.decision.terms.DataSelection;
import org.assent.decision.terms.Effect;
import org.assent.decision.terms.Period;
import org.assent.decision.terms.Rule;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;

/** Random consents and requests from a small world, in which most rules meet some requests. */
public final class RandomConsents {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<OrganizationId> ORGANIZATIONS = Stream.of("A", "B", "C")
            .map(name -> new OrganizationId(Hash.sha256(name.getBytes(StandardCharsets.US_ASCII))))
            .toList();
    private static final List<String> MEMBERS = List.of("m1", "m2");
    private static final List<PurposeOfUse> PURPOSES = List.of(
            PurposeOfUse.TREAT,
            PurposeOfUse.TREAT,
            PurposeOfUse.BTG,
            reason("ETREAT"),
            reason("ERTREAT"),
            reason("HRESCH"),
            reason("CLINTRCH"),
            reason("CLINTRCHPC"),
            new PurposeOfUse("urn:other", "BTG"),
            new PurposeOfUse("urn:other", "X"));
    private static final List<String> UIDS = List.of("2.25.1", "2.25.2", "2.25.3", "2.25.4");
    private static final List<String> LABELS = List.of(
            "http://terminology.hl7.org/CodeSystem/v3-Confidentiality|L",
            "http://terminology.hl7.org/CodeSystem/v3-Confidentiality|N",
            "http://terminology.hl7.org/CodeSystem/v3-Confidentiality|R",
            "http://terminology.hl7.org/CodeSystem/v3-ActCode|PSY",
            "http://terminology.hl7.org/CodeSystem/v3-ActCode|HIV");

    private final Random random;

    public RandomConsents(Random random) {
        this.random = random;
    }

    List<ConsentInForce> consents() {
        return IntStream.range(0, random.nextInt(4)).mapToObj(this::consent).toList();
    }

    Requester requester() {
        Set<PurposeOfUse> purposes = some(1 + random.nextInt(8) / 7, () -> pick(PURPOSES));
        return new Requester(pick(ORGANIZATIONS), pick(MEMBERS), purposes);
    }

    StudyFacts study() {
        return new StudyFacts(
                pick(UIDS),
                pick(ORGANIZATIONS),
                random.nextInt(5) == 0 ? Optional.empty() : Optional.of(day(random.nextInt(8))),
                random.nextInt(3) > 0 ? Set.of() : some(1 + random.nextInt(2), () -> pick(LABELS)));
    }

    DecisionContext context() {
        return new DecisionContext(
                Optional.empty(),
                pick(List.of(ImplicitPolicy.values())),
                new DecisionTime(day(3).plusSeconds(random.nextInt(3)), day(3).plusSeconds(random.nextInt(3))),
                1);
    }

    /** Terms of any shape. */
    public ConsentTerms terms() {
        return new ConsentTerms(
                pick(List.of(ImplicitPolicy.values())).uri(),
                rule(),
                IntStream.range(0, random.nextInt(4)).mapToObj(i -> rule()).toList(),
                Hash.sha256(new byte[] {(byte) random.nextInt()}));
    }

    private ConsentInForce consent(int index) {
        byte[] id = new byte[ConsentId.LENGTH];
        random.nextBytes(id);
        return new ConsentInForce(ConsentId.of(id), 1, "Consent/" + index, terms());
    }

    private Rule rule() {
        return new Rule(
                random.nextInt(5) < 3 ? Effect.PERMIT : Effect.DENY,
                random.nextBoolean() ? Set.of() : some(1 + random.nextInt(3), this::actor),
                random.nextBoolean() ? Set.of() : some(1 + random.nextInt(3), () -> pick(PURPOSES)),
                random.nextInt(4) > 0 ? Period.ALWAYS : nearNow(),
                random.nextInt(3) == 0 ? DataSelection.ALL : data());
    }

    private Actor actor() {
        return random.nextBoolean()
                ? new Actor.ByOrganization(pick(ORGANIZATIONS))
                : new Actor.ByMember(pick(ORGANIZATIONS), pick(MEMBERS));
    }

    private DataSelection data() {
        return new DataSelection(
                random.nextBoolean() ? some(1 + random.nextInt(3), () -> pick(UIDS)) : Set.of(),
                random.nextInt(5) == 0 ? Optional.of(period(random.nextInt(8), random.nextInt(8))) : Optional.empty(),
                random.nextInt(6) == 0 ? some(1, () -> pick(ORGANIZATIONS)) : Set.of(),
                random.nextInt(20) == 0 ? Set.of("Encounter/1") : Set.of(),
                random.nextInt(6) == 0 ? some(1 + random.nextInt(2), () -> pick(LABELS)) : Set.of());
    }

    private Period nearNow() {
        Instant start = day(3).plusSeconds(random.nextInt(4) - 1);
        return new Period(
                random.nextBoolean() ? Optional.of(start) : Optional.empty(),
                random.nextBoolean() ? Optional.of(start.plusSeconds(random.nextInt(3))) : Optional.empty());
    }

    private Period period(int first, int second) {
        return new Period(
                random.nextInt(4) == 0 ? Optional.empty() : Optional.of(day(Math.min(first, second))),
                random.nextInt(4) == 0 ? Optional.empty() : Optional.of(day(Math.max(first, second))));
    }

    private static Instant day(int number) {
        return NOON.plusSeconds((number - 3) * 86_400L);
    }

    private static PurposeOfUse reason(String code) {
        return new PurposeOfUse(PurposeOfUse.ACT_REASON, code);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static <T> Set<T> some(int count, Supplier<T> next) {
        Set<T> set = new HashSet<>();
        for (int i = 0; i < count; i++) {
            set.add(next.get());
        }
        return set;
    }
}
