package org.assent.dicomweb.enforcement;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One answer on its way out, which can be cut from another thread.
 *
 * <p>A cut ends a write that waits for a slow client by an interrupt. The thread is interrupted only while it is inside
 * that write: an interrupt at another moment could close the file of the database or of the access log.
 */
final class Transfer {

    private final Thread thread = Thread.currentThread();
    private final BooleanSupplier permitted;
    private boolean writing;
    private boolean cut;
    private boolean interrupted;
    private @Nullable Runnable upstream;

    /**
     * A transfer of the calling thread.
     *
     * @param permitted decides again
     */
    Transfer(BooleanSupplier permitted) {
        this.permitted = permitted;
    }

    /** Decides again, and cuts if the answer is no longer yes or could not be found. */
    void recheck() {
        boolean still;
        try {
            still = permitted.getAsBoolean();
        } catch (RuntimeException e) {
            still = false;
        }
        if (!still) {
            cut();
        }
    }

    /** What to end when this transfer is cut: the call to the site that the bytes come from. */
    void upstream(Runnable close) {
        boolean already;
        synchronized (this) {
            upstream = close;
            already = cut;
        }
        if (already) {
            close.run();
        }
    }

    /** Whether it was cut. */
    synchronized boolean isCut() {
        return cut;
    }

    /** Runs one write to the client. */
    void write(Write write) throws IOException {
        synchronized (this) {
            if (cut) {
                throw new TransferCutException();
            }
            writing = true;
        }
        try {
            write.run();
        } finally {
            finishWrite();
        }
    }

    private synchronized void finishWrite() {
        writing = false;
        if (interrupted) {
            interrupted = false;
            // The interrupt was ours; it must not reach what this thread does next.
            Thread.interrupted();
        }
    }

    private void cut() {
        Runnable close;
        synchronized (this) {
            if (cut) {
                return;
            }
            cut = true;
            if (writing) {
                interrupted = true;
                thread.interrupt();
            }
            close = upstream;
        }
        if (close != null) {
            close.run();
        }
    }

    /** A write that may wait. */
    @FunctionalInterface
    interface Write {
        void run() throws IOException;
    }

    /** A stream that counts what leaves and stops when the transfer is cut. */
    static final class Stream extends OutputStream {

        private final OutputStream out;
        private final Transfer transfer;
        private long bytes;

        Stream(OutputStream out, Transfer transfer) {
            this.out = out;
            this.transfer = transfer;
        }

        long bytes() {
            return bytes;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            transfer.write(() -> out.write(source, offset, length));
            bytes += length;
        }

        @Override
        public void flush() throws IOException {
            transfer.write(out::flush);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
