package org.assent.fhir.ledger;

import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.StringType;

/**
 * Where something is on the ledger, as an extension of ImagingStudy and Provenance.
 *
 * @param chainId the chain
 * @param height height of the block
 * @param transaction TransactionId, 64 hexadecimal digits
 * @param commitment what the leaf holds or is called: TermsCommitment of a consent, StudyRef of a study; hexadecimal
 */
public record LedgerAnchor(String chainId, long height, String transaction, String commitment) {

    /** URL of the extension. */
    public static final String URL = "urn:assent:fhir:StructureDefinition:ledger-anchor";

    /** The extension. */
    public Extension extension() {
        Extension anchor = new Extension(URL);
        anchor.addExtension("chainId", new StringType(chainId));
        anchor.addExtension("height", new StringType(Long.toString(height)));
        anchor.addExtension("txHash", new StringType(transaction));
        anchor.addExtension("commitment", new StringType(commitment));
        return anchor;
    }

    /**
     * The extension with nothing but the commitment: for what another site registered, of which the leaf is checked here but
     * not in which transaction it came.
     */
    public static Extension leaf(String commitment) {
        Extension anchor = new Extension(URL);
        anchor.addExtension("commitment", new StringType(commitment));
        return anchor;
    }
}
