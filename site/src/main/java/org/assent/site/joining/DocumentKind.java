package org.assent.site.joining;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.receipt.json.CanonicalJson;
import org.assent.receipt.json.Members;
import org.assent.receipt.json.Text;

/**
 * A kind of document that organizations hand to each other as files: canonical JSON with {@code version} 1 and its {@code
 * kind}, of a bounded length; a line end after it is left out.
 *
 * @param kind what the document says of itself
 * @param called how people call it, with its article
 * @param maxLength the most bytes that it has, without a line end
 */
record DocumentKind(String kind, String called, int maxLength) {

    /** The rest of what is read. */
    interface Parser<T> {
        T read(byte[] text) throws MalformedBytes;
    }

    /** How each such document begins. */
    ObjectNode begin() {
        ObjectNode json = Text.object();
        json.put("version", 1);
        json.put("kind", kind);
        return json;
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read or is none of this kind; the message says why
     */
    <T> T read(Path file, Parser<T> parser) throws IOException {
        if (Files.size(file) > maxLength + 1L) {
            throw new IOException(file + " is not " + called + ": it is longer than " + maxLength + " bytes");
        }
        try {
            return parser.read(Files.readAllBytes(file));
        } catch (MalformedBytes e) {
            throw new IOException(file + " is not " + called + ": it " + e.getMessage(), e);
        }
    }

    /**
     * The members of a document, version and kind read already.
     *
     * @throws MalformedBytes for anything that is not one of this kind
     */
    Members members(byte[] text) throws MalformedBytes {
        boolean line = text.length > 0 && text[text.length - 1] == '\n';
        Members json = CanonicalJson.read(line ? Arrays.copyOf(text, text.length - 1) : text, maxLength);
        json.version();
        if (!json.text("kind").equals(kind)) {
            throw new MalformedBytes("is something else than " + called);
        }
        return json;
    }
}
