package org.assent.abci.rules;

import static org.assent.abci.rules.RulesFixture.NOW;
import static org.assent.abci.rules.RulesFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.assent.abci.testing.Hospital;
import org.assent.abci.testing.Keys;
import org.assent.ledger.state.Authority;
import org.assent.ledger.state.CustodyMode;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.StudyLeaf;
import org.assent.ledger.state.Subject;
import org.assent.ledger.state.SubjectKey;
import org.assent.ledger.transaction.EnrollSubject;
import org.assent.ledger.transaction.RegisterStudies;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.StudyRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("L4")
class EnrollmentAndStudyRulesTest {

    private final RulesFixture ledger = new RulesFixture();
    private final Hospital north = new Hospital("north");
    private final Hospital south = new Hospital("south");

    @Test
    void shouldOpenAPseudonymInCustodyAndChargeTheSource() {
        ledger.with(north.register(SOON)).with(north.enroll("alice", SOON));

        SubjectKey key = new SubjectKey(north.patientKey("alice").publicKey(), Authority.CUSTODIAN);
        assertThat(ledger.subject(north.subject("alice")))
                .isEqualTo(Subject.enrolled(north.id(), key, CustodyMode.CUSTODIAN));
        assertThat(ledger.organization(north.id()).quotaMilliunits()).isEqualTo(999_000);
        assertThat(ledger.apply(north.enroll("alice", SOON))).isInstanceOf(Outcome.AlreadyApplied.class);
    }

    @Test
    void shouldRecordThePatientsOwnAuthorityWhenThePatientKeepsTheKey() {
        EnrollSubject own =
                new EnrollSubject(north.id(), north.patientKey("alice").publicKey(), CustodyMode.SELF, SOON);
        ledger.with(north.register(SOON)).with(north.sign(own, north.transaction(), north.patientKey("alice")));

        assertThat(ledger.subject(north.subject("alice"))
                        .leaf()
                        .keys()
                        .getFirst()
                        .authority())
                .isEqualTo(Authority.SELF);
    }

    @Test
    void shouldRefuseAnEnrolmentFirstForTheFirstReasonOfTheList() {
        SignedTransaction late = north.enroll("alice", NOW.minusSeconds(1));
        SignedTransaction enroll = north.enroll("alice", SOON);
        EnrollSubject body =
                new EnrollSubject(north.id(), north.patientKey("alice").publicKey(), CustodyMode.CUSTODIAN, SOON);

        assertThat(ledger.code(OrganizationRulesTest.broken(late))).contains(RejectCode.EXPIRED);
        assertThat(ledger.code(OrganizationRulesTest.broken(enroll))).contains(RejectCode.BAD_SIGNATURE);
        assertThat(ledger.code(north.sign(body, north.transaction())))
                .as("the subject's key has not signed")
                .contains(RejectCode.BAD_SIGNATURE);
        assertThat(ledger.code(enroll)).contains(RejectCode.UNKNOWN_SOURCE);
        ledger.with(north.register(SOON));
        assertThat(ledger.code(north.sign(body, north.service(), north.patientKey("alice"))))
                .as("a service key is no transaction key")
                .contains(RejectCode.BAD_SIGNATURE);
        ledger.put(north.id(), withQuota(ledger.organization(north.id()), 999));
        assertThat(ledger.code(enroll)).contains(RejectCode.OVER_QUOTA);
        ledger.put(north.id(), suspended(ledger.organization(north.id())));
        assertThat(ledger.code(enroll)).contains(RejectCode.UNKNOWN_SOURCE);
        ledger.put(
                north.subject("alice"),
                Subject.enrolled(
                        south.id(),
                        new SubjectKey(north.patientKey("alice").publicKey(), Authority.SELF),
                        CustodyMode.SELF));
        assertThat(ledger.code(enroll)).as("EXISTS comes before the source").contains(RejectCode.EXISTS);
    }

    @Test
    void shouldRegisterSupersedeAndWithdrawStudies() {
        ledger.with(north.register(SOON)).with(north.registerStudies(1, SOON, "ct", "mr"));
        ledger.with(north.registerStudies(2, SOON, "ct"));
        StudyRecord withdrawn = new StudyRecord(north.study("mr"), Keys.bytes("mr 2"), 2, true);
        ledger.with(north.sign(new RegisterStudies(north.id(), List.of(withdrawn), SOON), north.transaction()));

        assertThat(ledger.state().study(north.study("ct")))
                .contains(new StudyLeaf(north.id(), Keys.bytes("ct commitment 2"), 2, false));
        assertThat(ledger.state().study(north.study("mr")))
                .contains(new StudyLeaf(north.id(), Keys.bytes("mr 2"), 2, true));
        assertThat(ledger.organization(north.id()).quotaMilliunits()).isEqualTo(1_000_000 - 4 * 20);
        assertThat(ledger.apply(north.registerStudies(2, SOON, "ct"))).isInstanceOf(Outcome.AlreadyApplied.class);
        assertThat(ledger.code(north.registerStudies(1, SOON, "ct"))).contains(RejectCode.WRONG_REVISION);
    }

    @Test
    void shouldRefuseStudiesFirstForTheFirstReasonOfTheListAndAllOfThem() {
        SignedTransaction register = north.registerStudies(1, SOON, "ct", "mr");
        assertThat(ledger.code(OrganizationRulesTest.broken(north.registerStudies(1, NOW.minusSeconds(1), "ct"))))
                .contains(RejectCode.EXPIRED);
        assertThat(ledger.code(OrganizationRulesTest.broken(register))).contains(RejectCode.BAD_SIGNATURE);
        assertThat(ledger.code(register)).contains(RejectCode.UNKNOWN_SOURCE);
        ledger.with(north.register(SOON)).with(south.register(SOON));
        assertThat(ledger.code(north.sign(
                        new RegisterStudies(
                                north.id(),
                                List.of(new StudyRecord(north.study("ct"), Keys.bytes("x"), 1, false)),
                                SOON),
                        south.transaction())))
                .as("signed by another organization")
                .contains(RejectCode.BAD_SIGNATURE);
        ledger.with(register);
        // another source's study, and a wrong revision, beside one that would be right
        List<StudyRecord> records = List.of(
                new StudyRecord(north.study("ct"), Keys.bytes("x"), 2, false),
                new StudyRecord(south.study("us"), Keys.bytes("x"), 7, false),
                new StudyRecord(south.study("ct"), Keys.bytes("x"), 1, false));
        assertThat(ledger.code(south.sign(new RegisterStudies(south.id(), records, SOON), south.transaction())))
                .contains(RejectCode.FOREIGN_STUDY);
        assertThat(ledger.code(
                        south.sign(new RegisterStudies(south.id(), records.subList(1, 3), SOON), south.transaction())))
                .contains(RejectCode.WRONG_REVISION);
        assertThat(ledger.state().study(south.study("ct"))).isEmpty();
        ledger.put(south.id(), withQuota(ledger.organization(south.id()), 19));
        assertThat(ledger.code(south.registerStudies(1, SOON, "ct"))).contains(RejectCode.OVER_QUOTA);
    }

    @Test
    @Tag("L9")
    void shouldRefillTheQuotaByBlockTimeUpToTheBurst() {
        ledger.with(north.register(SOON));
        for (int batch = 0; batch < 50; batch++) { // 50,000 studies are the burst, 250 of them the reserve
            int first = batch * 1_000;
            String[] studies = IntStream.range(first, first + (batch == 49 ? 750 : 1_000))
                    .mapToObj(i -> "study " + i)
                    .toArray(String[]::new);
            if (batch < 2 || batch == 49) {
                ledger.with(north.registerStudies(1, SOON, studies));
            } else {
                OrganizationLeaf leaf = ledger.organization(north.id());
                ledger.put(north.id(), withQuota(leaf, leaf.quotaMilliunits() - 20_000));
            }
        }
        assertThat(ledger.organization(north.id()).quotaMilliunits())
                .as("what stays for changes of the organization itself")
                .isEqualTo(5_000);
        assertThat(ledger.code(north.enroll("alice", SOON))).contains(RejectCode.OVER_QUOTA);

        ledger.at(NOW.plusMillis(19));
        assertThat(ledger.code(north.enroll("alice", SOON)))
                .as("19 ms refill 950")
                .contains(RejectCode.OVER_QUOTA);
        ledger.at(NOW.plusMillis(20));
        assertThat(ledger.code(north.enroll("alice", SOON)))
                .as("20 ms refill one unit")
                .isEmpty();

        ledger.at(NOW.plusSeconds(200)).with(north.enroll("bob", SOON));
        assertThat(ledger.organization(north.id()).quotaMilliunits())
                .as("no more than the burst is saved up")
                .isEqualTo(999_000);
    }

    static OrganizationLeaf withQuota(OrganizationLeaf leaf, long milliunits) {
        return leaf.withQuota(milliunits, leaf.quotaAt());
    }

    static OrganizationLeaf suspended(OrganizationLeaf leaf) {
        return leaf.withStandingChanged();
    }
}
