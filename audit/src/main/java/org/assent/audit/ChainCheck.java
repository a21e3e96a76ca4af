package org.assent.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.assent.ledger.bytes.Bytes32;

/**
 * Follows the chain through the whole log, for an auditor who has only the folder.
 *
 * @param entries number of entries whose chain holds
 * @param head the chain's head after them
 * @param broken where it does not hold, if anywhere
 */
public record ChainCheck(long entries, Bytes32 head, Optional<String> broken) {

    /** Reads every line of every segment. A log that is being written may end in a line that is not complete yet. */
    public static ChainCheck of(Path folder) throws IOException {
        Bytes32 head = ChainedLine.START;
        long entries = 0;
        for (Path segment : new Segments(folder).list()) {
            String name = segment.getFileName().toString();
            if (Segments.first(segment) != entries + 1) {
                return new ChainCheck(entries, head, Optional.of(name + " does not begin with entry " + (entries + 1)));
            }
            long line = 0;
            try (Lines lines = new Lines(segment)) {
                for (byte[] bytes = lines.next(); bytes.length > 0; bytes = lines.next()) {
                    Optional<ChainedLine> read = ChainedLine.read(head, bytes);
                    line++;
                    if (read.isEmpty()) {
                        return new ChainCheck(entries, head, Optional.of(name + ", line " + line));
                    }
                    head = read.orElseThrow().head();
                    entries += line == 1 ? 0 : 1; // the first is the header
                }
            }
        }
        return new ChainCheck(entries, head, Optional.empty());
    }
}
