package org.assent.dicomweb.stow;

import org.assent.dicomweb.origin.archive.StoreOutcome;

/** Failure Reason (0008,1197) of what parsing does not find out: PS3.18 Annex I, PS3.7 Annex C. */
enum FailureReason {
    /** Processing failure. */
    PROCESSING_FAILURE(0x0110),
    /** Duplicate SOP Instance: other bytes are stored under this UID. */
    DUPLICATE_INSTANCE(0x0111),
    /** Refused: out of resources. */
    OUT_OF_RESOURCES(0xA700),
    /** Cannot understand: the part is not application/dicom. */
    NOT_DICOM(0xC000),
    /** Cannot understand: the study differs from the one in the target URI (a code of this product, of the Cxxx range). */
    OTHER_STUDY(0xC409),
    /** Cannot understand: the study belongs to another patient (a code of this product, of the Cxxx range). */
    OTHER_PATIENT(0xC40A);

    private final int code;

    FailureReason(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** The reason why an outcome is a failure. */
    static FailureReason of(StoreOutcome outcome) {
        return switch (outcome) {
            case OTHER_BYTES_STORED -> DUPLICATE_INSTANCE;
            case OTHER_PATIENT -> OTHER_PATIENT;
            case ARCHIVE_FAILED -> OUT_OF_RESOURCES;
            case STORED, ALREADY_STORED -> throw new IllegalArgumentException(outcome + " is no failure");
        };
    }
}
