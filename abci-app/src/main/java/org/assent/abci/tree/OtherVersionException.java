package org.assent.abci.tree;

import java.nio.file.Path;

/** The state file was written by a version whose format this one does not read. */
public final class OtherVersionException extends NodeStoreException {

    private static final long serialVersionUID = 1L;

    OtherVersionException(Path file, int found, int read) {
        super("the state file " + file + " has format " + found + ", this version reads format " + read
                + "; move it away and the node replays its blocks, or start the version that wrote it");
    }
}
