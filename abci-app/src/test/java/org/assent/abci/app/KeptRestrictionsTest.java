package org.assent.abci.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assent.abci.testing.Hospital;
import org.assent.abci.testing.TestChain;
import org.assent.abci.tree.KeptHeights;
import org.assent.abci.tree.MemoryNodeStore;
import org.assent.ledger.transaction.SignedTransaction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restriction does not wait for the good will of a proposer, nor does a restart forget it. */
@Tag("L8")
@Tag("TH-07")
class KeptRestrictionsTest {

    private static final ByteString CENSOR =
            ByteString.copyFrom(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20});

    @TempDir
    private Path folder;

    private final Hospital north = new Hospital("north");
    private final MemoryNodeStore store = new MemoryNodeStore(KeptHeights.DEFAULT);

    @Test
    void shouldProposeItAgainWhenTheNodeWasKilledMeanwhile() throws IOException {
        SignedTransaction closing = north.close("alice", "c1");
        try (TestChain chain = consenting()) {
            assertThat(chain.check(closing).getCode()).isZero();
        }

        try (TestChain again = new TestChain(store, new RestrictionFolder(folder))) {
            assertThat(again.prepare(BlockLimits.MAX_BLOCK_BYTES, List.of())).containsExactly(TestChain.bytes(closing));
            again.block(closing);
            assertThat(again.prepare(BlockLimits.MAX_BLOCK_BYTES, List.of())).isEmpty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).as("nothing is kept that is done").isEmpty();
        }
    }

    @Test
    void shouldLeaveOutWhatIsNoRestrictionWhenFilesWereTamperedWith() throws IOException {
        try (TestChain chain = consenting()) {
            Files.write(folder.resolve("00"), new byte[] {1, 2, 3});
            Files.write(
                    folder.resolve("01"),
                    TestChain.bytes(north.enroll("bob", chain.soon())).toByteArray());
            Files.write(folder.resolve("02.writing"), new byte[] {4});
        }

        try (TestChain again = new TestChain(store, new RestrictionFolder(folder))) {
            assertThat(again.prepare(BlockLimits.MAX_BLOCK_BYTES, List.of())).isEmpty();
        }
    }

    @Test
    void shouldNameTheProposersWhenItIsLeftOutOfMoreThanThreeBlocks() throws IOException {
        SignedTransaction closing = north.close("alice", "c1");
        try (TestChain chain = consenting().proposedBy(CENSOR)) {
            assertThat(chain.check(closing).getCode()).isZero();
            long since = chain.application().height();
            chain.block(); // its proposal may have been made before
            for (int i = 0; i < KeptRestrictions.TOLERATED; i++) {
                chain.block();
            }
            assertThat(chain.application().passedOver()).as("not yet").isEmpty();

            chain.block();

            String censor = "0102030405060708090a0b0c0d0e0f1011121314";
            assertThat(chain.application().passedOver())
                    .containsExactly(new PassedOver(
                            closing.id(Hospital.CHAIN), since, List.of(censor, censor, censor, censor), false));

            chain.proposedBy(ByteString.EMPTY).block(closing);

            assertThat(chain.application().passedOver()).singleElement().satisfies(report -> assertThat(report.done())
                    .isTrue());
        }
    }

    private TestChain consenting() throws IOException {
        TestChain chain = new TestChain(store, new RestrictionFolder(folder)).begin();
        chain.block(north.register(chain.soon()));
        chain.block(north.enroll("alice", chain.soon()));
        chain.block(north.record("alice", "c1", 1, chain.soon()));
        return chain;
    }
}
