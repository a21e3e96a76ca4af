package org.assent.fhir.consent;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.assent.fhir.Visibility;
import org.assent.fhir.ledger.LedgerAnchor;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.erdtman.jcs.JsonCanonicalizer;
import org.hl7.fhir.r4.model.Consent;

/**
 * The canonical form of a Consent, {@code jcs-sha256-v1}: its JSON by RFC 8785 without text, version, time, source and tags
 * of this server, and without the extensions by which a server says how it stands on the ledger. Equal for equal content,
 * whether it came as JSON or XML.
 */
public final class CanonicalConsent {

    private static final Set<String> OURS = Set.of(LedgerAnchor.URL, ConsentStanding.URL);

    private final FhirContext fhir;

    /** By this context's parser. */
    public CanonicalConsent(FhirContext fhir) {
        this.fhir = fhir;
    }

    /** A copy with what the canonical form covers, and nothing else. */
    public static Consent bare(Consent consent) {
        Consent bare = consent.copy();
        bare.setId(consent.hasId() ? consent.getIdElement().getIdPart() : null);
        bare.setText(null);
        bare.getMeta().setVersionId(null).setLastUpdated(null).setSource(null);
        Visibility.strip(bare);
        bare.getExtension().removeIf(extension -> OURS.contains(extension.getUrl()));
        return bare;
    }

    /** The canonical bytes, UTF-8. */
    public byte[] bytes(Consent consent) {
        try {
            return new JsonCanonicalizer(fhir.newJsonParser().encodeResourceToString(bare(consent))).getEncodedUTF8();
        } catch (IOException e) {
            throw new IllegalStateException("JSON that was just written cannot be read", e);
        }
    }

    /** SHA-256 of the canonical bytes. */
    public Bytes32 hash(Consent consent) {
        return Hash.sha256(bytes(consent));
    }

    /** What tells conditional creates apart: their condition alone, whoever asks, with whatever content (R4 http.html#ccreate). */
    static Bytes32 conditionDigest(String condition) {
        return Hash.sha256(("POST\nConsent\nIf-None-Exist\n" + condition).getBytes(StandardCharsets.UTF_8));
    }

    /** What tells two requests apart: who asks, how, for what, over which version, with which content. */
    Bytes32 requestDigest(String client, String method, String target, String version, Consent content) {
        byte[] head = String.join("\n", client, method, target, version, "").getBytes(StandardCharsets.UTF_8);
        byte[] body = bytes(content);
        byte[] all = java.util.Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return Hash.sha256(all);
    }
}
