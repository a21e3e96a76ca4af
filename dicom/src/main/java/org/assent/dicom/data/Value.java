package org.assent.dicom.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.assent.dicom.source.ByteSource;

/**
 * The value of one data element: in memory, still in its file, items, fragments, or elsewhere.
 *
 * <p>Bytes given out are little endian whatever the file's byte order is. Immutable.
 */
public sealed interface Value permits Value.Bytes, Value.Stored, Value.Items, Value.Fragments, Value.Reference {

    /** A value in memory, as its little-endian bytes with padding. */
    final class Bytes implements Value {
        /** No bytes. */
        public static final Bytes EMPTY = new Bytes(new byte[0]);

        private final byte[] bytes;

        private Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        /** A value over {@code bytes}, which must not be changed afterwards. */
        public static Bytes of(byte[] bytes) {
            return bytes.length == 0 ? EMPTY : new Bytes(bytes);
        }

        /** The number of bytes. */
        public int length() {
            return bytes.length;
        }

        /** A copy of the bytes. */
        public byte[] toByteArray() {
            return bytes.clone();
        }

        /** Writes all bytes. */
        public void writeTo(OutputStream out) throws IOException {
            out.write(bytes);
        }

        /** The bytes without a copy, read-only and in little-endian order, from position 0. */
        public ByteBuffer buffer() {
            return ByteBuffer.wrap(bytes).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        }

        /** The bytes themselves, for readers in this package. */
        byte[] array() {
            return bytes;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return bytes.length + " bytes";
        }
    }

    /**
     * A value that stays where it is until it is read.
     *
     * @param source what holds it; the value can be read until this is closed
     * @param offset where it starts
     * @param length its number of bytes
     * @param swap the length of the words whose bytes must be turned round to get little endian: 1 for none, 2, 4 or 8
     */
    record Stored(ByteSource source, long offset, long length, int swap) implements Value {
        /**
         * Reads all of it.
         *
         * @throws IOException if reading fails, or if it is longer than an array can be
         */
        public byte[] toByteArray() throws IOException {
            if (length > Integer.MAX_VALUE - 16) {
                throw new IOException("a value of " + length + " bytes is too long for memory");
            }
            byte[] bytes = new byte[(int) length];
            source.readFully(offset, bytes, 0, bytes.length);
            ByteOrders.swap(bytes, bytes.length, swap);
            return bytes;
        }

        /** Copies it to {@code out} through a small buffer. */
        public void writeTo(OutputStream out) throws IOException {
            if (swap == 1) {
                source.copyTo(offset, length, out);
            } else {
                ByteOrders.copySwapped(source, offset, length, swap, out);
            }
        }
    }

    /**
     * The items of a sequence.
     *
     * @param dataSets one for each item, in order, possibly none
     */
    record Items(List<DataSet> dataSets) implements Value {
        /** Copies the list. */
        public Items {
            dataSets = List.copyOf(dataSets);
        }
    }

    /**
     * Encapsulated pixel data: fragments that stay in the file (PS3.5 A.4).
     *
     * @param source what holds them
     * @param valueOffset where the first item header starts
     * @param valueLength the bytes from there to the end of the sequence delimitation item
     * @param basicOffsetTable the first item's content, a list of 32-bit offsets, empty if there is none
     * @param positions where the fragments lie
     */
    record Fragments(
            ByteSource source, long valueOffset, long valueLength, Bytes basicOffsetTable, FragmentPositions positions)
            implements Value {
        private static final int DELIMITER_LENGTH = 8;

        /** Copies the value field as it is, item headers included, without the sequence delimitation item. */
        public void writeTo(OutputStream out) throws IOException {
            source.copyTo(valueOffset, valueLength - DELIMITER_LENGTH, out);
        }

        /** Copies the contents of all fragments, joined: a video stream, or the one frame of an image. */
        public void writeContentTo(OutputStream out) throws IOException {
            for (int i = 0; i < positions.count(); i++) {
                source.copyTo(positions.offset(i), positions.length(i), out);
            }
        }

        /** The number of fragments, the offset table not counted. */
        public int count() {
            return positions.count();
        }
    }

    /**
     * A value that JSON names instead of holding (PS3.18 F.2.2).
     *
     * @param uri the Bulk Data URI as received, absolute or not
     */
    record Reference(String uri) implements Value {}
}
