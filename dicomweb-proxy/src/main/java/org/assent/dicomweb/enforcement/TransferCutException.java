package org.assent.dicomweb.enforcement;

import java.io.IOException;

/** The permission ended while the answer was on its way; the connection is to be aborted. */
public final class TransferCutException extends IOException {

    private static final long serialVersionUID = 1L;

    TransferCutException() {
        super("the permission ended during the transfer");
    }
}
