package org.assent.receipt;

import java.time.Instant;
import java.util.List;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Domain;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.assent.receipt.json.CanonicalJson;

/**
 * What a source signs about a decision: the same for every view.
 *
 * @param chainId which chain
 * @param source who decided
 * @param subject whose data, by the source's pseudonym
 * @param request digest of the request
 * @param decisions one for each study, sorted by study, each once, 1 to 32
 * @param closing open consents that the source held as closed already, because their closing had reached it and not yet the
 *     ledger; sorted. Empty if everything was permitted, since then both sets permit
 * @param height of the ledger that was decided on
 * @param time the source's clock, whole milliseconds
 * @param blockTime of that height's block
 * @param entry id of the entry in the source's access log, 1 to 128 visible ASCII characters
 */
public record Statement(
        String chainId,
        OrganizationId source,
        SubjectId subject,
        Bytes32 request,
        List<StudyDecision> decisions,
        List<ConsentId> closing,
        long height,
        Instant time,
        Instant blockTime,
        String entry) {

    private static final int MAX_CLOSING = 256;

    public Statement {
        Checks.visibleAscii("chain id", chainId, 50);
        Checks.size("decisions", decisions, 1, Request.MAX_STUDIES);
        decisions = List.copyOf(decisions);
        for (int i = 1; i < decisions.size(); i++) {
            if (decisions
                            .get(i - 1)
                            .study()
                            .value()
                            .compareTo(decisions.get(i).study().value())
                    >= 0) {
                throw new IllegalArgumentException("decisions must be sorted by study, each once");
            }
        }
        Checks.size("closing consents", closing, 0, MAX_CLOSING);
        closing = List.copyOf(closing);
        for (int i = 1; i < closing.size(); i++) {
            if (closing.get(i - 1).compareTo(closing.get(i)) >= 0) {
                throw new IllegalArgumentException("closing consents must be sorted, each once");
            }
        }
        if (!closing.isEmpty() && decisions.stream().allMatch(StudyDecision::permitted)) {
            throw new IllegalArgumentException("closing consents are told only where something was refused");
        }
        Checks.range("height", height, 1, Long.MAX_VALUE - 1);
        Checks.wholeMillis("time", time);
        Checks.range("block time", blockTime.getEpochSecond(), 0, Checks.LATEST_SECOND);
        Checks.visibleAscii("entry of the access log", entry, 128);
    }

    /** What the service key signs: {@code H("receipt", canonical JSON)}. */
    public Bytes32 digest() {
        return Hash.of(
                Domain.RECEIPT, CanonicalJson.write(ReceiptJson.write(this)).toByteArray());
    }
}
