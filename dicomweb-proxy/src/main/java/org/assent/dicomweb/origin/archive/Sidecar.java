package org.assent.dicomweb.origin.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.assent.dicom.AttributePath;
import org.assent.dicom.io.DicomFile;

/**
 * The file beside each instance with everything that reading it needs: metadata as JSON, frame index, places of bulk data,
 * digests for the manifest. Made once at ingest, so that no request parses DICOM.
 *
 * <p>Derived: one that is missing or damaged is made again from the instance. Two sections, each with its checksum: the
 * metadata, which series are read for, and the rest. Big endian.
 */
final class Sidecar {

    private static final int MAGIC = 0x41535831;
    private static final int HEADER = 20;
    private static final int MAX_SECTION = 1 << 30;

    private Sidecar() {}

    /** Something in a sidecar is not as it was written. */
    static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1L;

        DamagedException(String what) {
            super(what);
        }
    }

    /**
     * Makes the sidecar of a parsed file.
     *
     * @param instancePath path of the instance below the service base
     */
    static byte[] of(DicomFile file, String instancePath) throws IOException {
        List<AttributePath> references = new ArrayList<>();
        byte[] first = PreparedJson.of(file.dataSet(), instancePath, references).encode();
        byte[] second = ReadingAids.of(file, references).encode();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(HEADER + first.length + second.length);
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(MAGIC);
        out.writeInt(first.length);
        out.writeInt(checksum(first));
        out.writeInt(second.length);
        out.writeInt(checksum(second));
        out.write(first);
        out.write(second);
        return bytes.toByteArray();
    }

    /** Reads the metadata. */
    static PreparedJson json(Path file) throws IOException {
        return PreparedJson.decode(section(file, true));
    }

    /** Reads the rest. */
    static ReadingAids aids(Path file) throws IOException {
        return ReadingAids.decode(section(file, false));
    }

    private static byte[] section(Path file, boolean first) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer header = ByteBuffer.allocate(HEADER);
            read(channel, header, 0);
            if (header.getInt() != MAGIC) {
                throw new DamagedException("not a sidecar");
            }
            int firstLength = header.getInt();
            int firstChecksum = header.getInt();
            int secondLength = header.getInt();
            int secondChecksum = header.getInt();
            long size = channel.size();
            if (firstLength < 0 || secondLength < 0 || (long) HEADER + firstLength + secondLength != size) {
                throw new DamagedException("lengths do not agree");
            }
            ByteBuffer section = ByteBuffer.allocate(Math.min(first ? firstLength : secondLength, MAX_SECTION));
            read(channel, section, first ? HEADER : HEADER + (long) firstLength);
            if (checksum(section.array()) != (first ? firstChecksum : secondChecksum)) {
                throw new DamagedException("checksum differs");
            }
            return section.array();
        }
    }

    private static void read(FileChannel channel, ByteBuffer target, long position) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int count = channel.read(target, at);
            if (count < 0) {
                throw new DamagedException("ends early");
            }
            at += count;
        }
        target.flip();
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    static DataInputStream input(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    /** Reads a count that cannot be more than {@code most}. */
    static int count(DataInputStream in, int most) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > most) {
            throw new DamagedException("impossible count");
        }
        return count;
    }
}
