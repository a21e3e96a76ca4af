package org.assent.site.accesslog;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.assent.audit.cumulative.SeenHead;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.assent.receipt.BoundedFile;
import org.assent.receipt.json.CanonicalJson;
import org.assent.receipt.json.Members;
import org.assent.receipt.json.Text;
import org.assent.site.network.PrivateFile;

/**
 * What whoever checks an access log keeps of it from one time to the next, in a file.
 *
 * @param organization whose log
 * @param subject whose entries
 * @param seen how far it was checked
 */
public record KeptHead(OrganizationId organization, SubjectId subject, SeenHead seen) {

    private static final int MAX_LENGTH = 4_096;

    /**
     * Reads the file.
     *
     * @return empty if there is none
     * @throws IOException if it is something else; the message says so
     */
    public static Optional<KeptHead> read(Path file) throws IOException {
        byte[] text;
        try {
            text = BoundedFile.read(file, MAX_LENGTH);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            Members json = CanonicalJson.read(text, MAX_LENGTH);
            json.version();
            KeptHead kept = json.limited(() -> new KeptHead(
                    new OrganizationId(json.bytes32("organization")),
                    new SubjectId(json.bytes32("subject")),
                    new SeenHead(
                            json.bytes32("log_key"),
                            json.integer("count"),
                            json.bytes32("head"),
                            json.integer("sequence"))));
            json.end();
            return Optional.of(kept);
        } catch (MalformedBytes e) {
            throw new IOException("the file " + file + " " + e.getMessage(), e);
        }
    }

    /** Writes the file, for its owner alone, whole or not at all. */
    public void write(Path file) throws IOException {
        var json = Text.object()
                .put("count", Text.of(seen.count()))
                .put("head", Text.of(seen.head()))
                .put("log_key", Text.of(seen.logKey()))
                .put("organization", Text.of(organization.value()))
                .put("sequence", Text.of(seen.sequence()))
                .put("subject", Text.of(subject.value()))
                .put("version", 1);
        PrivateFile.write(file.toAbsolutePath(), CanonicalJson.write(json).toByteArray());
    }
}
