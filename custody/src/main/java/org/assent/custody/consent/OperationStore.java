package org.assent.custody.consent;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.assent.custody.keys.SecretBox;
import org.assent.custody.subject.SubjectStore;
import org.assent.decision.terms.TermsCodec;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.transaction.TransactionCodec;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Consents of this site's patients and the operations on them in the database. Content and salts only sealed. Thread-safe;
 * each method is one transaction.
 */
final class OperationStore {

    private final Jdbi jdbi;
    private final SubjectStore subjects;
    private final OperationRows rows;

    OperationStore(Jdbi jdbi, SubjectStore subjects) {
        this.jdbi = jdbi;
        this.subjects = subjects;
        this.rows = new OperationRows(subjects);
    }

    /** A consent as this site knows it. */
    record KnownConsent(ConsentId consent, String resourceId, SubjectId subject) {}

    Optional<KnownConsent> consent(String resourceId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select consent, resource_id, subject from custody.consents where resource_id = :id")
                .bind("id", resourceId)
                .map((row, context) -> new KnownConsent(
                        ConsentId.fromHex(row.getString("consent")),
                        row.getString("resource_id"),
                        SubjectId.fromHex(row.getString("subject"))))
                .findOne());
    }

    Optional<ConsentOperation> find(String operationId) {
        return one("o.id = :value", operationId);
    }

    /** The newest operation on a consent that the ledger did not refuse. */
    Optional<ConsentOperation> newest(ConsentId consent) {
        return one("o.consent = :value and o.state <> 'REFUSED'", consent.toHex());
    }

    /** The newest operation that this request asked for and the ledger did not refuse. */
    Optional<ConsentOperation> ofRequest(Bytes32 digest) {
        return one("o.request_digest = :value and o.state <> 'REFUSED'", digest.toHex());
    }

    /** The closing of a consent, if one was ever asked for and not refused. */
    Optional<ConsentOperation> closing(ConsentId consent) {
        return one("o.consent = :value and o.kind = 'CLOSE' and o.state <> 'REFUSED'", consent.toHex());
    }

    /** The newest recording of the consent that is still under way. */
    Optional<ConsentOperation> recordingUnderWay(ConsentId consent) {
        return one("o.consent = :value and o.kind = 'RECORD' and o.state in ('PREPARED', 'SIGNED')", consent.toHex());
    }

    /** All operations that are not settled, in order. */
    List<ConsentOperation> unsettled() {
        return many("o.state in ('PREPARED', 'SIGNED')");
    }

    /** Recordings that were final or may become so, of consents that are not closed, in order. */
    List<ConsentOperation> recordingsInForce() {
        return many("o.kind = 'RECORD' and o.state in ('SIGNED', 'FINAL') and not exists (select 1 from"
                + " custody.operations c where c.consent = o.consent and c.kind = 'CLOSE' and c.state = 'FINAL')");
    }

    /** The newest recording of a consent that is final. */
    Optional<ConsentOperation> newestRecording(ConsentId consent) {
        return one("o.consent = :value and o.kind = 'RECORD' and o.state = 'FINAL'", consent.toHex());
    }

    /** The newest recording of a consent that was signed with that commitment, also if it is closed or replaced by now. */
    Optional<ConsentOperation> recording(ConsentId consent, Bytes32 commitment) {
        return many("o.kind = 'RECORD' and o.commitment = '" + commitment.toHex() + "' and o.consent = '"
                        + consent.toHex() + "'")
                .stream()
                .reduce((older, newer) -> newer);
    }

    /** The newest final recording of each of a subject's consents. */
    List<ConsentOperation> recordingsOf(SubjectId subject) {
        return jdbi.withHandle(
                handle -> handle.createQuery(OperationRows.SELECT + " where c.subject = :subject and o.kind = 'RECORD'"
                                + " and o.state = 'FINAL' and not exists (select 1 from custody.operations n where"
                                + " n.consent = o.consent and n.kind = 'RECORD' and n.state = 'FINAL'"
                                + " and n.number > o.number) order by o.number")
                        .bind("subject", subject.toHex())
                        .map(rows)
                        .list());
    }

    /** Operations that are final and whose resource the FHIR side does not have, in order. */
    List<ConsentOperation> notStored() {
        return many("o.state = 'FINAL' and o.stored = false");
    }

    /** Keeps a new operation, and its consent if that is new; gives it back with its number. */
    ConsentOperation insert(ConsentOperation operation) {
        jdbi.useTransaction(handle -> {
            boolean known = handle.createQuery("select count(*) from custody.consents where consent = :consent")
                            .bind("consent", operation.consent().toHex())
                            .mapTo(Long.class)
                            .one()
                    > 0;
            if (!known) {
                handle.createUpdate("insert into custody.consents (consent, resource_id, subject)"
                                + " values (:consent, :resource, :subject)")
                        .bind("consent", operation.consent().toHex())
                        .bind("resource", operation.consentResourceId())
                        .bind("subject", operation.subject().toHex())
                        .execute();
            }
            insert(handle, operation);
        });
        return find(operation.id()).orElseThrow();
    }

    private void insert(Handle handle, ConsentOperation operation) {
        SecretBox box = subjects.box(operation.subject());
        Optional<ConsentOperation.Asked.Recording> recording =
                operation.asked() instanceof ConsentOperation.Asked.Recording asked
                        ? Optional.of(asked)
                        : Optional.empty();
        handle.createUpdate("insert into custody.operations (id, kind, state, request_digest, consent, recipients,"
                        + " entered_in_error, sealed_resource, sealed_terms, sequence, stored) values (:id, :kind,"
                        + " 'PREPARED', :digest, :consent, :recipients, :error, :resource, :terms, 0, false)")
                .bind("id", operation.id())
                .bind("kind", operation.closing() ? "CLOSE" : "RECORD")
                .bind("digest", operation.requestDigest().toHex())
                .bind("consent", operation.consent().toHex())
                .bind(
                        "recipients",
                        recording
                                .map(asked -> String.join(
                                        " ",
                                        asked.recipients().stream()
                                                .map(OrganizationId::toHex)
                                                .sorted()
                                                .toList()))
                                .orElse(""))
                .bind(
                        "error",
                        operation.asked() instanceof ConsentOperation.Asked.Closing closing && closing.enteredInError())
                .bind("resource", box.sealText(OperationRows.context(operation.id(), "resource"), operation.resource()))
                .bind(
                        "terms",
                        recording
                                .map(asked -> box.seal(
                                        OperationRows.context(operation.id(), "terms"),
                                        TermsCodec.encode(asked.terms()).toByteArray()))
                                .orElse(null))
                .execute();
    }

    /** Keeps what was signed, before it is submitted. */
    void signed(ConsentOperation operation, ConsentOperation.Signed signed) {
        SecretBox box = subjects.box(operation.subject());
        jdbi.useHandle(handle -> handle.createUpdate("update custody.operations set state = 'SIGNED',"
                        + " sealed_salt = :salt, sequence = :sequence, commitment = :commitment, envelope = :envelope,"
                        + " transaction_id = :transaction, expires_millis = :expires where id = :id")
                .bind(
                        "salt",
                        signed.salt()
                                .map(salt -> box.seal(
                                        OperationRows.context(operation.id(), "salt"),
                                        salt.toBytes32().toByteArray()))
                                .orElse(null))
                .bind("sequence", signed.sequence())
                .bind("commitment", signed.commitment().map(Bytes32::toHex).orElse(null))
                .bind("envelope", TransactionCodec.encode(signed.envelope()))
                .bind("transaction", signed.transaction())
                .bind("expires", signed.expires().map(Instant::toEpochMilli).orElse(null))
                .bind("id", operation.id())
                .execute());
    }

    /** It is final. */
    void settled(ConsentOperation operation, ConsentOperation.Step.Final done) {
        jdbi.useHandle(handle -> handle.createUpdate("update custody.operations set state = 'FINAL', height = :height,"
                        + " block_time_millis = :time where id = :id")
                .bind("height", done.height())
                .bind("time", done.blockTime().toEpochMilli())
                .bind("id", operation.id())
                .execute());
    }

    /** It will never happen. */
    void settled(ConsentOperation operation, ConsentOperation.Step.Refused refused) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update custody.operations set state = 'REFUSED', reject_code = :code where id = :id")
                .bind("code", refused.code().number())
                .bind("id", operation.id())
                .execute());
    }

    /** Nothing was submitted of it: it is as if it had never been asked. */
    void forget(ConsentOperation operation) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate("delete from custody.operations where id = :id")
                    .bind("id", operation.id())
                    .execute();
            handle.createUpdate("delete from custody.consents where consent = :consent and not exists"
                            + " (select 1 from custody.operations o where o.consent = :consent)")
                    .bind("consent", operation.consent().toHex())
                    .execute();
        });
    }

    /** The FHIR side has the resource; in the same transaction, what follows from it. */
    void stored(ConsentOperation operation, Consumer<Handle> alongside) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate("update custody.operations set stored = true where id = :id")
                    .bind("id", operation.id())
                    .execute();
            alongside.accept(handle);
        });
    }

    private Optional<ConsentOperation> one(String condition, String value) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        OperationRows.SELECT + " where " + condition + " order by o.number desc limit 1")
                .bind("value", value)
                .map(rows)
                .findOne());
    }

    private List<ConsentOperation> many(String condition) {
        return jdbi.withHandle(
                handle -> handle.createQuery(OperationRows.SELECT + " where " + condition + " order by o.number")
                        .map(rows)
                        .list());
    }
}
