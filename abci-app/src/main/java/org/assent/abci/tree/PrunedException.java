package org.assent.abci.tree;

/** A height was read while it left the window of heights that are kept: ask for a newer one. */
public final class PrunedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PrunedException(long nodeId) {
        super("node " + nodeId + " is not kept any more");
    }
}
