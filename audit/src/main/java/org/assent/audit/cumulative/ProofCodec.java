package org.assent.audit.cumulative;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.tree.StateProof;

/**
 * The proof as a JSON document, in one form only: fields in the order of {@code docs/access-log-format.md}, no white space,
 * hexadecimal digits in lower case. Other bytes are refused, so that no two documents say the same.
 */
public final class ProofCodec {

    private static final String FORMAT = "assent-access-log-proof/1";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ProofCodec() {}

    /** The document, UTF-8. */
    public static byte[] encode(SubjectProof proof) {
        ObjectNode document = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("organization", proof.organization().toHex())
                .put("subject", proof.subject().toHex())
                .put("logKey", proof.logKey().toHex());
        ArrayNode entries = document.putArray("entries");
        for (SubjectProof.Entry entry : proof.entries()) {
            ObjectNode node = entries.addObject()
                    .put("interval", entry.interval())
                    .put("salted", entry.salted().toHex());
            entry.opening().ifPresent(opening -> node.put("salt", opening.salt().toHex())
                    .put("entry", opening.json()));
        }
        document.put("leafSalt", proof.leafSalt().toHex())
                .put("path", proof.path().encode().toString());
        document.putObject("anchor")
                .put("height", proof.anchor().height())
                .put("leaf", proof.anchor().leaf().toString())
                .put("path", proof.anchor().path().encode().toString());
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a proof cannot be written as JSON", e);
        }
    }

    /**
     * Reads a document.
     *
     * @throws MalformedBytes if it is not in the one form
     */
    public static SubjectProof decode(byte[] document) throws MalformedBytes {
        SubjectProof proof;
        try {
            JsonNode node = JSON.readTree(document);
            if (!FORMAT.equals(node.path("format").asText())) {
                throw new MalformedBytes("format must be " + FORMAT);
            }
            List<SubjectProof.Entry> entries = new ArrayList<>();
            for (JsonNode entry : node.path("entries")) {
                entries.add(entry(entry));
            }
            JsonNode anchor = node.path("anchor");
            proof = new SubjectProof(
                    OrganizationId.fromHex(node.path("organization").asText()),
                    SubjectId.fromHex(node.path("subject").asText()),
                    Bytes32.fromHex(node.path("logKey").asText()),
                    entries,
                    Bytes32.fromHex(node.path("leafSalt").asText()),
                    StateProof.decode(bytes(node.path("path"))),
                    new LogAnchor(
                            anchor.path("height").asLong(),
                            bytes(anchor.path("leaf")),
                            StateProof.decode(bytes(anchor.path("path")))));
        } catch (JsonProcessingException e) {
            throw new MalformedBytes("is no proof of an access log: " + e.getOriginalMessage(), e);
        } catch (IOException | IllegalArgumentException e) {
            throw new MalformedBytes("is no proof of an access log: " + e.getMessage(), e);
        }
        if (!Arrays.equals(encode(proof), document)) {
            throw new MalformedBytes("is not in canonical form: encoding it again gives other bytes");
        }
        return proof;
    }

    private static SubjectProof.Entry entry(JsonNode node) {
        return new SubjectProof.Entry(
                node.path("interval").asLong(),
                Bytes32.fromHex(node.path("salted").asText()),
                node.has("entry")
                        ? Optional.of(new SubjectProof.Opening(
                                Bytes32.fromHex(node.path("salt").asText()),
                                node.path("entry").asText()))
                        : Optional.empty());
    }

    private static Bytes bytes(JsonNode node) {
        return Bytes.of(HexFormat.of().parseHex(node.asText()));
    }
}
