package org.assent.receipt.chain;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.assent.ledger.bytes.Bytes;

/**
 * Which validators decide which heights, proven from the genesis file: each set is named by a header that the set before it
 * decided (CometBFT spec/light-client/verification, sequential). Headers that were verified are kept, so that the next receipt
 * under the same header costs no votes. Thread-safe.
 */
public final class TrustedChain {

    private static final int KEPT_HEADERS = 1_024;

    /** A set and the first height that it decides. */
    public record Term(long since, ValidatorSet validators) {}

    private record Seen(Header header, Commit commit) {}

    private final String chainId;
    private final TreeMap<Long, ValidatorSet> terms = new TreeMap<>();
    private final Map<Seen, Boolean> verified = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Seen, Boolean> eldest) {
            return size() > KEPT_HEADERS;
        }
    };

    private TrustedChain(GenesisFile genesis) {
        this.chainId = genesis.chainId();
        terms.put(1L, genesis.validators());
    }

    /**
     * Checks every change against the set before it.
     *
     * @throws NotProven naming the first change that does not hold
     */
    public static TrustedChain of(GenesisFile genesis, TrustFile trust) throws NotProven {
        if (!trust.chainId().equals(genesis.chainId())) {
            throw new NotProven(NotProven.Part.TRUST, "trust.json is of another chain than the genesis file");
        }
        TrustedChain chain = new TrustedChain(genesis);
        for (ValidatorChange change : trust.changes()) {
            chain.add(change);
        }
        return chain;
    }

    private void add(ValidatorChange change) throws NotProven {
        Term before = new Term(terms.lastKey(), terms.lastEntry().getValue());
        Header header = change.header();
        if (header.height() < before.since()) {
            throw new NotProven(
                    NotProven.Part.TRUST, "the change at height " + header.height() + " stands after a later one");
        }
        try {
            Votes.check(header, change.commit(), before.validators());
        } catch (NotProven e) {
            throw new NotProven(NotProven.Part.TRUST, "the change of validators does not hold: " + e.getMessage());
        }
        if (!header.nextValidatorsHash().equals(Bytes.of(change.next().hash().toByteArray()))) {
            throw new NotProven(
                    NotProven.Part.TRUST,
                    "the header of height " + header.height() + " names other next validators than the change lists");
        }
        if (change.next().equals(before.validators())) {
            throw new NotProven(NotProven.Part.TRUST, "the change at height " + header.height() + " changes nothing");
        }
        terms.put(change.since(), change.next());
    }

    /** Which chain. */
    public String chainId() {
        return chainId;
    }

    /** Who decides a height, as far as changes are known. */
    public Term at(long height) {
        Map.Entry<Long, ValidatorSet> term = terms.floorEntry(Math.max(1, height));
        if (term == null) {
            throw new IllegalStateException("no validators for height " + height);
        }
        return new Term(term.getKey(), term.getValue());
    }

    /**
     * Checks that a header is final on this chain.
     *
     * @throws NotProven otherwise
     */
    public void check(Header header, Commit commit) throws NotProven {
        if (!header.chainId().equals(chainId)) {
            throw new NotProven(NotProven.Part.HEADER, "the header is of another chain");
        }
        Seen seen = new Seen(header, commit);
        synchronized (verified) {
            if (verified.containsKey(seen)) {
                return;
            }
        }
        Votes.check(header, commit, at(header.height()).validators());
        synchronized (verified) {
            verified.put(seen, true);
        }
    }
}
