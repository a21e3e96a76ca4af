package org.assent.custody.share;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import org.assent.custody.decision.ShareKey;
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
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;

/** What other sites opened to this one, in the database; openings and descriptions only sealed. Thread-safe. */
final class SharePackages {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ONE =
            "source = :source and subject = :subject and consent = :consent and study_uid = :uid";

    private final Jdbi jdbi;
    private final SecretBox box;

    SharePackages(Jdbi jdbi, SecretBox box) {
        this.jdbi = jdbi;
        this.box = box;
    }

    /** Which there are or may be again, in the order in which they came. */
    List<ShareKey> keys() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select consent, study_uid, source, subject from custody.shares order by number")
                .map((row, context) -> key(row))
                .list());
    }

    /** All of them, in the order in which they came. */
    List<SharedStudy> all() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select consent, study_uid, source, subject, sequence, sealed_package from custody.shares"
                                + " where sealed_package is not null order by number")
                .map((row, context) -> read(row))
                .list());
    }

    /** Keeps a share; it takes the place of what the same source shared of the study under the same consent. */
    void save(SharedStudy share) {
        byte[] sealed = box.sealText(context(share.key()), write(share));
        jdbi.useTransaction(handle -> {
            int replaced = bind(
                            handle.createUpdate("update custody.shares set sequence = :sequence,"
                                    + " sealed_package = :package where " + ONE),
                            share.key())
                    .bind("sequence", share.sequence())
                    .bind("package", sealed)
                    .execute();
            if (replaced == 0) {
                bind(
                                handle.createUpdate("insert into custody.shares (source, subject, consent, study_uid,"
                                        + " sequence, sealed_package)"
                                        + " values (:source, :subject, :consent, :uid, :sequence, :package)"),
                                share.key())
                        .bind("sequence", share.sequence())
                        .bind("package", sealed)
                        .execute();
            }
        });
    }

    /** The FHIR id that the source gave a share's consent; empty text if the share is not kept. */
    String consentResource(ShareKey key) {
        return jdbi.withHandle(handle -> bind(
                        handle.createQuery(
                                "select consent, study_uid, source, subject, sequence, sealed_package from custody.shares"
                                        + " where sealed_package is not null and " + ONE),
                        key)
                .map((row, context) -> read(row).consentResource())
                .findFirst()
                .orElse(""));
    }

    /** Forgets a share but for its place in the order. */
    void empty(ShareKey key) {
        jdbi.useHandle(
                handle -> bind(handle.createUpdate("update custody.shares set sealed_package = null where " + ONE), key)
                        .execute());
    }

    /** Forgets a share. */
    void delete(ShareKey key) {
        jdbi.useHandle(handle -> bind(handle.createUpdate("delete from custody.shares where " + ONE), key)
                .execute());
    }

    private static <S extends SqlStatement<S>> S bind(S statement, ShareKey key) {
        return statement
                .bind("source", key.source().toHex())
                .bind("subject", key.subject().toHex())
                .bind("consent", key.consent().toHex())
                .bind("uid", key.studyInstanceUid());
    }

    private static ShareKey key(ResultSet row) throws SQLException {
        return new ShareKey(
                OrganizationId.fromHex(row.getString("source")),
                SubjectId.fromHex(row.getString("subject")),
                ConsentId.fromHex(row.getString("consent")),
                row.getString("study_uid"));
    }

    private SharedStudy read(ResultSet row) throws SQLException {
        ShareKey key = key(row);
        try {
            JsonNode json = JSON.readTree(box.open(context(key), row.getBytes("sealed_package")));
            return new SharedStudy(
                    key.source(),
                    key.subject(),
                    key.consent(),
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
            throw new IllegalStateException("share " + key.consent() + " in the database is damaged", e);
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

    /** A package opens only as the share that it was sealed as. */
    private static String context(ShareKey key) {
        return String.join(
                "/",
                "share",
                key.source().toHex(),
                key.subject().toHex(),
                key.consent().toHex(),
                key.studyInstanceUid());
    }
}
