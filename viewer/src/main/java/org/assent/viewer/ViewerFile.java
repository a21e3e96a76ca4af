package org.assent.viewer;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One file of the viewer as it is served.
 *
 * @param path where it lies
 * @param length in bytes
 * @param mediaType Content-Type
 * @param entityTag weak ETag from length and time of change, with quotes
 * @param packed the same file compressed with gzip, if that is smaller
 * @param immutable whether its name carries the hash of its content, so that a browser need never ask again
 */
record ViewerFile(
        Path path, long length, String mediaType, String entityTag, Optional<Packed> packed, boolean immutable) {

    /** A file's compressed twin: where it lies and how many bytes it has. */
    record Packed(Path path, long length) {}
}
