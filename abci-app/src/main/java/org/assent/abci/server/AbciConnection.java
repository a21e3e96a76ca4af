package org.assent.abci.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.assent.abci.server.AbciException.Reason;
import org.assent.abci.wire.Request;
import org.assent.abci.wire.Response;
import org.assent.abci.wire.ResponseEcho;
import org.assent.abci.wire.ResponseException;
import org.assent.abci.wire.ResponseFlush;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of the node: reads requests, answers them in their order, and writes the answers when no further
 * whole request is waiting (the node pipelines).
 */
final class AbciConnection implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(AbciConnection.class);
    private static final int WRITE_THRESHOLD_BYTES = 1 << 20;

    private final SocketChannel channel;
    private final AbciApplication application;
    private final ConsensusLease lease;
    private final int maxFrameBytes;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 12);

    AbciConnection(SocketChannel channel, AbciApplication application, ConsensusLease lease, int maxFrameBytes) {
        this.channel = channel;
        this.application = application;
        this.lease = lease;
        this.maxFrameBytes = maxFrameBytes;
    }

    @Override
    public void run() {
        try (channel) {
            serve();
        } catch (ClosedChannelException e) {
            LOG.debug("ABCI connection closed");
        } catch (AbciException e) {
            LOG.warn("ABCI connection closed, {}: {}", e.reason(), e.getMessage());
        } catch (IOException e) {
            LOG.info("ABCI connection lost: {}", e.getMessage());
        } finally {
            lease.release(this);
        }
    }

    private void serve() throws IOException {
        FrameReader reader = new FrameReader(channel, maxFrameBytes);
        try {
            ArrivedRequests arrived = new ArrivedRequests(reader, application);
            for (Optional<Request> next = arrived.next(); next.isPresent(); next = arrived.next()) {
                Response response = answer(next.get());
                response.writeDelimitedTo(out);
                if (response.hasException()) {
                    break;
                }
                if (out.size() >= WRITE_THRESHOLD_BYTES || !arrived.ready()) {
                    flush();
                }
            }
        } catch (AbciException e) {
            exception(e.getMessage()).writeDelimitedTo(out);
            flush();
            throw e;
        }
        flush();
    }

    private Response answer(Request request) throws AbciException {
        if (ConsensusLease.isConsensusCall(request) && !lease.acquire(this)) {
            throw new AbciException(
                    Reason.SECOND_CONSENSUS_CONNECTION,
                    "this application already serves another node; one application serves one node");
        }
        try {
            return switch (request.getValueCase()) {
                case ECHO ->
                    Response.newBuilder()
                            .setEcho(ResponseEcho.newBuilder()
                                    .setMessage(request.getEcho().getMessage()))
                            .build();
                case FLUSH ->
                    Response.newBuilder()
                            .setFlush(ResponseFlush.getDefaultInstance())
                            .build();
                case VALUE_NOT_SET -> exception("an ABCI request of a kind that ABCI 2.0 does not have");
                case INSERT_TX, REAP_TXS -> exception("set mempool.type = \"flood\": there is no application mempool");
                case INFO,
                        INIT_CHAIN,
                        QUERY,
                        CHECK_TX,
                        COMMIT,
                        LIST_SNAPSHOTS,
                        OFFER_SNAPSHOT,
                        LOAD_SNAPSHOT_CHUNK,
                        APPLY_SNAPSHOT_CHUNK,
                        PREPARE_PROPOSAL,
                        PROCESS_PROPOSAL,
                        EXTEND_VOTE,
                        VERIFY_VOTE_EXTENSION,
                        FINALIZE_BLOCK -> application.handle(request);
            };
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // A broken invariant: the node must stop here rather than diverge (it does when it reads an exception).
            LOG.error("the application cannot answer {}", request.getValueCase(), e);
            return exception(request.getValueCase() + " failed: " + e);
        }
    }

    private void flush() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(out.toByteArray());
        out.reset();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static Response exception(@Nullable String error) {
        return Response.newBuilder()
                .setException(ResponseException.newBuilder().setError(String.valueOf(error)))
                .build();
    }

    /** Ends the connection; its thread sees the closed channel and leaves. */
    void close() throws IOException {
        channel.close();
    }
}
