package org.assent.abci.tree;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The state cannot be opened or written: the disk is full or broken, the file is damaged, in use, or of another version. */
public class NodeStoreException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    NodeStoreException(String message, Throwable cause) {
        super(message, cause);
    }

    NodeStoreException(String message) {
        super(message);
    }

    /** A node whose bytes are not those that were written. */
    static NodeStoreException damagedNode(long id, @Nullable Throwable cause) {
        String message = "node " + id + " of the state is damaged: it is not what was written";
        return cause == null ? new NodeStoreException(message) : new NodeStoreException(message, cause);
    }
}
