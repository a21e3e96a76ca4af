package org.assent.decision.request;

import java.util.Comparator;
import org.assent.ledger.codec.Checks;

/**
 * Why data is asked for: a coding, usually of the v3 ActReason PurposeOfUse value set.
 *
 * @param system code system URI, 1 to 255 visible ASCII characters
 * @param code its code, 1 to 64 visible ASCII characters, e.g. {@code TREAT}
 */
public record PurposeOfUse(String system, String code) implements Comparable<PurposeOfUse> {

    /** The code system of FHIR's purposes of use. */
    public static final String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";

    /** Treatment. */
    public static final PurposeOfUse TREAT = new PurposeOfUse(ACT_REASON, "TREAT");

    /** Break the glass; never covered by another purpose. */
    public static final PurposeOfUse BTG = new PurposeOfUse(ACT_REASON, "BTG");

    /** At the patient's own request. */
    public static final PurposeOfUse PATRQT = new PurposeOfUse(ACT_REASON, "PATRQT");

    private static final int MAX_SYSTEM = 255;

    private static final int MAX_CODE = 64;

    private static final Comparator<PurposeOfUse> ORDER =
            Comparator.comparing(PurposeOfUse::system).thenComparing(PurposeOfUse::code);

    public PurposeOfUse {
        Checks.visibleAscii("system of a purpose", system, MAX_SYSTEM);
        Checks.visibleAscii("code of a purpose", code, MAX_CODE);
    }

    @Override
    public int compareTo(PurposeOfUse other) {
        return ORDER.compare(this, other);
    }
}
