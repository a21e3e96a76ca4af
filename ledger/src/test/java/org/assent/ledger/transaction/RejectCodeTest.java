package org.assent.ledger.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RejectCodeTest {

    /** The numbers as agreed: a line may be added here, never changed or taken out. */
    private static final Map<String, Integer> AGREED = Map.ofEntries(
            Map.entry("MALFORMED", 1),
            Map.entry("EXPIRED", 2),
            Map.entry("BAD_SIGNATURE", 3),
            Map.entry("NOT_ACCREDITED", 10),
            Map.entry("EXISTS", 11),
            Map.entry("UNKNOWN_SOURCE", 12),
            Map.entry("OVER_QUOTA", 13),
            Map.entry("UNKNOWN_ORGANIZATION", 14),
            Map.entry("NOTHING_TO_CHANGE", 15),
            Map.entry("FOREIGN_STUDY", 20),
            Map.entry("WRONG_REVISION", 21),
            Map.entry("UNKNOWN_SUBJECT", 30),
            Map.entry("NOT_ENTITLED", 31),
            Map.entry("WRONG_SEQUENCE", 32),
            Map.entry("TOO_MANY_CONSENTS", 33),
            Map.entry("NOT_HELD", 34),
            Map.entry("ALREADY_CLOSED", 35),
            Map.entry("NOTHING_TO_CLOSE", 36),
            Map.entry("SUBJECT_OVER_QUOTA", 37),
            Map.entry("WRONG_COUNTER", 38),
            Map.entry("ERASED", 39),
            Map.entry("KEYS_NOT_POSSIBLE", 40),
            Map.entry("CUSTODY_NOT_POSSIBLE", 41),
            Map.entry("RECOVERY_PENDING", 42),
            Map.entry("NOTHING_TO_VETO", 43),
            Map.entry("NOTHING_TO_UNFREEZE", 44),
            Map.entry("ERASURE_NOT_REQUESTED", 45),
            Map.entry("NOT_FOR_EMERGENCIES", 50),
            Map.entry("TOO_MANY_EMERGENCIES", 51),
            Map.entry("GAP_IN_LOG", 52),
            Map.entry("UNKNOWN_PROPOSAL", 60),
            Map.entry("PROPOSAL_CLOSED", 61),
            Map.entry("CHANGE_NOT_POSSIBLE", 62),
            Map.entry("TOO_MANY_PROPOSALS", 63));

    @Test
    void shouldKeepItsNumberWhenOthersAreAdded() {
        Map<String, Integer> numbers =
                Arrays.stream(RejectCode.values()).collect(Collectors.toMap(RejectCode::name, RejectCode::number));
        assertThat(numbers).containsExactlyInAnyOrderEntriesOf(AGREED);
        assertThat(numbers.values()).doesNotHaveDuplicates().allMatch(number -> number > 0);
    }
}
