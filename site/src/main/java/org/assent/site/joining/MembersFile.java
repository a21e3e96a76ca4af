package org.assent.site.joining;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.state.LeafCodec;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.site.network.PrivateFile;

/**
 * The organizations as the site saw them last on the ledger, in a file: for the start of the node, which must know whom to let
 * in before it has a state, and for commands beside the running site. One line each, the canonical bytes of its leaf in
 * base64. Nothing in it is secret, and nothing is decided by it.
 *
 * @param file where it is
 */
public record MembersFile(Path file) {

    private static final int MOST = 10_000;

    /** Of the organizations; none if there is no such file yet. */
    public List<OrganizationLeaf> read() throws IOException {
        List<OrganizationLeaf> members = new ArrayList<>();
        if (Files.notExists(file)) {
            return members;
        }
        for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
            try {
                members.add(LeafCodec.organization(Bytes.of(Base64.getDecoder().decode(line))));
            } catch (MalformedBytes | IllegalArgumentException e) {
                throw new IOException(file + " is damaged; remove it, it is written again", e);
            }
            if (members.size() > MOST) {
                throw new IOException(file + " is too long");
            }
        }
        return members;
    }

    /** Replaces it if it is different; says whether it was. */
    boolean write(Collection<OrganizationLeaf> members) throws IOException {
        byte[] text = members.stream()
                .sorted(Comparator.comparing(
                        leaf -> leaf.profile().organization().value()))
                .map(leaf -> Base64.getEncoder()
                                .encodeToString(LeafCodec.encode(leaf).toByteArray()) + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.US_ASCII);
        if (Files.exists(file) && java.util.Arrays.equals(Files.readAllBytes(file), text)) {
            return false;
        }
        PrivateFile.write(file, text);
        return true;
    }
}
