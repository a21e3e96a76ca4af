package org.assent.fhir.share;

import org.assent.custody.share.EndedShare;
import org.assent.ledger.identity.ConsentId;
import org.hl7.fhir.r4.model.Parameters;

/**
 * A withdrawal as a Parameters resource: {@code consent} (32 hexadecimal digits), {@code study} (StudyInstanceUID) and
 * {@code revision} (decimal), each once and a string. It carries no terms.
 */
final class ShareWithdrawalCodec {

    private ShareWithdrawalCodec() {}

    /** Writes it. */
    static Parameters encode(ShareWithdrawal withdrawal) {
        Parameters parameters = new Parameters();
        SharePackageCodec.text(
                parameters, "consent", withdrawal.share().consent().toHex());
        SharePackageCodec.text(parameters, "study", withdrawal.share().studyInstanceUid());
        SharePackageCodec.text(parameters, "revision", Long.toString(withdrawal.revision()));
        return parameters;
    }

    /**
     * Reads it.
     *
     * @throws ShareRefusedException if it is not such a resource
     */
    static ShareWithdrawal decode(Parameters parameters) {
        try {
            return new ShareWithdrawal(
                    new EndedShare(
                            ConsentId.fromHex(SharePackageCodec.text(parameters, "consent")),
                            SharePackageCodec.text(parameters, "study")),
                    SharePackageCodec.revision(parameters));
        } catch (IllegalArgumentException e) {
            throw new ShareRefusedException("a parameter has a value of the wrong form");
        }
    }
}
