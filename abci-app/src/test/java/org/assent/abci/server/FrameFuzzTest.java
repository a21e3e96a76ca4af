package org.assent.abci.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assent.abci.wire.Request;
import org.assent.abci.wire.RequestEcho;
import org.assent.abci.wire.Response;
import org.assent.abci.wire.ResponseCommit;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames of a real node, changed at random, cut anywhere: a request or a named refusal, and the server goes on. */
@Tag("L3")
class FrameFuzzTest {

    private static final int MAX_FRAME = 1 << 16;
    private static final List<String> CAPTURED = List.of("connection-1.bin", "connection-3.bin", "connection-4.bin");

    @TempDir
    private Path folder;

    @Test
    void shouldGiveRequestsOrANamedRefusalWhateverArrives() throws IOException {
        long seed = Seeds.seed("FrameFuzzTest");
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = stream(random);
            FrameReader reader = new FrameReader(new InPieces(bytes, random), MAX_FRAME);
            int requests = 0;
            try {
                while (reader.next().isPresent()) {
                    requests++;
                    assertThat(requests)
                            .as("no more than the bytes hold, seed %d", seed)
                            .isLessThanOrEqualTo(bytes.length);
                }
            } catch (AbciException e) {
                refused++;
                assertThat(e.reason()).as("seed %d", seed).isNotNull();
            }
        }
        assertThat(refused).as("seed %d", seed).isGreaterThan(1_000);
    }

    @Test
    void shouldReadWhatWasSentHoweverItIsCut() throws IOException {
        long seed = Seeds.seed("FrameFuzzTest.cut");
        Random random = new Random(seed);
        for (String file : CAPTURED) {
            for (int i = 0; i < 50; i++) {
                FrameReader reader = new FrameReader(new InPieces(captured(file), random), 1 << 22);
                ByteArrayOutputStream again = new ByteArrayOutputStream();
                for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                    next.get().writeDelimitedTo(again);
                }
                assertThat(again.toByteArray()).as("%s, seed %d", file, seed).isEqualTo(captured(file));
            }
        }
    }

    @Test
    void shouldServeTheNodeWhileOthersSendMutatedFrames() throws IOException {
        long seed = Seeds.seed("FrameFuzzTest.server");
        Random random = new Random(seed);
        ListenAddress.Unix address = new ListenAddress.Unix(folder.resolve("abci.sock"));
        Response answer = Response.newBuilder()
                .setCommit(ResponseCommit.getDefaultInstance())
                .build();
        try (AbciServer server = AbciServer.start(address, request -> answer, MAX_FRAME);
                AbciClient node = AbciClient.connect(address)) {
            for (int i = 0; i < 300; i++) {
                try (AbciClient hostile = AbciClient.connect(server.address())) {
                    hostile.sendBytes(Arrays.copyOf(stream(random), random.nextInt(4_000)));
                } catch (IOException e) {
                    // the server may have closed it while it was still sending
                    assertThat(e).as("seed %d", seed).hasMessageMatching("(?i).*(broken pipe|reset|closed).*");
                }
                String text = "still here " + i;
                Request echo = Request.newBuilder()
                        .setEcho(RequestEcho.newBuilder().setMessage(text))
                        .build();
                assertThat(node.call(echo).getEcho().getMessage())
                        .as("seed %d", seed)
                        .isEqualTo(text);
            }
        }
    }

    /** A piece of a captured connection with some bytes changed, or bytes at random. */
    private static byte[] stream(Random random) throws IOException {
        if (random.nextInt(5) == 0) {
            byte[] bytes = new byte[random.nextInt(600)];
            random.nextBytes(bytes);
            return bytes;
        }
        byte[] sent = captured(CAPTURED.get(random.nextInt(CAPTURED.size())));
        int from = random.nextInt(3) == 0 ? random.nextInt(sent.length) : 0;
        byte[] bytes = Arrays.copyOfRange(sent, from, Math.min(sent.length, from + 1 + random.nextInt(2_000)));
        for (int i = random.nextInt(4); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static byte[] captured(String file) throws IOException {
        try (InputStream in = requireNonNull(FrameFuzzTest.class.getResourceAsStream("/abci/" + file), file)) {
            return in.readAllBytes();
        }
    }

    /** Gives some bytes at a time, and never waits. */
    private static final class InPieces implements ReadableByteChannel {

        private final byte[] bytes;
        private final Random random;
        private int at;

        InPieces(byte[] bytes, Random random) {
            this.bytes = bytes;
            this.random = random;
        }

        @Override
        public int read(ByteBuffer target) {
            if (at == bytes.length) {
                return -1;
            }
            int piece = Math.min(Math.min(1 + random.nextInt(300), bytes.length - at), target.remaining());
            target.put(bytes, at, piece);
            at += piece;
            return piece;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            at = bytes.length;
        }
    }
}
