package org.assent.dicom.pixel;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import org.assent.dicom.data.ByteOrders;
import org.assent.dicom.source.ByteSource;
import org.assent.dicom.source.InflatedSource;

/**
 * Reads single frames of a stored instance through its index.
 *
 * <p>The bytes of a frame are: uncompressed, its pixel cells in little endian, starting at a whole byte, unused bits at the
 * end zero; compressed, its code stream, fragments joined. Decoding is not done here. Thread-safe.
 */
public final class FrameReader implements Closeable {
    private final FrameIndex index;
    private final ByteSource source;

    /**
     * A reader of the file that was indexed.
     *
     * @param index its index
     * @param source its bytes; stays open when the reader is closed
     */
    public FrameReader(FrameIndex index, ByteSource source) {
        this.index = index;
        this.source = index.layout() instanceof FrameLayout.Native n && n.isDeflated()
                ? InflatedSource.ofKnownSize(
                        source, n.deflated().offset(), n.deflated().length())
                : source;
    }

    /**
     * The number of bytes that {@link #writeTo} writes.
     *
     * @param number the frame, from 1
     */
    public long length(int number) {
        return index.layout() instanceof FrameLayout.Native n
                ? (n.bitsPerFrame() + 7) / 8
                : index.frame(number).length();
    }

    /**
     * One frame in memory.
     *
     * @param number the frame, from 1
     * @throws IOException if the file cannot be read, or the frame is longer than an array can be
     */
    public byte[] read(int number) throws IOException {
        long length = length(number);
        if (length > Integer.MAX_VALUE - 16) {
            throw new IOException("a frame of " + length + " bytes is too long for memory");
        }
        Frame frame = index.frame(number);
        if (index.isServedAsStored()) {
            byte[] bytes = new byte[(int) length];
            int done = 0;
            for (Segment segment : frame.segments()) {
                source.readFully(segment.offset(), bytes, done, (int) segment.length());
                done += (int) segment.length();
            }
            return bytes;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) length);
        writeTo(number, out);
        return out.toByteArray();
    }

    /**
     * Copies one frame.
     *
     * @param number the frame, from 1
     */
    public void writeTo(int number, OutputStream out) throws IOException {
        Frame frame = index.frame(number);
        if (index.layout() instanceof FrameLayout.Native n && n.swap() > 1) {
            writeSwapped(frame.segments().get(0), n, out);
        } else if (index.layout() instanceof FrameLayout.Native n && n.bitsPerFrame() % 8 != 0) {
            writeShifted(frame, n, out);
        } else {
            for (Segment segment : frame.segments()) {
                source.copyTo(segment.offset(), segment.length(), out);
            }
        }
    }

    /** A frame may start inside a word: whole words are turned round, then what belongs to it is written. */
    private void writeSwapped(Segment frame, FrameLayout.Native n, OutputStream out) throws IOException {
        long start = frame.offset() - n.value().offset();
        long firstWord = start - start % n.swap();
        long end = Math.min(n.value().length(), roundUp(start + frame.length(), n.swap()));
        byte[] words = new byte[Math.toIntExact(end - firstWord)];
        source.readFully(n.value().offset() + firstWord, words, 0, words.length);
        ByteOrders.swap(words, words.length, n.swap());
        out.write(words, (int) (start - firstWord), (int) frame.length());
    }

    /** PS3.5 §8.1.1: the first pixel is the least significant bit, and frames follow without padding. */
    private void writeShifted(Frame frame, FrameLayout.Native n, OutputStream out) throws IOException {
        Segment segment = frame.segments().get(0);
        byte[] packed = new byte[Math.toIntExact(segment.length()) + 1];
        source.readFully(segment.offset(), packed, 0, packed.length - 1);
        byte[] shifted = new byte[(int) ((n.bitsPerFrame() + 7) / 8)];
        for (int i = 0; i < shifted.length; i++) {
            int pair = (packed[i] & 0xFF) | ((packed[i + 1] & 0xFF) << 8);
            shifted[i] = (byte) (pair >>> frame.leadingBits());
        }
        int used = (int) (n.bitsPerFrame() % 8);
        if (used != 0) {
            shifted[shifted.length - 1] &= (byte) ((1 << used) - 1);
        }
        out.write(shifted);
    }

    private static long roundUp(long value, int word) {
        return (value + word - 1) / word * word;
    }

    @Override
    public void close() {
        if (source instanceof InflatedSource inflated) {
            inflated.close();
        }
    }
}
