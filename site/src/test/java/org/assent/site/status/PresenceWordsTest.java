package org.assent.site.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assent.abci.node.ChainPresence;
import org.junit.jupiter.api.Test;

class PresenceWordsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:07Z");
    private static final List<String> NAMES = List.of("North", "South", "East", "West");

    @Test
    void shouldNameWhoIsMissingAndSayWhatThatMeansWhenAValidatorSignsNothing() {
        assertThat(PresenceWords.lines(of(0, 0, 2, 10), NOW))
                .containsExactly(
                        "height 42, the newest block is 7 s old",
                        "3 of 4 validators take part",
                        "MISSING: West signed none of the last 10 blocks, or longer",
                        "East missed 2 of the last 10",
                        "no further validator may fail, or the ledger stands still",
                        "connected with north, south");
    }

    @Test
    void shouldSayHowManyMayFailWhenAllArePresent() {
        assertThat(PresenceWords.lines(of(0, 0, 0, 0), NOW))
                .contains("4 of 4 validators take part", "1 further validator may fail before the ledger stands still")
                .noneMatch(line -> line.startsWith("MISSING"));
    }

    @Test
    void shouldCallAValidatorMissingWhenItSignedNoneOfTheNewestThree() {
        assertThat(PresenceWords.lines(of(0, 0, 0, 3), NOW))
                .contains("3 of 4 validators take part", "MISSING: West signed none of the last 3 blocks");
    }

    @Test
    void shouldSayThatThereIsNoBlockYetWhenTheChainHasNotBegun() {
        assertThat(PresenceWords.lines(new ChainPresence(0, Instant.EPOCH, true, 0, List.of(), List.of()), NOW))
                .containsExactly("the ledger has no block yet; its node is connected with 0 nodes");
    }

    /** Those of this test that miss a few missed older ones only. */
    private static int newest(int missed) {
        return missed >= 3 ? missed : 0;
    }

    private static ChainPresence of(int... missed) {
        List<ChainPresence.Validator> validators = new ArrayList<>();
        for (int index = 0; index < missed.length; index++) {
            validators.add(new ChainPresence.Validator(
                    "A" + index, NAMES.get(index), 10, missed[index], newest(missed[index])));
        }
        return new ChainPresence(
                42,
                NOW.minusSeconds(7),
                false,
                10,
                validators,
                List.of(new ChainPresence.Peer("b", "south"), new ChainPresence.Peer("a", "north")));
    }
}
