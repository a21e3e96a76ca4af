package org.assent.custody.share;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import org.assent.custody.keys.SecretBox;
import org.assent.custody.study.StudyDescription;
import org.assent.decision.terms.TermsCodec;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What other sites opened to this one, in the database; openings and descriptions only sealed. Thread-safe. */
final class SharePackages {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Jdbi jdbi;
    private final SecretBox box;

    SharePackages(Jdbi jdbi, SecretBox box) {
        this.jdbi = jdbi;
        this.box = box;
    }

    /** All of them, in the order in which they came. */
    List<SharedStudy> all() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select consent, study_uid, source, subject, sequence, sealed_package from custody.shares"
                                + " order by number")
                .map((row, context) -> read(row))
                .list());
    }

    /** Keeps a share; it replaces one of the same study under the same consent. */
    void save(SharedStudy share) {
        String uid = share.study().studyInstanceUid();
        byte[] sealed = box.sealText(context(share.consent(), uid), write(share));
        jdbi.useTransaction(handle -> {
            delete(handle, share.consent(), uid);
            handle.createUpdate("insert into custody.shares (consent, study_uid, source, subject, sequence,"
                            + " sealed_package) values (:consent, :uid, :source, :subject, :sequence, :package)")
                    .bind("consent", share.consent().toHex())
                    .bind("uid", uid)
                    .bind("source", share.source().toHex())
                    .bind("subject", share.subject().toHex())
                    .bind("sequence", share.sequence())
                    .bind("package", sealed)
                    .execute();
        });
    }

    /** The FHIR id that the source gave a share's consent; empty text if the share is not kept. */
    String consentResource(ConsentId consent, String studyInstanceUid) {
        return all(consent, studyInstanceUid).stream()
                .map(SharedStudy::consentResource)
                .findFirst()
                .orElse("");
    }

    /** Forgets a share. */
    void delete(ConsentId consent, String studyInstanceUid) {
        jdbi.useHandle(handle -> delete(handle, consent, studyInstanceUid));
    }

    private List<SharedStudy> all(ConsentId consent, String studyInstanceUid) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select consent, study_uid, source, subject, sequence, sealed_package from custody.shares"
                                + " where consent = :consent and study_uid = :uid")
                .bind("consent", consent.toHex())
                .bind("uid", studyInstanceUid)
                .map((row, context) -> read(row))
                .list());
    }

    private static void delete(Handle handle, ConsentId consent, String studyInstanceUid) {
        handle.createUpdate("delete from custody.shares where consent = :consent and study_uid = :uid")
                .bind("consent", consent.toHex())
                .bind("uid", studyInstanceUid)
                .execute();
    }

    private SharedStudy read(ResultSet row) throws SQLException {
        ConsentId consent = ConsentId.fromHex(row.getString("consent"));
        String uid = row.getString("study_uid");
        try {
            JsonNode json = JSON.readTree(box.open(context(consent, uid), row.getBytes("sealed_package")));
            return new SharedStudy(
                    OrganizationId.fromHex(row.getString("source")),
                    SubjectId.fromHex(row.getString("subject")),
                    consent,
                    row.getLong("sequence"),
                    Bytes32.fromHex(json.path("termsSalt").asText()),
                    TermsCodec.decode(
                            Bytes.of(HexFormat.of().parseHex(json.path("terms").asText()))),
                    json.path("consentResource").asText(),
                    StudyRef.fromHex(json.path("studyRef").asText()),
                    Bytes32.fromHex(json.path("studySalt").asText()),
                    Bytes32.fromHex(json.path("manifestRoot").asText()),
                    JSON.treeToValue(json.path("study"), StudyDescription.class));
        } catch (IOException | MalformedBytes e) {
            throw new IllegalStateException("share " + consent + " in the database is damaged", e);
        }
    }

    private static String write(SharedStudy share) {
        try {
            return JSON.writeValueAsString(JSON.createObjectNode()
                    .put("consentResource", share.consentResource())
                    .put("termsSalt", share.termsSalt().toHex())
                    .put("terms", TermsCodec.encode(share.terms()).toString())
                    .put("studyRef", share.studyRef().toHex())
                    .put("studySalt", share.studySalt().toHex())
                    .put("manifestRoot", share.manifestRoot().toHex())
                    .set("study", JSON.valueToTree(share.study())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a share cannot be written as JSON", e);
        }
    }

    private static String context(ConsentId consent, String studyInstanceUid) {
        return "share/" + consent.toHex() + "/" + studyInstanceUid;
    }
}
