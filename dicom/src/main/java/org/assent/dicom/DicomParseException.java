package org.assent.dicom;

import java.util.Objects;

/**
 * What was received is not DICOM that this site can take, and why.
 *
 * <p>The message says what was wrong and what would be right. It names tags, lengths and offsets, never a value, so it
 * may be shown to a client and logged.
 */
public final class DicomParseException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** A fault of the given kind with a message free of patient data. */
    public DicomParseException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason);
    }

    /** The kind of fault. */
    public Reason reason() {
        return reason;
    }

    /** Kinds of fault, each with its Failure Reason (0008,1197) for a Store response (PS3.18 Annex I, PS3.7 Annex C). */
    public enum Reason {
        /** No DICOM prefix and no File Meta Information where PS3.10 §7.1 has them. */
        NOT_DICOM(0xC000),
        /** The file ends before what it declares. */
        TRUNCATED(0xC000),
        /** The bytes break a rule of PS3.5 §7. */
        MALFORMED(0xC000),
        /** One attribute occurs twice in a data set (PS3.5 §7.1 forbids it): two readers could take two patients from it. */
        DUPLICATE_ATTRIBUTE(0xC000),
        /** Sequences are nested deeper than {@code ParseLimits} allows. */
        TOO_DEEP(0xC000),
        /** Too many elements or fragments, or too much text, for {@code ParseLimits}. */
        TOO_LARGE(0xA700),
        /** A required UID is absent or empty. */
        MISSING_UID(0xA900),
        /** A UID breaks PS3.5 §9.1. */
        INVALID_UID(0x0117),
        /** The transfer syntax is not named, not known, or forbidden here. */
        UNSUPPORTED_TRANSFER_SYNTAX(0xC122),
        /** A SOP class that is not stored as an instance of a study, such as a DICOMDIR. */
        UNSUPPORTED_SOP_CLASS(0x0122),
        /** The bytes are not DICOM JSON (PS3.18 Annex F). */
        INVALID_JSON(0xC000);

        private final int failureReason;

        Reason(int failureReason) {
            this.failureReason = failureReason;
        }

        /** The value for Failure Reason (0008,1197), US. */
        public int failureReason() {
            return failureReason;
        }
    }
}
