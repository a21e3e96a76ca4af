package org.assent.audit;

import java.io.IOException;

/**
 * An entry with the JSON text that the durable log has of it, to the byte.
 *
 * @param entry what it says
 * @param json how it stands in the log, without the chain's head and the line feed
 */
public record LoggedLine(AccessEntry entry, String json) {

    /**
     * Reads an entry.
     *
     * @throws IOException if the text is none
     */
    public static LoggedLine read(String json) throws IOException {
        return new LoggedLine(EntryCodec.read(json), json);
    }
}
