package org.assent.fhir.consent;

import java.util.Locale;
import org.assent.custody.consent.ConsentRegistrar.ConsentState;
import org.assent.fhir.enforcement.ReservedIds;
import org.assent.ledger.identity.OrganizationId;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/** How a Consent stands at each source that it binds, as an extension of it: one now, this site. */
final class ConsentStanding {

    /** URL of the extension. */
    static final String URL = "urn:assent:fhir:StructureDefinition:consent-standing";

    private static final String STATE = "state";
    private static final String SEQUENCE = "sequence";

    private ConsentStanding() {}

    /** Says how it stands at the source since the sequence; replaces what was said before. */
    static void set(Consent consent, OrganizationId source, ConsentState state, long sequence) {
        clear(consent);
        Extension standing = new Extension(URL);
        standing.addExtension("source", new Reference("Organization/" + ReservedIds.member(source)));
        standing.addExtension(STATE, new CodeType(code(state)));
        standing.addExtension(SEQUENCE, new StringType(Long.toString(sequence)));
        consent.addExtension(standing);
    }

    /** Takes away what was said, or what a client pretends. */
    static void clear(Consent consent) {
        consent.getExtension().removeIf(extension -> URL.equals(extension.getUrl()));
    }

    /** Whether it is said that the ledger does not have its end yet. */
    static boolean isPending(Consent consent) {
        Extension standing = consent.getExtensionByUrl(URL);
        Extension state = standing == null ? null : standing.getExtensionByUrl(STATE);
        return state != null
                && code(ConsentState.PENDING).equals(state.getValue().primitiveValue());
    }

    private static String code(ConsentState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The sequence at which it was said, 0 if nothing was. */
    static long sequence(Consent consent) {
        Extension standing = consent.getExtensionByUrl(URL);
        Extension sequence = standing == null ? null : standing.getExtensionByUrl(SEQUENCE);
        return sequence == null ? 0 : Long.parseLong(sequence.getValue().primitiveValue());
    }
}
