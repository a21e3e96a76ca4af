package org.assent.site.receipts;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.assent.abci.node.CometRpc;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.receipt.chain.GenesisFile;
import org.assent.receipt.chain.Header;
import org.assent.receipt.chain.NodeJson;
import org.assent.receipt.chain.NotProven;
import org.assent.receipt.chain.TrustFile;
import org.assent.receipt.chain.TrustedChain;
import org.assent.receipt.chain.ValidatorChange;
import org.assent.receipt.chain.ValidatorSet;
import org.assent.receipt.chain.Votes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the network's {@code trust.json} from the chain: looks at every header once and adds each change of the validators. Only
 * grows, and comes to the same bytes at every site (docs/receipt-format.md §4). Public chain data only. One thread advances it;
 * reading is thread-safe.
 */
final class TrustKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(TrustKeeper.class);
    private static final int HEADERS_AT_ONCE = 20; // as many as the node gives
    private static final long HEADERS_A_ROUND = 2_000;
    private static final long SAVED_EVERY = 500;

    private final Path file;
    private final Path progress;
    private final GenesisFile genesis;
    private final CometRpc rpc;
    private final OtherSites others;
    private volatile Known known;
    private long saved;

    /** Where else the file is: asked only for what this site's node has no blocks of. */
    interface OtherSites {
        /** Their files, as they come. */
        List<byte[]> trustFiles() throws InterruptedException;
    }

    /**
     * What is known now.
     *
     * @param scanned the newest header that was looked at
     */
    private record Known(TrustFile trust, TrustedChain chain, Bytes text, long scanned) {}

    private TrustKeeper(Path file, GenesisFile genesis, CometRpc rpc, OtherSites others, Known known) {
        this.file = file;
        this.progress = file.resolveSibling(file.getFileName() + ".height");
        this.genesis = genesis;
        this.rpc = rpc;
        this.others = others;
        this.known = known;
        this.saved = known.scanned();
    }

    /**
     * Goes on with what is in the file; a file that does not hold is begun anew.
     *
     * @param genesisFile the network's
     * @throws IOException if the genesis file is none
     */
    static TrustKeeper open(Path file, byte[] genesisFile, CometRpc rpc, OtherSites others) throws IOException {
        try {
            GenesisFile genesis = GenesisFile.read(genesisFile);
            return new TrustKeeper(file, genesis, rpc, others, read(file, genesis));
        } catch (MalformedBytes | NotProven e) {
            throw new IOException("the genesis file " + e.getMessage(), e);
        }
    }

    private static Known read(Path file, GenesisFile genesis) throws IOException, NotProven {
        Path progress = file.resolveSibling(file.getFileName() + ".height");
        if (Files.exists(file) && Files.exists(progress)) {
            try {
                TrustFile trust = TrustFile.decode(Files.readAllBytes(file));
                long scanned = Long.parseLong(Files.readString(progress).strip());
                return known(genesis, trust, scanned);
            } catch (MalformedBytes | NotProven | NumberFormatException e) {
                LOG.error("{} does not hold and is made anew from the chain: {}", file, e.getMessage());
            }
        }
        return known(genesis, new TrustFile(genesis.chainId(), List.of()), 0);
    }

    private static Known known(GenesisFile genesis, TrustFile trust, long scanned) throws NotProven {
        return new Known(trust, TrustedChain.of(genesis, trust), trust.encode(), scanned);
    }

    /** The file's text; the same at every site that has seen the same blocks. */
    Bytes text() {
        return known.text();
    }

    /** What is proven of the validators so far. */
    TrustedChain chain() {
        return known.chain();
    }

    /** Who decides a height; empty while the headers before it were not looked at. */
    Optional<TrustedChain.Term> term(long height) {
        Known now = known;
        return now.scanned() < height - 1
                ? Optional.empty()
                : Optional.of(now.chain().at(height));
    }

    /**
     * Looks at headers that are new, at most {@value #HEADERS_A_ROUND}.
     *
     * @param upTo the newest whose commit is in a block: one below the newest of all
     * @throws IOException if the node does not answer or has something that cannot be; it is tried again
     */
    void advance(long upTo) throws IOException, InterruptedException {
        long last = Math.min(upTo, known.scanned() + HEADERS_A_ROUND);
        if (known.scanned() >= last) {
            return;
        }
        try {
            long earliest = rpc.status().earliestHeight();
            if (earliest > known.scanned() + 1) {
                takeOver(earliest);
                last = Math.min(upTo, known.scanned() + HEADERS_A_ROUND);
            }
            while (known.scanned() < last) {
                look(known.scanned() + 1, Math.min(last, known.scanned() + HEADERS_AT_ONCE));
            }
            if (saved == 0 || known.scanned() - saved >= SAVED_EVERY) {
                save(known);
            }
        } catch (MalformedBytes | NotProven e) {
            throw new IOException("the node's headers do not continue trust.json: " + e.getMessage(), e);
        }
    }

    private void look(long first, long last) throws IOException, InterruptedException, MalformedBytes, NotProven {
        List<Header> headers = new ArrayList<>();
        for (JsonNode block : rpc.headers(first, last).path("block_metas")) {
            headers.add(NodeJson.header(block.path("header")));
        }
        headers.sort(Comparator.comparingLong(Header::height));
        for (Header header : headers) {
            if (header.height() != known.scanned() + 1) {
                throw new IOException("the node left out the header of height " + (known.scanned() + 1));
            }
            if (header.nextValidatorsHash().equals(header.validatorsHash())) {
                Known now = known;
                known = new Known(now.trust(), now.chain(), now.text(), header.height());
            } else {
                add(header);
            }
        }
        if (headers.isEmpty()) {
            throw new IOException("the node has no header of height " + first);
        }
    }

    private void add(Header header) throws IOException, InterruptedException, MalformedBytes, NotProven {
        ValidatorSet before = known.chain().at(header.height()).validators();
        ValidatorChange change = new ValidatorChange(
                header,
                Votes.fewest(
                        header,
                        NodeJson.commit(rpc.commit(header.height())
                                .path("signed_header")
                                .path("commit")),
                        before),
                validators(header.height() + 1));
        List<ValidatorChange> changes = new ArrayList<>(known.trust().changes());
        changes.add(change);
        Known next = known(genesis, new TrustFile(genesis.chainId(), changes), header.height());
        save(next);
        known = next;
        LOG.info("validators change after height {}: trust.json has {} changes", header.height(), changes.size());
    }

    private ValidatorSet validators(long height) throws IOException, InterruptedException, MalformedBytes {
        List<JsonNode> all = new ArrayList<>();
        int page = 1;
        int total;
        do {
            JsonNode answer = rpc.validators(height, page++);
            total = Integer.parseInt(answer.path("total").asText("0"));
            answer.path("validators").forEach(all::add);
        } while (all.size() < total && page <= 1 + ValidatorSet.MAX_VALIDATORS / 100);
        return NodeJson.validators(all);
    }

    /** This node has no old blocks: another site's file, proven from the genesis file, tells what was before. */
    private void takeOver(long earliest) throws IOException, InterruptedException, MalformedBytes {
        Header first = NodeJson.header(rpc.header(earliest));
        for (byte[] text : others.trustFiles()) {
            try {
                TrustFile theirs = TrustFile.decode(text);
                List<ValidatorChange> before = theirs.changes().stream()
                        .filter(change -> change.header().height() < earliest)
                        .toList();
                Known next = known(genesis, new TrustFile(genesis.chainId(), before), earliest - 1);
                Bytes decides =
                        Bytes.of(next.chain().at(earliest).validators().hash().toByteArray());
                if (decides.equals(first.validatorsHash())) {
                    save(next);
                    known = next;
                    return;
                }
            } catch (MalformedBytes | NotProven e) {
                LOG.warn("another site's trust.json does not hold: {}", e.getMessage());
            }
        }
        throw new IOException(
                "this node has no blocks before height " + earliest + ", and no site's trust.json is there");
    }

    private void save(Known now) throws IOException {
        write(file, now.text().toByteArray());
        write(progress, Long.toString(now.scanned()).getBytes(StandardCharsets.US_ASCII));
        saved = now.scanned();
    }

    /** Whole or not at all, and on disk when it returns. */
    private static void write(Path file, byte[] content) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
