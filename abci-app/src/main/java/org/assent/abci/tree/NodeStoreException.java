package org.assent.abci.tree;

import java.io.Serial;

/** The state cannot be opened or written: the disk is full or broken, the file is damaged, in use, or of another version. */
public final class NodeStoreException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    NodeStoreException(String message, Throwable cause) {
        super(message, cause);
    }

    NodeStoreException(String message) {
        super(message);
    }
}
