package org.assent.fhir.share;

/** A share package that is not kept; the message tells the other site why, without patient data. */
final class ShareRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ShareRefusedException(String message) {
        super(message);
    }
}
