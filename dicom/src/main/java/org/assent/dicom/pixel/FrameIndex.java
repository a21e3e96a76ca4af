package org.assent.dicom.pixel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assent.dicom.TransferSyntax;
import org.assent.dicom.io.DicomFile;

/**
 * Where each frame of one stored instance lies, so that it is read without parsing the file again.
 *
 * <p>Made once when the instance is received and kept beside it in the form of {@link #encode}. Immutable.
 *
 * @param transferSyntax how the instance is stored
 * @param pixels the numbers in a frame
 * @param layout the places
 */
public record FrameIndex(TransferSyntax transferSyntax, PixelDescription pixels, FrameLayout layout) {
    /**
     * Indexes a parsed file. Pixel data that cannot be indexed is a {@link FrameLayout.NotIndexable}, not an error.
     *
     * @throws IOException if the file cannot be read, where starts of frames must be looked for in it
     */
    public static FrameIndex of(DicomFile file) throws IOException {
        return FrameIndexer.index(file);
    }

    /** Reads the form that {@link #encode} gives; {@link IOException} if it is not that. */
    public static FrameIndex decode(byte[] encoded) throws IOException {
        return FrameIndexFormat.decode(encoded);
    }

    /** A compact binary form with a version, a few bytes a frame. */
    public byte[] encode() {
        return FrameIndexFormat.encode(this);
    }

    /** The number of frames that can be read; 0 without pixel data and where they cannot be told apart. */
    public int frameCount() {
        return layout.frames();
    }

    /**
     * Whether the bytes of {@link #frame} are what a client gets: else {@link FrameReader} inflates, turns words round or
     * shifts bits.
     */
    public boolean isServedAsStored() {
        return switch (layout) {
            case FrameLayout.Native n -> n.swap() == 1 && !n.isDeflated() && n.bitsPerFrame() % 8 == 0;
            case FrameLayout.Encapsulated ignored -> true;
            case FrameLayout.NoPixels ignored -> false;
            case FrameLayout.NotIndexable ignored -> false;
        };
    }

    /**
     * Where a frame lies.
     *
     * @param number from 1
     * @throws IndexOutOfBoundsException if there is no such frame
     */
    public Frame frame(int number) {
        if (number < 1 || number > frameCount()) {
            throw new IndexOutOfBoundsException("frame " + number + " of " + frameCount());
        }
        return switch (layout) {
            case FrameLayout.Native n -> {
                long firstBit = (number - 1) * n.bitsPerFrame();
                long firstByte = firstBit / 8;
                long endByte = (firstBit + n.bitsPerFrame() + 7) / 8;
                Segment segment = new Segment(n.value().offset() + firstByte, endByte - firstByte);
                yield new Frame(List.of(segment), (int) (firstBit % 8));
            }
            case FrameLayout.Encapsulated e -> {
                List<Segment> segments = new ArrayList<>();
                for (int i = e.firstFragments().first(number - 1);
                        i < e.firstFragments().first(number);
                        i++) {
                    segments.add(
                            new Segment(e.positions().offset(i), e.positions().length(i)));
                }
                yield new Frame(segments, 0);
            }
            case FrameLayout.NoPixels ignored -> throw new IllegalStateException("no frames");
            case FrameLayout.NotIndexable ignored -> throw new IllegalStateException("no frames");
        };
    }
}
