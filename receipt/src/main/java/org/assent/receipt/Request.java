package org.assent.receipt;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assent.decision.request.Operation;
import org.assent.decision.request.Requester;
import org.assent.decision.request.StudyFacts;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Domain;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.commitment.Salt;
import org.assent.ledger.identity.OrganizationId;
import org.assent.receipt.json.CanonicalJson;

/**
 * What was asked: the statement holds its digest, salted, so that a statement alone tells nobody what. Actor and purpose are the
 * requester's word. Personal data.
 *
 * @param salt fresh for each receipt
 * @param requester who asked, and why; the actor has 1 to 128 characters, 1 to 32 purposes
 * @param operation what for
 * @param studies about which studies, 1 to 32, in the order of the statement's decisions
 */
public record Request(Salt salt, Requester requester, Operation operation, List<Study> studies) {

    /** The most studies that one receipt is about; a longer listing has several receipts. */
    public static final int MAX_STUDIES = 32;

    private static final int MAX_PURPOSES = 32;
    private static final int MAX_LABELS = 64;
    private static final int MAX_UID = 64;

    /**
     * What the source knew of a study.
     *
     * @param uid StudyInstanceUID
     * @param started beginning of the study, if known
     * @param labels security labels as {@code system|code}, 0 to 64
     */
    public record Study(String uid, Optional<Instant> started, Set<String> labels) {
        public Study {
            Checks.visibleAscii("StudyInstanceUID", uid, MAX_UID);
            started.ifPresent(
                    time -> Checks.range("beginning of a study", time.getEpochSecond(), 0, Checks.LATEST_SECOND));
            Checks.size("labels of a study", labels, 0, MAX_LABELS);
            labels.forEach(label -> Checks.visibleAscii("a label", label, 255));
            labels = Set.copyOf(labels);
        }

        /** As decisions see it; its author is the source that registered it. */
        StudyFacts facts(OrganizationId source) {
            return new StudyFacts(uid, source, started, labels);
        }
    }

    public Request {
        Checks.text("actor", requester.actor(), 128);
        Checks.size("purposes", requester.purposes(), 1, MAX_PURPOSES);
        Checks.size("studies", studies, 1, MAX_STUDIES);
        studies = List.copyOf(studies);
    }

    /** {@code H("receipt-request", canonical JSON)}. */
    public Bytes32 digest() {
        return Hash.of(
                Domain.RECEIPT_REQUEST,
                CanonicalJson.write(ReceiptJson.write(this)).toByteArray());
    }

    /** Nothing of what was asked. */
    @Override
    public String toString() {
        return "a request about " + studies.size() + " studies";
    }
}
