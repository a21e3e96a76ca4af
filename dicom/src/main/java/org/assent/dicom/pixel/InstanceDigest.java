package org.assent.dicom.pixel;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.assent.dicom.source.ByteSource;

/**
 * The hashes of one stored instance that go into the manifest of its study.
 *
 * <p>With them a recipient can check a file, or a single frame of it, without the rest. Every byte of the file is covered,
 * but for the item headers and offset table of compressed pixel data, which only say where frames lie, and one byte of
 * padding.
 *
 * @param outsidePixelData SHA-256 of the bytes of the file before and after the value of Pixel Data, joined; of the whole
 *     file if it has no pixel data or is deflated
 * @param frames SHA-256 of the bytes of each frame as {@link FrameReader} gives them, in order; then, if uncompressed pixel
 *     data has more behind the last frame than a byte of padding, one of the rest. If frames cannot be told apart, one of
 *     the whole value; without pixel data, none
 */
public record InstanceDigest(Sha256 outsidePixelData, List<Sha256> frames) {
    /** Copies the list. */
    public InstanceDigest {
        frames = List.copyOf(frames);
    }

    /**
     * Hashes a file, reading each byte once and in order.
     *
     * @param source the bytes of the file that was indexed
     * @param index its index
     */
    public static InstanceDigest of(ByteSource source, FrameIndex index) throws IOException {
        MessageDigest outside = Sha256.digest();
        List<Sha256> frames = new ArrayList<>();
        Segment value = valueInFile(index.layout());
        update(outside, source, new Segment(0, value.offset()));
        if (index.layout() instanceof FrameLayout.NotIndexable && value.length() > 0) {
            frames.add(hash(source, value));
        }
        try (FrameReader reader = new FrameReader(index, source)) {
            for (int number = 1; number <= index.frameCount(); number++) {
                MessageDigest digest = Sha256.digest();
                reader.writeTo(number, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
                frames.add(Sha256.finish(digest));
            }
        }
        if (index.layout() instanceof FrameLayout.Native n && !n.isDeflated() && n.excessBytes() > 1) {
            frames.add(hash(source, new Segment(n.value().end() - n.excessBytes(), n.excessBytes())));
        }
        update(outside, source, new Segment(value.end(), source.size() - value.end()));
        return new InstanceDigest(Sha256.finish(outside), frames);
    }

    /** The value of Pixel Data in the file; empty, at its start, if there is none or it cannot be pointed at. */
    private static Segment valueInFile(FrameLayout layout) {
        return switch (layout) {
            case FrameLayout.NoPixels ignored -> new Segment(0, 0);
            case FrameLayout.Native n -> n.isDeflated() ? new Segment(0, 0) : n.value();
            case FrameLayout.Encapsulated e -> e.value();
            case FrameLayout.NotIndexable n -> n.value();
        };
    }

    private static Sha256 hash(ByteSource source, Segment range) throws IOException {
        MessageDigest digest = Sha256.digest();
        update(digest, source, range);
        return Sha256.finish(digest);
    }

    private static void update(MessageDigest digest, ByteSource source, Segment range) throws IOException {
        source.copyTo(range.offset(), range.length(), new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    }
}
