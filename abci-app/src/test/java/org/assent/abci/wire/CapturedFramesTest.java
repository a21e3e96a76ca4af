package org.assent.abci.wire;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.assent.abci.testing.Hospital;
import org.assent.abci.wire.Request.ValueCase;
import org.assent.abci.wire.chain.BlockIdFlag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Decodes what a CometBFT v0.40.0 node sent ({@code src/test/resources/abci/README.md}): our protocol file was written from the
 * specification, this shows that it is the same format.
 */
class CapturedFramesTest {

    /** Numbered in the order in which the node opens its connections; the second, for snapshots, stayed silent. */
    private static final String QUERY = "connection-1.bin";

    private static final String MEMPOOL = "connection-3.bin";
    private static final String CONSENSUS = "connection-4.bin";

    @ParameterizedTest
    @ValueSource(strings = {QUERY, MEMPOOL, CONSENSUS})
    void shouldKnowEveryFieldAndEncodeTheSameBytesAgain(String file) throws IOException {
        byte[] sent = bytes(file);
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        for (Request request : requests(file)) {
            assertThat(request.getValueCase()).isNotEqualTo(ValueCase.VALUE_NOT_SET);
            assertKnown(request);
            request.writeDelimitedTo(again);
        }
        assertThat(again.toByteArray()).isEqualTo(sent);
    }

    @Test
    void shouldReadTheHandshake() throws IOException {
        RequestInfo info = requests(QUERY).stream()
                .filter(Request::hasInfo)
                .findFirst()
                .orElseThrow()
                .getInfo();
        assertThat(info.getAbciVersion()).isEqualTo("2.0.0");
        assertThat(info.getVersion()).as("v0.40.0 gives this version of itself").isEqualTo("0.39.0");

        RequestInitChain genesis = requests(CONSENSUS).stream()
                .filter(Request::hasInitChain)
                .findFirst()
                .orElseThrow()
                .getInitChain();
        assertThat(genesis.getChainId()).isEqualTo(Hospital.CHAIN);
        assertThat(genesis.getInitialHeight()).isEqualTo(1);
        assertThat(genesis.getConsensusParams().getBlock().getMaxBytes()).isEqualTo(1 << 20);
        assertThat(genesis.getConsensusParams().getValidator().getPubKeyTypesList())
                .containsExactly("ed25519");
        assertThat(genesis.getConsensusParams()
                        .getEvidence()
                        .getMaxAgeDuration()
                        .getSeconds())
                .isEqualTo(14 * 24 * 3_600);
        assertThat(genesis.getValidatorsList()).singleElement().satisfies(validator -> {
            assertThat(validator.getPower()).isEqualTo(10);
            assertThat(validator.getPubKey().getEd25519().size()).isEqualTo(32);
        });
        assertThat(genesis.getAppStateBytes().toStringUtf8()).contains("accreditors");
    }

    @Test
    void shouldReadEachBlockInTheOrderOfTheProtocol() throws IOException {
        List<ValueCase> calls = requests(CONSENSUS).stream()
                .map(Request::getValueCase)
                .filter(call -> call != ValueCase.FLUSH && call != ValueCase.ECHO)
                .toList();
        assertThat(calls)
                .startsWith(
                        ValueCase.INIT_CHAIN,
                        ValueCase.PREPARE_PROPOSAL,
                        ValueCase.PROCESS_PROPOSAL,
                        ValueCase.FINALIZE_BLOCK,
                        ValueCase.COMMIT);
        List<RequestFinalizeBlock> blocks = requests(CONSENSUS).stream()
                .filter(Request::hasFinalizeBlock)
                .map(Request::getFinalizeBlock)
                .toList();
        for (int i = 0; i < blocks.size(); i++) {
            assertThat(blocks.get(i).getHeight()).isEqualTo(i + 1);
            assertThat(blocks.get(i).getHash().size()).isEqualTo(32);
            assertThat(blocks.get(i).getTime().getSeconds()).isPositive();
        }
        assertThat(blocks.get(1).getDecidedLastCommit().getVotes(0).getBlockIdFlag())
                .isEqualTo(BlockIdFlag.BLOCK_ID_FLAG_COMMIT);
        assertThat(blocks.stream().flatMap(block -> block.getTxsList().stream()))
                .as("the one transaction that was submitted")
                .containsExactly(requests(MEMPOOL).stream()
                        .filter(Request::hasCheckTx)
                        .findFirst()
                        .orElseThrow()
                        .getCheckTx()
                        .getTx());
    }

    private static void assertKnown(Message message) {
        assertThat(message.getUnknownFields().asMap())
                .as("unknown fields of %s", message.getDescriptorForType().getName())
                .isEmpty();
        message.getAllFields().forEach((field, value) -> {
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                List<?> values = field.isRepeated() ? (List<?>) value : List.of(value);
                values.forEach(inner -> assertKnown((Message) inner));
            }
        });
    }

    private static List<Request> requests(String file) throws IOException {
        List<Request> requests = new ArrayList<>();
        try (InputStream in = open(file)) {
            for (Request next = Request.parseDelimitedFrom(in); next != null; next = Request.parseDelimitedFrom(in)) {
                requests.add(next);
            }
        }
        return requests;
    }

    private static byte[] bytes(String file) throws IOException {
        try (InputStream in = open(file)) {
            return in.readAllBytes();
        }
    }

    private static InputStream open(String file) {
        return requireNonNull(CapturedFramesTest.class.getResourceAsStream("/abci/" + file), file);
    }
}
