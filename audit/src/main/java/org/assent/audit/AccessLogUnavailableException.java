package org.assent.audit;

import org.jspecify.annotations.Nullable;

/** The access log cannot be written, so no data may leave: 503. */
public final class AccessLogUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With the cause that the operator needs, if there is one. */
    public AccessLogUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
