package org.assent.abci.app;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.assent.abci.tree.NodeStore;
import org.assent.abci.tree.PrunedException;
import org.assent.abci.tree.StateTree;
import org.assent.abci.tree.StoredState;
import org.assent.abci.wire.RequestQuery;
import org.assent.abci.wire.ResponseQuery;
import org.assent.abci.wire.chain.ProofOp;
import org.assent.abci.wire.chain.ProofOps;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.stream.ChangedLeaf;

/**
 * Answers the node's Query calls: a leaf at a height, with the proof that it is there, or that it is not.
 *
 * <p>Path {@value #LEAF}: data is a leaf key; the value is the leaf's canonical bytes, absent when there is no such leaf; with
 * {@code prove}, one proof op of type {@value #PROOF_TYPE} whose data is a {@code StateProof}. Path {@value #ANNEX}: what the
 * leaf commits to but does not contain. Without a height the newest is answered, with {@code prove} the newest whose app hash
 * is in a header, which is one below. Codes, in codespace {@value #CODESPACE}: 1 unknown path, 2 no such key, 3 height not
 * kept.
 */
final class StateQueries {

    static final String LEAF = "/leaf";
    static final String ANNEX = "/annex";
    static final String PROOF_TYPE = "assent:smt:v1";
    static final String CODESPACE = "assent.query";
    private static final int UNKNOWN_PATH = 1;
    private static final int NO_KEY = 2;
    private static final int NOT_KEPT = 3;

    private final NodeStore store;

    StateQueries(NodeStore store) {
        this.store = store;
    }

    ResponseQuery answer(RequestQuery query) {
        if (!query.getPath().equals(LEAF) && !query.getPath().equals(ANNEX)) {
            return refused(UNKNOWN_PATH, "the paths are " + LEAF + " and " + ANNEX);
        }
        LeafKey key;
        try {
            key = LeafKey.of(query.getData().toByteArray());
        } catch (IllegalArgumentException e) {
            return refused(NO_KEY, String.valueOf(e.getMessage()));
        }
        Optional<StoredState> state = state(query);
        if (state.isEmpty()) {
            return refused(NOT_KEPT, "this height is not kept, or not there yet");
        }
        try {
            return answer(query, key, state.get());
        } catch (PrunedException e) {
            return refused(NOT_KEPT, "this height is not kept any more");
        }
    }

    private Optional<StoredState> state(RequestQuery query) {
        if (query.getHeight() != 0) {
            return store.at(query.getHeight());
        }
        return store.newest().flatMap(newest -> query.getProve() ? store.at(newest.height() - 1) : Optional.of(newest));
    }

    private ResponseQuery answer(RequestQuery query, LeafKey key, StoredState state) {
        StateTree tree = StateTree.of(store, state);
        Optional<ChangedLeaf> leaf = tree.get(key);
        ResponseQuery.Builder answer =
                ResponseQuery.newBuilder().setKey(query.getData()).setHeight(state.height());
        leaf.map(query.getPath().equals(LEAF) ? ChangedLeaf::value : ChangedLeaf::annex)
                .ifPresent(bytes -> answer.setValue(bytes(bytes)));
        if (query.getProve()) {
            answer.setProofOps(ProofOps.newBuilder()
                    .addOps(ProofOp.newBuilder()
                            .setType(PROOF_TYPE)
                            .setKey(query.getData())
                            .setData(bytes(tree.prove(key).encode()))));
        }
        return answer.setLog(leaf.isPresent() ? "present" : "absent").build();
    }

    private static ByteString bytes(Bytes bytes) {
        return ByteString.copyFrom(bytes.toByteArray());
    }

    private static ResponseQuery refused(int code, String log) {
        return ResponseQuery.newBuilder()
                .setCode(code)
                .setCodespace(CODESPACE)
                .setLog(log)
                .build();
    }
}
