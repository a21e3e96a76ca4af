package org.assent.dicomweb.stow;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;

/** A stream that ends the request with 413 when more comes than is allowed. */
final class LimitedInput extends FilterInputStream {

    private final long limit;
    private long read;

    LimitedInput(InputStream in, long limit) {
        super(in);
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        count(Math.max(0, count));
        return count;
    }

    private void count(int more) {
        read += more;
        if (read > limit) {
            throw new ProblemException(
                    ProblemKind.TOO_LARGE, "Nothing was stored: more than " + limit + " bytes came.");
        }
    }
}
