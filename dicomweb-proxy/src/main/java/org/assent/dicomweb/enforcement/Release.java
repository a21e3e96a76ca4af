package org.assent.dicomweb.enforcement;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Data that may leave now: the stream it leaves by, and the count of it for the access log. One request, one thread.
 */
public final class Release {

    /** Writes the answer. */
    @FunctionalInterface
    public interface Action {
        /** Writes all of it. */
        void write(Release release) throws IOException;
    }

    private final HttpServletResponse response;
    private final Transfer transfer;
    private Transfer.Stream stream = new Transfer.Stream(OutputStream.nullOutputStream(), new Transfer(() -> true));
    private boolean opened;
    private long instances;

    Release(HttpServletResponse response, Transfer transfer) {
        this.response = response;
        this.transfer = transfer;
    }

    /** The body of the answer; asked for after the headers are set. */
    public OutputStream output() throws IOException {
        if (!opened) {
            stream = new Transfer.Stream(response.getOutputStream(), transfer);
            opened = true;
        }
        return stream;
    }

    /** Counts instances or frames that left. */
    public void count(long more) {
        instances += more;
    }

    /** What to end when the permission ends: the call to the site that the bytes come from. */
    public void endWith(Runnable upstream) {
        transfer.upstream(upstream);
    }

    /** Whether the permission ended meanwhile. */
    public boolean isCut() {
        return transfer.isCut();
    }

    long bytes() {
        return stream.bytes();
    }

    long instances() {
        return instances;
    }
}
