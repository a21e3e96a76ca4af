package org.assent.abci.rules;

import static org.assent.abci.rules.RulesFixture.NOW;
import static org.assent.abci.rules.RulesFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assent.abci.testing.Hospital;
import org.assent.abci.testing.Keys;
import org.assent.ledger.governance.Limits;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.state.Authority;
import org.assent.ledger.state.DailyCount;
import org.assent.ledger.state.Guardianship;
import org.assent.ledger.state.OpenConsent;
import org.assent.ledger.state.OpenConsents;
import org.assent.ledger.state.Subject;
import org.assent.ledger.state.SubjectKey;
import org.assent.ledger.state.SubjectLeaf;
import org.assent.ledger.transaction.RecordConsent;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.TransactionSigner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("L4")
class ConsentRulesTest {

    private final RulesFixture ledger = new RulesFixture();
    private final Hospital north = new Hospital("north");
    private final Hospital south = new Hospital("south");

    @BeforeEach
    void enroll() {
        ledger.with(north.register(SOON)).with(south.register(SOON)).with(north.enroll("alice", SOON));
    }

    @Test
    @Tag("GD-05")
    void shouldOpenReplaceAndCloseAConsent() {
        ledger.with(north.record("alice", "c1", 1, SOON)).with(north.record("alice", "c2", 2, SOON));
        ledger.with(north.record("alice", "c1", 3, SOON));

        assertThat(alice().consent(north.consent("c1")))
                .contains(new OpenConsent(north.consent("c1"), 3, Keys.bytes("c1 terms 3"), Authority.CUSTODIAN));
        assertThat(alice().leaf().sequence()).isEqualTo(3);
        assertThat(alice().consents()).hasSize(2);

        ledger.with(north.close("alice", "c1"));

        assertThat(alice().consents()).extracting(OpenConsent::consent).containsExactly(north.consent("c2"));
        assertThat(alice().leaf().sequence()).as("closing counts nothing").isEqualTo(3);
        assertThat(ledger.apply(north.close("alice", "c1"))).isInstanceOf(Outcome.AlreadyApplied.class);
    }

    @Test
    @Tag("L9")
    void shouldRefuseTheFiftyFirstRecordingOfADayButNeverAClosing() {
        for (int i = 1; i <= Limits.DEFAULT.consentsPerDay(); i++) {
            ledger.with(north.record("alice", "c" + i, i, SOON));
        }
        long next = Limits.DEFAULT.consentsPerDay() + 1L;

        assertThat(ledger.code(north.record("alice", "one more", next, SOON))).contains(RejectCode.SUBJECT_OVER_QUOTA);
        ledger.with(north.close("alice", "c1"));
        Instant lastMoment = Instant.parse("2026-03-01T23:59:59Z");
        assertThat(ledger.at(lastMoment).code(north.record("alice", "one more", next, lastMoment.plusSeconds(60))))
                .contains(RejectCode.SUBJECT_OVER_QUOTA);
        Instant midnight = Instant.parse("2026-03-02T00:00:00Z");
        ledger.at(midnight).with(north.record("alice", "one more", next, midnight.plusSeconds(60)));

        assertThat(alice().leaf().recorded().count()).isEqualTo(1);
    }

    @Test
    void shouldNeverOpenAClosedConsentAgain() {
        ledger.with(north.record("alice", "c1", 1, SOON)).with(north.close("alice", "c1"));

        assertThat(ledger.code(north.record("alice", "c1", 2, SOON))).contains(RejectCode.ALREADY_CLOSED);
        assertThat(ledger.code(north.record("alice", "c1", 1, SOON)))
                .as("the first one again")
                .contains(RejectCode.WRONG_SEQUENCE);
    }

    @Test
    @Tag("TH-01")
    void shouldRefuseARecordingFirstForTheFirstReasonOfTheList() {
        SignedTransaction stranger = north.record("alice", "c1", 9, SOON, Keys.signer("stranger"));
        assertThat(ledger.code(OrganizationRulesTest.broken(north.record("bob", "c1", 1, NOW.minusSeconds(1)))))
                .contains(RejectCode.EXPIRED);
        assertThat(ledger.code(OrganizationRulesTest.broken(north.record("bob", "c1", 1, SOON))))
                .contains(RejectCode.BAD_SIGNATURE);
        assertThat(ledger.code(new Hospital("north", "another-chain").record("alice", "c1", 1, SOON)))
                .as("signed for another chain")
                .contains(RejectCode.BAD_SIGNATURE);
        assertThat(ledger.code(north.record("bob", "c1", 9, SOON))).contains(RejectCode.UNKNOWN_SUBJECT);
        assertThat(ledger.code(stranger)).contains(RejectCode.NOT_ENTITLED);
        openAll();
        assertThat(ledger.code(north.record("alice", "one more", 9, SOON))).contains(RejectCode.WRONG_SEQUENCE);
        assertThat(ledger.code(north.record("alice", "one more", SubjectLeaf.MAX_CONSENTS + 1, SOON)))
                .contains(RejectCode.TOO_MANY_CONSENTS);
        assertThat(ledger.code(north.record("alice", "c0", SubjectLeaf.MAX_CONSENTS + 1, SOON)))
                .as("an open one is replaced")
                .isEmpty();
        ledger.with(north.close("alice", "c0"));
        ledger.put(north.id(), EnrollmentAndStudyRulesTest.suspended(ledger.organization(north.id())));
        long next = SubjectLeaf.MAX_CONSENTS + 2;
        assertThat(ledger.code(north.record("alice", "c0", next, SOON))).contains(RejectCode.ALREADY_CLOSED);
        assertThat(ledger.code(notHeld(next))).contains(RejectCode.UNKNOWN_SOURCE);
    }

    @Test
    void shouldRefuseWhenTheSourceDoesNotVouch() {
        assertThat(ledger.code(notHeld(1))).contains(RejectCode.NOT_HELD);
        assertThat(alice().leaf().sequence()).isZero();
    }

    @Test
    void shouldRefuseWhenTheSourceVouchedForOtherTerms() {
        TransactionSigner signer = new TransactionSigner(Hospital.CHAIN);
        RecordConsent record = new RecordConsent(
                north.subject("alice"),
                north.consent("c1"),
                1,
                Keys.bytes("these terms"),
                signer.vouch(
                        north.service(), north.subject("alice"), north.consent("c1"), 1, Keys.bytes("other terms")),
                SOON);
        assertThat(ledger.code(north.sign(record, north.patientKey("alice")))).contains(RejectCode.NOT_HELD);
    }

    @Test
    void shouldRefuseWhenTheQuotaOfTheSourceIsSpent() {
        ledger.put(north.id(), EnrollmentAndStudyRulesTest.withQuota(ledger.organization(north.id()), 0));

        assertThat(ledger.code(north.record("alice", "c1", 1, SOON))).contains(RejectCode.OVER_QUOTA);
    }

    @Test
    void shouldCloseWhateverTheStateOfTheSource() {
        ledger.with(north.record("alice", "c1", 1, SOON));
        ledger.put(
                north.id(),
                EnrollmentAndStudyRulesTest.suspended(
                        EnrollmentAndStudyRulesTest.withQuota(ledger.organization(north.id()), 0)));

        assertThat(ledger.at(NOW.plusSeconds(1_000_000)).code(north.close("alice", "c1")))
                .isEmpty();
        assertThat(alice().consents()).isEmpty();
    }

    @Test
    void shouldRefuseAClosingFirstForTheFirstReasonOfTheList() {
        assertThat(ledger.code(OrganizationRulesTest.broken(north.close("bob", "c1"))))
                .contains(RejectCode.BAD_SIGNATURE);
        assertThat(ledger.code(north.close("bob", "c1"))).contains(RejectCode.UNKNOWN_SUBJECT);
        assertThat(ledger.code(north.close("alice", "c1", Keys.signer("stranger"))))
                .contains(RejectCode.NOT_ENTITLED);
        assertThat(ledger.code(north.close("alice", "c1")))
                .as("it was never open: this must not look final")
                .contains(RejectCode.NOTHING_TO_CLOSE);
    }

    /** An equal or higher authority may replace or close, a lower one never: all sixteen pairs. */
    @ParameterizedTest
    @EnumSource(Authority.class)
    void shouldLetOnlyAnEqualOrHigherAuthorityReplaceAndClose(Authority recorded) {
        for (Authority other : Authority.values()) {
            RulesFixture fresh = new RulesFixture();
            fresh.with(north.register(SOON)).with(north.enroll("alice", SOON));
            P256Signer recorder = Keys.signer("as " + recorded);
            P256Signer challenger = Keys.signer("challenger as " + other);
            withKeys(
                    fresh,
                    new SubjectKey(recorder.publicKey(), recorded),
                    new SubjectKey(challenger.publicKey(), other));
            fresh.with(north.record("alice", "c1", 1, SOON, recorder));
            boolean may = other.compareTo(recorded) >= 0;

            assertThat(fresh.code(north.record("alice", "c1", 2, SOON, challenger))
                            .isEmpty())
                    .as("%s replaces what %s recorded", other, recorded)
                    .isEqualTo(may);
            Authority now = may ? other : recorded;
            assertThat(fresh.subject(north.subject("alice"))
                            .consent(north.consent("c1"))
                            .orElseThrow()
                            .authority())
                    .isEqualTo(now);
            assertThat(fresh.code(north.close("alice", "c1", challenger)).isEmpty())
                    .as("%s closes what %s recorded", other, now)
                    .isEqualTo(may);
        }
    }

    private Subject alice() {
        return ledger.subject(north.subject("alice"));
    }

    private void openAll() {
        List<OpenConsent> consents = new ArrayList<>();
        for (int i = 0; i < SubjectLeaf.MAX_CONSENTS; i++) {
            consents.add(new OpenConsent(north.consent("c" + i), i + 1, Keys.bytes("terms " + i), Authority.CUSTODIAN));
        }
        SubjectLeaf leaf = alice().leaf();
        SubjectLeaf full = new SubjectLeaf(
                leaf.source(),
                leaf.keys(),
                leaf.custody(),
                leaf.guardianship(),
                leaf.recovery(),
                SubjectLeaf.MAX_CONSENTS,
                leaf.authorityCounter(),
                leaf.frozenBy(),
                leaf.erasure(),
                SubjectLeaf.MAX_CONSENTS,
                OpenConsents.root(consents),
                DailyCount.NONE);
        ledger.put(north.subject("alice"), new Subject(full, consents));
    }

    /** Vouched for by another organization. */
    private SignedTransaction notHeld(long sequence) {
        TransactionSigner signer = new TransactionSigner(Hospital.CHAIN);
        RecordConsent record = new RecordConsent(
                north.subject("alice"),
                north.consent("not held"),
                sequence,
                Keys.bytes("terms"),
                signer.vouch(
                        south.service(),
                        north.subject("alice"),
                        north.consent("not held"),
                        sequence,
                        Keys.bytes("terms")),
                SOON);
        return north.sign(record, north.patientKey("alice"));
    }

    private void withKeys(RulesFixture fixture, SubjectKey... keys) {
        Subject subject = fixture.subject(north.subject("alice"));
        SubjectLeaf leaf = subject.leaf();
        fixture.put(
                north.subject("alice"),
                new Subject(
                        new SubjectLeaf(
                                leaf.source(),
                                List.of(keys),
                                leaf.custody(),
                                Arrays.stream(keys).anyMatch(key -> key.authority() == Authority.GUARDIAN)
                                        ? new Guardianship(Guardianship.Policy.KEYS, 1, Duration.ofDays(7))
                                        : leaf.guardianship(),
                                leaf.recovery(),
                                leaf.sequence(),
                                leaf.authorityCounter(),
                                leaf.frozenBy(),
                                leaf.erasure(),
                                leaf.consentCount(),
                                leaf.consentsRoot(),
                                leaf.recorded()),
                        subject.consents()));
    }
}
