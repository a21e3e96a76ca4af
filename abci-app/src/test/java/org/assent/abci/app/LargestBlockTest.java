package org.assent.abci.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("L3")
class LargestBlockTest {

    /** A ledger process has 512 MiB. */
    private static final String THREE_QUARTERS = "-Xmx384m";

    @TempDir
    private Path folder;

    @Test
    void shouldGoOnInThreeQuartersOfALedgersHeapWhenBlocksAreAsLargeAsTheyCanBe()
            throws IOException, InterruptedException {
        List<String> lines = OtherJvm.same(folder)
                .run(
                        List.of(THREE_QUARTERS),
                        LargestBlock.class,
                        folder.resolve("state.mv").toString());

        assertThat(lines)
                .containsSequence("took effect 2500", "took effect 2500", "took effect 2500")
                .last()
                // the subject's leaf and the one that says the consent is closed
                .isEqualTo("told " + 3 * 2 * 2_500);
    }
}
