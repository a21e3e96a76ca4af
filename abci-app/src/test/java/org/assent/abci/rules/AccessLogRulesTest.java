package org.assent.abci.rules;

import static org.assent.abci.rules.OrganizationRulesTest.broken;
import static org.assent.abci.rules.RulesFixture.NOW;
import static org.assent.abci.rules.RulesFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.assent.abci.testing.Hospital;
import org.assent.abci.testing.Keys;
import org.assent.ledger.signature.Signer;
import org.assent.ledger.state.AccessLogLeaf;
import org.assent.ledger.transaction.AnchorAccessLog;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.SignedTransaction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("L4")
class AccessLogRulesTest {

    private final RulesFixture ledger = new RulesFixture();
    private final Hospital north = new Hospital("north");
    private final Hospital south = new Hospital("south");

    @BeforeEach
    void register() {
        ledger.with(north.register(SOON)).with(south.register(SOON));
    }

    @Test
    void shouldAnchorWithoutAGap() {
        ledger.with(anchor(1, 5)).already(anchor(1, 5)).with(anchor(2, 5)).with(anchor(3, 8));

        assertThat(ledger.state().accessLog(north.id())).contains(new AccessLogLeaf(3, Keys.bytes("root 3"), 8));
        ledger.refuses(RejectCode.GAP_IN_LOG, anchor(5, 9));
        ledger.refuses(RejectCode.GAP_IN_LOG, anchor(4, 7)); // the log never shrinks
        ledger.refuses(RejectCode.GAP_IN_LOG, anchor(1, 5)); // sent again
        ledger.refuses(
                RejectCode.GAP_IN_LOG, anchor(north, 3, 9, SOON, north.transaction())); // another of the same number
    }

    @Test
    void shouldLetASuspendedOneAnswerForWhatItDid() {
        ledger.put(north.id(), EnrollmentAndStudyRulesTest.suspended(ledger.organization(north.id())));

        ledger.with(anchor(1, 5));
    }

    @Test
    void shouldRefuseFirstForTheFirstReasonOfTheList() {
        Hospital nobody = new Hospital("nobody");
        ledger.refuses(RejectCode.EXPIRED, broken(anchor(nobody, 9, 1, NOW.minusSeconds(1), south.transaction())));
        ledger.refuses(RejectCode.EXPIRED, anchor(north, 1, 1, NOW.plusSeconds(601), north.transaction()));
        ledger.refuses(RejectCode.BAD_SIGNATURE, broken(anchor(nobody, 9, 1, SOON, south.transaction())));
        ledger.refuses(RejectCode.UNKNOWN_ORGANIZATION, anchor(nobody, 9, 1, SOON, south.transaction()));
        ledger.refuses(RejectCode.NOT_ENTITLED, anchor(north, 9, 1, SOON, south.transaction()));
        ledger.refuses(RejectCode.NOT_ENTITLED, anchor(north, 1, 1, SOON, north.service()));
        ledger.put(north.id(), EnrollmentAndStudyRulesTest.withQuota(ledger.organization(north.id()), 999));
        ledger.refuses(RejectCode.GAP_IN_LOG, anchor(2, 1));
        ledger.refuses(RejectCode.OVER_QUOTA, anchor(1, 1));
    }

    /** A member that sends as much as it can takes nothing from the others, and never keeps a patient from a restriction. */
    @Test
    @Tag("TH-18")
    @Tag("L9")
    void shouldStopAMemberThatSpamsAndNobodyElse() {
        ledger.with(north.enroll("alice", SOON)).with(north.record("alice", "c1", 1, SOON));
        int taken = 0;
        while (ledger.apply(anchor(taken + 1, 1)) instanceof Outcome.Applied) {
            taken++;
        }

        assertThat(taken)
                .as("a burst of 1,000 less the reserve of 5, the enrolment and the consent")
                .isEqualTo(993);
        ledger.refuses(RejectCode.OVER_QUOTA, anchor(taken + 1, 1));
        ledger.refuses(RejectCode.OVER_QUOTA, north.enroll("bob", SOON));
        ledger.refuses(RejectCode.OVER_QUOTA, north.registerStudies(1, SOON, "ct"));
        ledger.refuses(RejectCode.OVER_QUOTA, north.record("alice", "c2", 2, SOON));
        ledger.with(south.enroll("alice", SOON));
        ledger.with(north.close("alice", "c1"));
        ledger.at(NOW.plusSeconds(1));
        for (int i = 0; i < 50; i++) {
            ledger.with(anchor(++taken, 1));
        }
        ledger.refuses(RejectCode.OVER_QUOTA, anchor(taken + 1, 1)); // 50 a second, no more
    }

    private SignedTransaction anchor(long sequence, long count) {
        return anchor(north, sequence, count, SOON, north.transaction());
    }

    private SignedTransaction anchor(Hospital of, long sequence, long count, Instant expires, Signer signer) {
        return north.sign(
                new AnchorAccessLog(of.id(), sequence, Keys.bytes("root " + sequence), count, expires), signer);
    }
}
