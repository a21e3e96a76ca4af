package org.assent.dicom.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assent.dicom.Tag;
import org.assent.dicom.TransferSyntax.Codec;
import org.assent.dicom.data.DataElement;
import org.assent.dicom.data.FragmentPositions;
import org.assent.dicom.data.Value;
import org.assent.dicom.io.DicomFile;
import org.jspecify.annotations.Nullable;

/**
 * Tells which fragments make which frame.
 *
 * <p>In this order, taking the first that fits all fragments: Extended Offset Table (PS3.3 C.7.6.3.1.8), Basic Offset Table
 * (PS3.5 A.4), one frame, one fragment for each frame, fragments that begin like a code stream.
 */
final class EncapsulatedFrames {
    private static final int ITEM_HEADER = 8;

    private EncapsulatedFrames() {}

    static FrameLayout layout(DicomFile file, Value.Fragments fragments, int frames) throws IOException {
        Segment value = new Segment(fragments.valueOffset(), fragments.valueLength());
        Codec codec = file.transferSyntax().codec();
        FragmentPositions positions = fragments.positions();
        if (codec.isVideo()) {
            return new FrameLayout.NotIndexable("A video has one stream for all frames.", value);
        }
        if (positions.count() < frames) {
            return new FrameLayout.NotIndexable(
                    "Pixel Data has " + positions.count() + " fragments, fewer than its " + frames + " frames.", value);
        }
        FragmentPositions exact = extendedOffsets(file, positions, frames);
        if (exact != null) {
            return layout(exact, IntStream.rangeClosed(0, frames).toArray(), value);
        }
        int[] starts = basicOffsets(fragments, frames);
        if (starts == null && frames == 1) {
            starts = new int[] {0, positions.count()};
        }
        if (starts == null && positions.count() == frames) {
            starts = IntStream.rangeClosed(0, frames).toArray();
        }
        if (starts == null) {
            starts = codeStreams(fragments, codec, frames);
        }
        return starts == null
                ? new FrameLayout.NotIndexable(
                        "No offset table, and " + positions.count() + " fragments for " + frames + " frames.", value)
                : layout(positions, starts, value);
    }

    private static FrameLayout layout(FragmentPositions positions, int[] starts, Segment value) {
        return new FrameLayout.Encapsulated(positions, FrameStarts.of(starts), value);
    }

    /** One fragment a frame, with the lengths before padding; null if the table is absent or does not fit. */
    private static @Nullable FragmentPositions extendedOffsets(DicomFile file, FragmentPositions positions, int frames)
            throws IOException {
        ByteBuffer offsets = longs(file, Tag.EXTENDED_OFFSET_TABLE, frames);
        ByteBuffer lengths = longs(file, Tag.EXTENDED_OFFSET_TABLE_LENGTHS, frames);
        if (offsets == null || lengths == null || positions.count() != frames) {
            return null;
        }
        FragmentPositions.Builder exact = new FragmentPositions.Builder();
        long base = positions.offset(0) - ITEM_HEADER;
        for (int i = 0; i < frames; i++) {
            long length = lengths.getLong();
            boolean fits = offsets.getLong() == positions.offset(i) - ITEM_HEADER - base
                    && length > 0
                    && length <= positions.length(i)
                    && length >= positions.length(i) - 1;
            if (!fits) {
                return null;
            }
            exact.add(positions.offset(i), length);
        }
        return exact.build();
    }

    private static @Nullable ByteBuffer longs(DicomFile file, Tag tag, int count) throws IOException {
        Optional<DataElement> element = file.dataSet().get(tag);
        if (element.isEmpty()) {
            return null;
        }
        long expected = count * 8L;
        if (element.get().value() instanceof Value.Bytes bytes && bytes.length() == expected) {
            return bytes.buffer();
        }
        if (element.get().value() instanceof Value.Stored stored && stored.length() == expected) {
            return ByteBuffer.wrap(stored.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        }
        return null;
    }

    /** The first fragment of each frame by the Basic Offset Table; null if it is empty or does not fit. */
    private static int @Nullable [] basicOffsets(Value.Fragments fragments, int frames) {
        FragmentPositions positions = fragments.positions();
        if (fragments.basicOffsetTable().length() != frames * 4L) {
            return null;
        }
        ByteBuffer offsets = fragments.basicOffsetTable().buffer();
        long base = positions.offset(0) - ITEM_HEADER;
        int[] starts = new int[frames + 1];
        int fragment = 0;
        for (int frame = 0; frame < frames; frame++) {
            long offset = offsets.getInt() & 0xFFFFFFFFL;
            while (fragment < positions.count() && positions.offset(fragment) - ITEM_HEADER - base < offset) {
                fragment++;
            }
            boolean fits = fragment < positions.count()
                    && positions.offset(fragment) - ITEM_HEADER - base == offset
                    && (frame == 0 ? fragment == 0 : fragment > starts[frame - 1]);
            if (!fits) {
                return null;
            }
            starts[frame] = fragment;
        }
        starts[frames] = positions.count();
        return starts;
    }

    /** The fragments that begin like a code stream, if there are as many as frames and the first is one. */
    private static int @Nullable [] codeStreams(Value.Fragments fragments, Codec codec, int frames) throws IOException {
        FragmentPositions positions = fragments.positions();
        int[] starts = new int[frames + 1];
        int found = 0;
        byte[] head = new byte[CodeStreams.HEAD];
        for (int i = 0; i < positions.count(); i++) {
            int length = (int) Math.min(head.length, positions.length(i));
            fragments.source().readFully(positions.offset(i), head, 0, length);
            if (CodeStreams.startsLike(codec, head, length)) {
                if (found == frames || (found == 0 && i > 0)) {
                    return null;
                }
                starts[found++] = i;
            }
        }
        starts[frames] = positions.count();
        return found == frames ? starts : null;
    }
}
