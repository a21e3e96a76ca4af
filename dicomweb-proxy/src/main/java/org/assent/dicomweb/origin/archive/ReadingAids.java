package org.assent.dicomweb.origin.archive;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assent.dicom.AttributePath;
import org.assent.dicom.data.DataElement;
import org.assent.dicom.data.Value;
import org.assent.dicom.io.DicomFile;
import org.assent.dicom.pixel.FrameIndex;
import org.assent.dicom.pixel.InstanceDigest;
import org.assent.dicom.pixel.Sha256;
import org.assent.dicomweb.origin.archive.BulkValue.Place;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;

/**
 * What the sidecar holds beside the metadata.
 *
 * @param index where the frames lie
 * @param bulk where the values lie that metadata gives by reference
 * @param outsidePixelData digest for the manifest
 * @param frames digests of the frames for the manifest, in order
 */
record ReadingAids(FrameIndex index, List<BulkValue> bulk, Bytes32 outsidePixelData, List<Bytes32> frames) {

    private static final int IN_FILE = 0;
    private static final int COPIED = 1;
    private static final int FRAMES = 2;

    ReadingAids {
        bulk = List.copyOf(bulk);
        frames = List.copyOf(frames);
    }

    static ReadingAids of(DicomFile file, List<AttributePath> references) throws IOException {
        FrameIndex index = FrameIndex.of(file);
        InstanceDigest digest = InstanceDigest.of(file.source(), index);
        List<BulkValue> bulk = new ArrayList<>();
        for (AttributePath path : references) {
            DataElement element = file.dataSet()
                    .find(path)
                    .orElseThrow(() -> new IllegalStateException("no " + path + " in its own data set"));
            bulk.add(new BulkValue(path, place(file, element)));
        }
        return new ReadingAids(
                index,
                bulk,
                bytes(digest.outsidePixelData()),
                digest.frames().stream().map(ReadingAids::bytes).toList());
    }

    private static Place place(DicomFile file, DataElement element) throws IOException {
        return switch (element.value()) {
            case Value.Stored stored ->
                !file.transferSyntax().isDeflated()
                        ? new Place.InFile(stored.offset(), stored.length(), stored.swap())
                        : new Place.Copied(Bytes.of(stored.toByteArray()));
            case Value.Bytes bytes -> new Place.Copied(Bytes.of(bytes.toByteArray()));
            case Value.Fragments ignored -> new Place.Frames();
            case Value.Items ignored -> throw new IllegalStateException("a sequence is no bulk data");
            case Value.Reference ignored -> throw new IllegalStateException("a file holds no references");
        };
    }

    private static Bytes32 bytes(Sha256 hash) {
        return Bytes32.of(hash.toByteArray());
    }

    byte[] encode() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        byte[] encodedIndex = index.encode();
        out.writeInt(encodedIndex.length);
        out.write(encodedIndex);
        out.writeInt(bulk.size());
        for (BulkValue value : bulk) {
            out.writeUTF(value.path().toString());
            write(out, value.place());
        }
        out.write(outsidePixelData.toByteArray());
        out.writeInt(frames.size());
        for (Bytes32 frame : frames) {
            out.write(frame.toByteArray());
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, Place place) throws IOException {
        switch (place) {
            case Place.InFile(long offset, long length, int swap) -> {
                out.writeByte(IN_FILE);
                out.writeLong(offset);
                out.writeLong(length);
                out.writeByte(swap);
            }
            case Place.Copied(var copy) -> {
                out.writeByte(COPIED);
                out.writeInt(copy.length());
                out.write(copy.toByteArray());
            }
            case Place.Frames() -> out.writeByte(FRAMES);
        }
    }

    static ReadingAids decode(byte[] encoded) throws IOException {
        try (DataInputStream in = Sidecar.input(encoded)) {
            FrameIndex index = FrameIndex.decode(in.readNBytes(Sidecar.count(in, encoded.length)));
            int bulkCount = Sidecar.count(in, encoded.length);
            List<BulkValue> bulk = new ArrayList<>();
            for (int i = 0; i < bulkCount; i++) {
                AttributePath path =
                        AttributePath.parse(in.readUTF()).orElseThrow(() -> new Sidecar.DamagedException("not a path"));
                bulk.add(new BulkValue(path, readPlace(in, encoded.length)));
            }
            Bytes32 outside = Bytes32.of(in.readNBytes(Bytes32.LENGTH));
            int frameCount = Sidecar.count(in, encoded.length / Bytes32.LENGTH);
            List<Bytes32> frames = new ArrayList<>(frameCount);
            for (int i = 0; i < frameCount; i++) {
                frames.add(Bytes32.of(in.readNBytes(Bytes32.LENGTH)));
            }
            return new ReadingAids(index, bulk, outside, frames);
        }
    }

    private static Place readPlace(DataInputStream in, int most) throws IOException {
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case IN_FILE -> new Place.InFile(in.readLong(), in.readLong(), in.readUnsignedByte());
            case COPIED -> new Place.Copied(Bytes.of(in.readNBytes(Sidecar.count(in, most))));
            case FRAMES -> new Place.Frames();
            default -> throw new Sidecar.DamagedException("no such place");
        };
    }
}
