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
            Map.entry("FOREIGN_STUDY", 20),
            Map.entry("WRONG_REVISION", 21),
            Map.entry("UNKNOWN_SUBJECT", 30),
            Map.entry("NOT_ENTITLED", 31),
            Map.entry("WRONG_SEQUENCE", 32),
            Map.entry("TOO_MANY_CONSENTS", 33),
            Map.entry("NOT_HELD", 34),
            Map.entry("ALREADY_CLOSED", 35),
            Map.entry("NOTHING_TO_CLOSE", 36),
            Map.entry("SUBJECT_OVER_QUOTA", 37));

    @Test
    void shouldKeepItsNumberWhenOthersAreAdded() {
        Map<String, Integer> numbers =
                Arrays.stream(RejectCode.values()).collect(Collectors.toMap(RejectCode::name, RejectCode::number));
        assertThat(numbers).containsAllEntriesOf(AGREED);
        assertThat(numbers.values()).doesNotHaveDuplicates().allMatch(number -> number > 0);
    }
}
