package org.assent.custody.keys;

import org.jspecify.annotations.Nullable;

/** Sealed bytes do not open: another master key, another place, or they were changed. */
public final class SealBrokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SealBrokenException(String context, @Nullable Throwable cause) {
        super(
                "what was sealed as '" + context
                        + "' does not open: it was sealed under another master key, or changed",
                cause);
    }
}
