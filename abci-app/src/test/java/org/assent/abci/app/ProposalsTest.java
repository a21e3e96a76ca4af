package org.assent.abci.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assent.abci.rules.TransactionCheck;
import org.assent.abci.testing.Hospital;
import org.assent.abci.testing.TestChain;
import org.assent.ledger.signature.BouncyCastleVerifier;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("L8")
class ProposalsTest {

    private static final Hospital NORTH = new Hospital("north");
    private static final List<ByteString> ORDINARY = new ArrayList<>();
    private static final List<ByteString> RESTRICTIONS = new ArrayList<>();

    private final Proposals proposals = new Proposals(new TransactionCheck(Hospital.CHAIN, new BouncyCastleVerifier()));

    @BeforeAll
    static void make() {
        String[] studies = new String[600];
        for (int i = 0; i < studies.length; i++) {
            studies[i] = "study " + i;
        }
        for (int i = 0; i < 24; i++) {
            RESTRICTIONS.add(TestChain.bytes(NORTH.close("alice", "consent " + i)));
            ORDINARY.add(TestChain.bytes(NORTH.enroll("patient " + i, TestChain.GENESIS.plusSeconds(i))));
            ORDINARY.add(TestChain.bytes(NORTH.registerStudies(i + 1, TestChain.GENESIS.plusSeconds(i), studies)));
        }
    }

    @Test
    void shouldPutKeptRestrictionsFirstThenOfferedOnesThenTheRestInOrder() {
        List<ByteString> offered =
                List.of(ORDINARY.get(2), RESTRICTIONS.get(1), ORDINARY.get(0), RESTRICTIONS.get(0), ORDINARY.get(4));

        List<ByteString> block = proposals.prepare(List.of(RESTRICTIONS.get(5), RESTRICTIONS.get(0)), offered, 1 << 20);

        assertThat(block)
                .containsExactly(
                        RESTRICTIONS.get(5),
                        RESTRICTIONS.get(0),
                        RESTRICTIONS.get(1),
                        ORDINARY.get(2),
                        ORDINARY.get(0),
                        ORDINARY.get(4));
        assertThat(proposals.isAcceptable(block)).isTrue();
    }

    @Test
    void shouldAcceptWhateverItPreparesFromWhateverIsOffered() {
        long seed = Seeds.seed("ProposalsTest");
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            List<ByteString> offered = new ArrayList<>();
            int count = random.nextInt(60);
            for (int i = 0; i < count; i++) {
                offered.add(any(random));
            }
            List<ByteString> kept = new ArrayList<>();
            for (int i = random.nextInt(8); i > 0; i--) {
                kept.add(RESTRICTIONS.get(random.nextInt(RESTRICTIONS.size())));
            }
            long maxBytes = random.nextBoolean() ? 1 << 20 : random.nextInt(1 << 20);

            List<ByteString> block = proposals.prepare(kept, offered, maxBytes);

            assertThat(proposals.isAcceptable(block))
                    .as("seed %d, round %d", seed, round)
                    .isTrue();
            assertThat(block.stream().mapToLong(BlockLimits::bytesInBlock).sum())
                    .as("the node stops when a proposal is larger than it asked for; seed %d, round %d", seed, round)
                    .isLessThanOrEqualTo(maxBytes);
            assertThat(block).as("seed %d, round %d", seed, round).doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldDropNothingThatFits() {
        List<ByteString> offered = new ArrayList<>(ORDINARY.subList(0, 8));
        offered.addAll(RESTRICTIONS);

        assertThat(proposals.prepare(List.of(), offered, 1 << 20)).containsExactlyInAnyOrderElementsOf(offered);
    }

    @Test
    void shouldRefuseAProposalInAWrongOrder() {
        assertThat(proposals.isAcceptable(List.of(ORDINARY.getFirst(), RESTRICTIONS.getFirst())))
                .isFalse();
        assertThat(proposals.isAcceptable(List.of(RESTRICTIONS.getFirst(), ORDINARY.getFirst())))
                .isTrue();
    }

    @Test
    @Tag("L3")
    void shouldRefuseAProposalWithBytesThatDoNotDecode() {
        assertThat(proposals.isAcceptable(List.of(ByteString.EMPTY))).isFalse();
        assertThat(proposals.isAcceptable(List.of(ByteString.copyFromUtf8("garbage"))))
                .isFalse();
        assertThat(proposals.isAcceptable(List.of(ORDINARY.getFirst().concat(ByteString.copyFrom(new byte[] {0})))))
                .isFalse();
    }

    @Test
    void shouldRefuseAProposalOfMoreThanOneMegabyte() {
        List<ByteString> tooMuch = new ArrayList<>();
        long bytes = 0;
        for (int i = 1; bytes <= BlockLimits.MAX_BLOCK_BYTES; i += 2) {
            tooMuch.add(ORDINARY.get(i % ORDINARY.size()));
            bytes += BlockLimits.bytesInBlock(tooMuch.getLast());
        }
        assertThat(proposals.isAcceptable(tooMuch)).isFalse();
        assertThat(proposals.isAcceptable(tooMuch.subList(0, tooMuch.size() - 1)))
                .isTrue();
    }

    @Test
    void shouldFillABlockWithNoMoreTransactionsThanAValidatorCanHold() {
        List<ByteString> many = new ArrayList<>();
        for (int i = 0; i <= BlockLimits.MAX_TRANSACTIONS; i++) {
            many.add(TestChain.bytes(NORTH.close("alice", "of many " + i)));
        }

        List<ByteString> block = proposals.prepare(List.of(), many, 1 << 20);

        assertThat(block).hasSize(BlockLimits.MAX_TRANSACTIONS);
        assertThat(proposals.isAcceptable(block)).isTrue();
        assertThat(proposals.isAcceptable(many)).isFalse();
    }

    private static ByteString any(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> {
                byte[] garbage = new byte[random.nextInt(300)];
                random.nextBytes(garbage);
                yield ByteString.copyFrom(garbage);
            }
            case 1 -> {
                ByteString whole = ORDINARY.get(random.nextInt(ORDINARY.size()));
                yield whole.substring(0, random.nextInt(whole.size()));
            }
            case 2, 3 -> RESTRICTIONS.get(random.nextInt(RESTRICTIONS.size()));
            default -> ORDINARY.get(random.nextInt(ORDINARY.size()));
        };
    }
}
