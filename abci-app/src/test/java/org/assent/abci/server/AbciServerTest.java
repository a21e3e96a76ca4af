package org.assent.abci.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assent.abci.wire.Request;
import org.assent.abci.wire.RequestCheckTx;
import org.assent.abci.wire.RequestCommit;
import org.assent.abci.wire.RequestEcho;
import org.assent.abci.wire.RequestFlush;
import org.assent.abci.wire.RequestInsertTx;
import org.assent.abci.wire.Response;
import org.assent.abci.wire.ResponseCheckTx;
import org.assent.abci.wire.ResponseCommit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AbciServerTest {

    private static final int MAX_FRAME = 1 << 16;
    private static final Request COMMIT =
            Request.newBuilder().setCommit(RequestCommit.getDefaultInstance()).build();

    @TempDir
    private Path folder;

    private ListenAddress.Unix address;
    private AbciServer server;

    /** Answers CheckTx with the transaction itself, so that order shows; fails on "boom". */
    private static Response application(Request request) {
        if (request.hasCommit()) {
            return Response.newBuilder()
                    .setCommit(ResponseCommit.getDefaultInstance())
                    .build();
        }
        if (request.getCheckTx().getTx().equals(ByteString.copyFromUtf8("boom"))) {
            throw new IllegalStateException("height 7 is not 8");
        }
        return Response.newBuilder()
                .setCheckTx(ResponseCheckTx.newBuilder()
                        .setData(request.getCheckTx().getTx()))
                .build();
    }

    @BeforeEach
    void start() throws IOException {
        address = new ListenAddress.Unix(folder.resolve("abci.sock"));
        server = AbciServer.start(address, AbciServerTest::application, MAX_FRAME);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void shouldAnswerEchoAndFlushWithoutAskingTheApplication() throws IOException {
        try (AbciClient client = AbciClient.connect(address)) {
            assertThat(client.call(echo("hello")).getEcho().getMessage()).isEqualTo("hello");
            assertThat(client.call(flush()).hasFlush()).isTrue();
        }
    }

    @Test
    void shouldAnswerInRequestOrderWhenTheNodePipelines() throws IOException {
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            requests.add(checkTx("transaction " + i));
        }
        requests.add(flush());

        try (AbciClient client = AbciClient.connect(address)) {
            Thread sender = new Thread(() -> sendAll(client, requests));
            sender.start();

            for (int i = 0; i < 5_000; i++) {
                assertThat(requireNonNull(client.receive())
                                .getCheckTx()
                                .getData()
                                .toStringUtf8())
                        .isEqualTo("transaction " + i);
            }
            assertThat(requireNonNull(client.receive()).hasFlush()).isTrue();
        }
    }

    @Test
    void shouldSayWhatComesWhenSeveralChecksHaveArrived() throws IOException {
        // Given a server whose application notes what it is told beforehand, and fails at that
        List<List<Request>> foreseen = new CopyOnWriteArrayList<>();
        ListenAddress.Unix other = new ListenAddress.Unix(folder.resolve("other.sock"));
        AbciApplication noting = new AbciApplication() {
            @Override
            public Response handle(Request request) {
                return application(request);
            }

            @Override
            public void foresee(List<Request> coming) {
                foreseen.add(coming);
                throw new IllegalStateException("nothing can be foreseen");
            }
        };

        // When three checks, a flush and a frame that is too large come in one piece
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        List<Request> requests = List.of(checkTx("a"), checkTx("b"), checkTx("c"), flush());
        for (Request request : requests) {
            request.writeDelimitedTo(piece);
        }
        piece.writeBytes(new byte[] {(byte) 0x81, (byte) 0x80, 0x04});
        try (AbciServer started = AbciServer.start(other, noting, MAX_FRAME);
                AbciClient client = AbciClient.connect(other)) {
            client.sendBytes(piece.toByteArray());

            // Then it is told of the run, and all are answered as ever
            for (String transaction : List.of("a", "b", "c")) {
                assertThat(requireNonNull(client.receive())
                                .getCheckTx()
                                .getData()
                                .toStringUtf8())
                        .isEqualTo(transaction);
            }
            assertThat(requireNonNull(client.receive()).hasFlush()).isTrue();
            assertThat(requireNonNull(client.receive()).hasException()).isTrue();
            assertThat(foreseen).containsExactly(requests);
            assertThat(started.address()).isEqualTo(other);
        }
    }

    @Test
    void shouldWaitForTheRestWhenAFrameArrivesByteByByte() throws IOException {
        try (AbciClient client = AbciClient.connect(address)) {
            Request request = checkTx("x".repeat(300));
            byte[] body = request.toByteArray();
            byte[] frame = new byte[body.length + 2];
            frame[0] = (byte) ((body.length & 0x7f) | 0x80);
            frame[1] = (byte) (body.length >> 7);
            System.arraycopy(body, 0, frame, 2, body.length);
            for (byte next : frame) {
                client.sendBytes(new byte[] {next});
            }

            assertThat(requireNonNull(client.receive()).getCheckTx().getData().size())
                    .isEqualTo(300);
        }
    }

    @Test
    @Tag("L3")
    void shouldCloseTheConnectionAndGoOnWhenAFrameIsTooLarge() throws IOException {
        try (AbciClient hostile = AbciClient.connect(address)) {
            hostile.sendBytes(new byte[] {(byte) 0x81, (byte) 0x80, 0x04}); // 65,537, one above the limit

            assertThat(requireNonNull(hostile.receive()).getException().getError())
                    .isEqualTo("a message of 65537 bytes; at most 65536 are accepted");
            assertThat(hostile.receive()).isNull();
        }
        assertServes();
    }

    @Test
    @Tag("L3")
    void shouldCloseTheConnectionAndGoOnWhenTheLengthIsNoVarint() throws IOException {
        try (AbciClient hostile = AbciClient.connect(address)) {
            hostile.sendBytes(new byte[] {-1, -1, -1, -1, -1, -1});

            assertThat(requireNonNull(hostile.receive()).getException().getError())
                    .contains("at most 5 bytes");
            assertThat(hostile.receive()).isNull();
        }
        assertServes();
    }

    @Test
    @Tag("L3")
    void shouldGoOnWhenConnectionsSendGarbage() throws IOException {
        long seed = 20_261_122L;
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            byte[] garbage = new byte[random.nextInt(64)];
            random.nextBytes(garbage);
            try (AbciClient hostile = AbciClient.connect(address)) {
                hostile.sendBytes(garbage);
            }
        }
        assertServes();
    }

    @Test
    void shouldReportTheFailureAndCloseWhenTheApplicationFails() throws IOException {
        try (AbciClient client = AbciClient.connect(address)) {
            assertThat(client.call(checkTx("boom")).getException().getError()).contains("height 7 is not 8");
            assertThat(client.receive()).isNull();
        }
        assertServes();
    }

    @Test
    void shouldRefuseByNameWhenTheNodeHasAnApplicationMempool() throws IOException {
        try (AbciClient client = AbciClient.connect(address)) {
            Request insert = Request.newBuilder()
                    .setInsertTx(RequestInsertTx.getDefaultInstance())
                    .build();
            assertThat(client.call(insert).getException().getError()).contains("mempool.type");
        }
    }

    @Test
    void shouldRefuseConsensusCallsWhenAnotherConnectionMakesThem() throws IOException {
        try (AbciClient first = AbciClient.connect(address);
                AbciClient second = AbciClient.connect(address)) {
            assertThat(first.call(COMMIT).hasCommit()).isTrue();

            assertThat(second.call(COMMIT).getException().getError()).contains("serves another node");
            assertThat(first.call(COMMIT).hasCommit()).isTrue();
        }
    }

    @Test
    void shouldAcceptConsensusCallsWhenTheFirstNodeHasGone() throws IOException {
        try (AbciClient first = AbciClient.connect(address)) {
            assertThat(first.call(COMMIT).hasCommit()).isTrue();
        }
        try (AbciClient second = AbciClient.connect(address)) {
            assertThat(second.call(COMMIT).hasCommit()).isTrue();
        }
    }

    @Test
    void shouldServeOverTcp() throws IOException {
        ListenAddress any = new ListenAddress.Tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try (AbciServer tcp = AbciServer.start(any, AbciServerTest::application);
                AbciClient client = AbciClient.connect(tcp.address())) {
            assertThat(client.call(echo("over TCP")).getEcho().getMessage()).isEqualTo("over TCP");
            assertThat(tcp.address().toProxyApp()).matches("tcp://.+:[1-9][0-9]*");
        }
    }

    @Test
    void shouldRemoveTheSocketFileWhenClosed() throws IOException {
        assertThat(address.path()).exists();
        server.close();
        assertThat(address.path()).doesNotExist();
    }

    @Test
    void shouldReplaceTheSocketFileOfAnEarlierRun() throws IOException {
        ListenAddress.Unix stale = new ListenAddress.Unix(folder.resolve("stale.sock"));
        try (ServerSocketChannel earlier = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            earlier.bind(UnixDomainSocketAddress.of(stale.path()));
        }
        assertThat(stale.path()).exists();

        try (AbciServer again = AbciServer.start(stale, AbciServerTest::application);
                AbciClient client = AbciClient.connect(again.address())) {
            assertThat(client.call(flush()).hasFlush()).isTrue();
        }
    }

    @Test
    void shouldRefuseToStartWhenAnotherProcessServesTheSocket() {
        assertThatIOException()
                .isThrownBy(() -> AbciServer.start(address, AbciServerTest::application))
                .withMessageContaining("another process serves this socket");
    }

    @Test
    void shouldLeaveAFileAloneWhenItIsNoSocket() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), "keep me");
        assertThatIOException()
                .isThrownBy(() -> AbciServer.start(new ListenAddress.Unix(file), AbciServerTest::application))
                .withMessageContaining("not a socket");
        assertThat(file).hasContent("keep me");
    }

    @Test
    void shouldNameTheLimitWhenTheSocketPathIsTooLong() {
        Path tooLong = folder.resolve("a".repeat(ListenAddress.Unix.MAX_PATH_BYTES));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ListenAddress.Unix(tooLong))
                .withMessageContaining("may have 103 bytes");
    }

    private void assertServes() throws IOException {
        try (AbciClient client = AbciClient.connect(address)) {
            assertThat(client.call(checkTx("still here")).getCheckTx().getData().toStringUtf8())
                    .isEqualTo("still here");
        }
    }

    private static void sendAll(AbciClient client, List<Request> requests) {
        try {
            client.send(requests.toArray(Request[]::new));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Request echo(String message) {
        return Request.newBuilder()
                .setEcho(RequestEcho.newBuilder().setMessage(message))
                .build();
    }

    private static Request flush() {
        return Request.newBuilder().setFlush(RequestFlush.getDefaultInstance()).build();
    }

    private static Request checkTx(String text) {
        return Request.newBuilder()
                .setCheckTx(RequestCheckTx.newBuilder().setTx(ByteString.copyFromUtf8(text)))
                .build();
    }
}
