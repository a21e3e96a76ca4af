package org.assent.fhir.enforcement;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A response that counts its body's bytes and says something just before the first. */
final class MeasuredResponse extends HttpServletResponseWrapper {

    private final Runnable beforeBody;
    private long bytes;
    private boolean begun;
    private @Nullable ServletOutputStream stream;
    private @Nullable PrintWriter writer;

    MeasuredResponse(HttpServletResponse response, Runnable beforeBody) {
        super(response);
        this.beforeBody = beforeBody;
    }

    /** Body bytes written so far. */
    long bytes() {
        return bytes;
    }

    /** Makes sure that it was said, also where there is no body. */
    void begin() {
        if (!begun) {
            begun = true;
            beforeBody.run();
        }
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        if (stream == null) {
            begin();
            stream = new Counting(super.getOutputStream());
        }
        return stream;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (writer == null) {
            writer = new PrintWriter(new OutputStreamWriter(getOutputStream(), StandardCharsets.UTF_8));
        }
        return writer;
    }

    /** Passes on what a writer still holds. */
    void finish() throws IOException {
        if (writer != null) {
            writer.flush();
        }
    }

    private final class Counting extends ServletOutputStream {
        private final ServletOutputStream out;

        Counting(ServletOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            bytes++;
        }

        @Override
        public void write(byte[] buffer, int from, int length) throws IOException {
            out.write(buffer, from, length);
            bytes += length;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }

        @Override
        public boolean isReady() {
            return out.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            out.setWriteListener(listener);
        }
    }
}
