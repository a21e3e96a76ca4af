package org.assent.dicom.pixel;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.assent.dicom.TransferSyntax;
import org.assent.dicom.data.FragmentPositions;

/**
 * The stored form of a {@link FrameIndex}: {@code AFIX}, a version byte, then numbers of 7 bits a byte, low bits first.
 *
 * <p>Version 1. An index of another version is made anew from the instance.
 */
final class FrameIndexFormat {
    private static final int MAGIC = 0x41464958;
    private static final int VERSION = 1;

    private static final int NO_PIXELS = 0;
    private static final int NATIVE = 1;
    private static final int ENCAPSULATED = 2;
    private static final int NOT_INDEXABLE = 3;

    private FrameIndexFormat() {}

    static byte[] encode(FrameIndex index) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeByte(VERSION);
            out.writeUTF(index.transferSyntax().uid().value());
            writePixels(out, index.pixels());
            writeLayout(out, index.layout());
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    static FrameIndex decode(byte[] encoded) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded));
        if (in.readInt() != MAGIC) {
            throw new IOException("not a frame index");
        }
        int version = in.readUnsignedByte();
        if (version != VERSION) {
            throw new IOException("frame index of version " + version + ", not " + VERSION);
        }
        try {
            TransferSyntax syntax = TransferSyntax.of(in.readUTF())
                    .orElseThrow(() -> new IOException("frame index with an unknown transfer syntax"));
            return new FrameIndex(syntax, readPixels(in), readLayout(in));
        } catch (IllegalArgumentException e) {
            throw new IOException("damaged frame index", e);
        }
    }

    private static void writePixels(DataOutputStream out, PixelDescription pixels) throws IOException {
        writeLong(out, pixels.rows());
        writeLong(out, pixels.columns());
        writeLong(out, pixels.samplesPerPixel());
        writeLong(out, pixels.bitsAllocated());
        writeLong(out, pixels.bitsStored());
        writeLong(out, pixels.highBit());
        out.writeBoolean(pixels.signed());
        writeLong(out, pixels.planarConfiguration());
        out.writeUTF(pixels.photometricInterpretation());
    }

    private static PixelDescription readPixels(DataInputStream in) throws IOException {
        return new PixelDescription(
                readInt(in),
                readInt(in),
                readInt(in),
                readInt(in),
                readInt(in),
                readInt(in),
                in.readBoolean(),
                readInt(in),
                in.readUTF());
    }

    private static void writeLayout(DataOutputStream out, FrameLayout layout) throws IOException {
        switch (layout) {
            case FrameLayout.NoPixels ignored -> out.writeByte(NO_PIXELS);
            case FrameLayout.Native n -> {
                out.writeByte(NATIVE);
                writeSegment(out, n.value());
                writeLong(out, n.frames());
                writeLong(out, n.bitsPerFrame());
                out.writeByte(n.swap());
                writeSegment(out, n.deflated());
            }
            case FrameLayout.Encapsulated e -> {
                out.writeByte(ENCAPSULATED);
                writeSegment(out, e.value());
                writeLong(out, e.frames());
                for (int i = 1; i <= e.frames(); i++) {
                    writeLong(
                            out,
                            e.firstFragments().first(i) - e.firstFragments().first(i - 1));
                }
                long end = e.value().offset();
                for (int i = 0; i < e.positions().count(); i++) {
                    writeLong(out, e.positions().offset(i) - end);
                    writeLong(out, e.positions().length(i));
                    end = e.positions().offset(i) + e.positions().length(i);
                }
            }
            case FrameLayout.NotIndexable n -> {
                out.writeByte(NOT_INDEXABLE);
                writeSegment(out, n.value());
                out.writeUTF(n.fault());
            }
        }
    }

    private static FrameLayout readLayout(DataInputStream in) throws IOException {
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case NO_PIXELS -> new FrameLayout.NoPixels();
            case NATIVE ->
                new FrameLayout.Native(
                        readSegment(in), readInt(in), readLong(in), in.readUnsignedByte(), readSegment(in));
            case ENCAPSULATED -> readEncapsulated(in);
            case NOT_INDEXABLE -> {
                Segment value = readSegment(in);
                yield new FrameLayout.NotIndexable(in.readUTF(), value);
            }
            default -> throw new IOException("frame index with layout " + kind);
        };
    }

    private static FrameLayout readEncapsulated(DataInputStream in) throws IOException {
        Segment value = readSegment(in);
        int frames = readInt(in);
        if (frames < 1 || frames > in.available()) {
            throw new IOException("frame index with " + frames + " frames");
        }
        int[] starts = new int[frames + 1];
        for (int i = 1; i <= frames; i++) {
            starts[i] = starts[i - 1] + readInt(in);
        }
        FragmentPositions.Builder positions = new FragmentPositions.Builder();
        long end = value.offset();
        for (int i = 0; i < starts[frames]; i++) {
            long offset = end + readLong(in);
            long length = readLong(in);
            positions.add(offset, length);
            end = offset + length;
        }
        return new FrameLayout.Encapsulated(positions.build(), FrameStarts.of(starts), value);
    }

    private static void writeSegment(DataOutputStream out, Segment segment) throws IOException {
        writeLong(out, segment.offset());
        writeLong(out, segment.length());
    }

    private static Segment readSegment(DataInputStream in) throws IOException {
        return new Segment(readLong(in), readLong(in));
    }

    private static void writeLong(DataOutputStream out, long value) throws IOException {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.writeByte((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    private static long readLong(DataInputStream in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int b = in.readUnsignedByte();
            value |= (long) (b & 0x7F) << shift;
            if (b < 0x80) {
                return value;
            }
        }
        throw new IOException("frame index with a number of more than 64 bits");
    }

    private static int readInt(DataInputStream in) throws IOException {
        return (int) readLong(in);
    }
}
