package org.assent.receipt;

import java.util.List;
import java.util.Optional;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.commitment.Salt;
import org.assent.receipt.chain.Commit;
import org.assent.receipt.chain.Header;

/**
 * The state that a decision was made on, proven from a header of the chain.
 *
 * @param header of the height after the statement's: its app hash is the state that was decided on
 * @param commit that made it final
 * @param validatorsSince first height that the header's validators decide: 1, or that of a change in {@code trust.json}
 * @param source the source's Organization leaf
 * @param requester the requesting organization's; only in the patient's view and only if it is not the source
 * @param subject the Subject leaf
 * @param studies in the order of the decisions
 * @param consents the subject's, as far as the view opens them
 */
public record Evidence(
        Header header,
        Commit commit,
        long validatorsSince,
        Proven source,
        Optional<Proven> requester,
        Proven subject,
        List<Study> studies,
        Consents consents) {

    /**
     * A study's leaf and its opening.
     *
     * @param proven the leaf, or that there is none
     * @param salt of the study
     * @param manifestRoot the other part of the opening; there if and only if the leaf is
     */
    public record Study(Proven proven, Salt salt, Optional<Bytes32> manifestRoot) {
        public Study {
            if (proven.leaf().isPresent() != manifestRoot.isPresent()) {
                throw new IllegalArgumentException(
                        "a registered study is opened with its manifest root, another without");
            }
        }
    }

    public Evidence {
        studies = List.copyOf(studies);
    }
}
