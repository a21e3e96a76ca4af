package org.assent.site.receipts;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assent.abci.node.CometRpc;
import org.assent.audit.FileAccessLog;
import org.assent.authorization.peer.PeerClient;
import org.assent.authorization.route.Route;
import org.assent.custody.Openings;
import org.assent.custody.chain.WokenThread;
import org.assent.custody.keys.OrganizationKeys;
import org.assent.custody.keys.SecretBox;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.stream.LedgerView;
import org.assent.receipt.ReceiptBuilder;
import org.assent.receipt.ReceiptCodec;
import org.assent.receipt.chain.GenesisFile;
import org.assent.store.SiteDatabase;

/**
 * Receipts of one site: follows its access log and makes receipts, fetches those of others, keeps {@code trust.json}, and gives
 * all of them to whom they are for. Works in threads of its own; no request waits for any of it.
 */
public final class Receipts implements AutoCloseable {

    private static final Duration LOOKS_EVERY = Duration.ofMillis(200);
    private static final Duration FETCHES_EVERY = Duration.ofSeconds(1);

    private final CometRpc rpc;
    private final ReceiptStore made;
    private final ReceivedStore received;
    private final Openings openings;
    private final ReceiptDesk desk;
    private final ReceiptFetching fetching;
    private final WokenThread making;
    private final WokenThread getting;
    private final ReceiptServlet receipts;
    private final ChainFilesServlet files;

    /**
     * What they are made of.
     *
     * @param genesis the network's genesis file
     * @param trustFile where {@code trust.json} is kept
     * @param rpcPort of the site's own node, on loopback
     * @param box seals what other sites gave
     * @param openings of this site's subjects
     * @param log followed from where the last receipt was made
     */
    public record Parts(
            Bytes genesis,
            Path trustFile,
            int rpcPort,
            SiteDatabase database,
            OrganizationKeys keys,
            SecretBox box,
            Openings openings,
            LedgerView view,
            FileAccessLog log,
            PeerClient peers,
            Clock clock,
            SecureRandom random) {}

    private Receipts(Parts parts, ReceiptKeeping keeping) throws IOException {
        OrganizationId own = parts.keys().organization();
        rpc = new CometRpc(parts.rpcPort());
        openings = parts.openings();
        made = new ReceiptStore(parts.database().jdbi(), parts.clock());
        received = new ReceivedStore(parts.database().jdbi(), parts.box(), parts.clock());
        TrustKeeper trust = TrustKeeper.open(
                parts.trustFile(),
                parts.genesis().toByteArray(),
                rpc,
                new OtherSitesTrust(own, parts.view(), parts.peers()));
        LedgerEvidence evidence = new LedgerEvidence(rpc);
        ReceiptMaker maker = new ReceiptMaker(
                chainId(parts.genesis().toByteArray()),
                own,
                parts.keys().service(),
                openings,
                evidence,
                parts.random());
        desk = new ReceiptDesk(
                parts.log().reader(),
                maker,
                made,
                evidence,
                trust,
                openings,
                parts.view()::height,
                keeping,
                parts.clock());
        fetching = new ReceiptFetching(own, received, parts.peers(), trust, keeping, parts.clock());
        making = new WokenThread("receipts", LOOKS_EVERY, desk::round);
        getting = new WokenThread("receipts-of-others", FETCHES_EVERY, fetching::round);
        receipts = new ReceiptServlet(new Kept(), parts.log());
        files = new ChainFilesServlet(
                parts.genesis().toByteArray(), () -> trust.text().toByteArray());
    }

    private static String chainId(byte[] genesis) throws IOException {
        try {
            return GenesisFile.read(genesis).chainId();
        } catch (MalformedBytes e) {
            throw new IOException("the genesis file " + e.getMessage(), e);
        }
    }

    /**
     * Migrates the schema {@code receipts} and reads {@code trust.json}.
     *
     * @throws IOException if the genesis file is none, or a file cannot be read
     */
    public static Receipts open(Parts parts) throws IOException {
        parts.database().migrate("receipts");
        return new Receipts(parts, ReceiptKeeping.DEFAULT);
    }

    /** Begins to make and to fetch. */
    public void start() {
        making.start();
        getting.start();
    }

    /** An answer of another site named a receipt, and this site's own answer the access; returns at once. */
    public void named(OrganizationId source, String receiptId, String access) {
        fetching.named(source, receiptId, access);
    }

    /** Deletes what was made about a subject: part of its erasure, besides destroying its key. How many there were. */
    public int forget(SubjectId subject) {
        return made.forget(subject);
    }

    /** The routes. */
    public List<Route> routes() {
        List<Route> routes = new ArrayList<>(receipts.routes());
        routes.addAll(files.routes());
        return routes;
    }

    /** The servlets by their mapping. */
    public Map<String, HttpServlet> servlets() {
        return Map.of("/receipts/*", receipts, "/.well-known/assent/*", files);
    }

    /** What is kept, opened. */
    private final class Kept implements ReceiptServlet.Source {
        @Override
        public Optional<ReceiptServlet.Full> full(String id) {
            return made.complete(id)
                    .flatMap(kept -> open(kept).map(text -> new ReceiptServlet.Full(Bytes.of(text), next(kept))))
                    .or(() -> received.find(id).map(text -> new ReceiptServlet.Full(Bytes.of(text), Optional.empty())));
        }

        private Optional<String> next(ReceiptStore.Kept kept) {
            return Optional.of(ReceiptId.next(kept.id())).filter(made::exists);
        }

        @Override
        public Optional<byte[]> recipient(String id, OrganizationId organization) {
            return made.permitted(id, organization).flatMap(this::open).map(Receipts::recipientsView);
        }

        private Optional<byte[]> open(ReceiptStore.Kept kept) {
            return openings.box(kept.subject())
                    .map(box -> box.open(
                            ReceiptMaker.context(kept.id()), kept.sealed().toByteArray()));
        }
    }

    private static byte[] recipientsView(byte[] patients) {
        try {
            return ReceiptCodec.encode(ReceiptBuilder.recipient(ReceiptCodec.decode(patients)))
                    .toByteArray();
        } catch (MalformedBytes e) {
            throw new IllegalStateException("a receipt in the database cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        making.close();
        getting.close();
        desk.close();
        rpc.close();
    }
}
