package org.assent.dicom.pixel;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.assent.dicom.Tag;
import org.assent.dicom.data.DataElement;
import org.assent.dicom.data.DataSet;
import org.assent.dicom.data.Value;
import org.assent.dicom.io.DicomFile;
import org.assent.dicom.source.InflatedSource;

/** Makes the {@link FrameIndex} of a file. */
final class FrameIndexer {
    /** Of the three kinds of pixel data (PS3.3 C.7.6.3, C.7.6.24, C.7.6.25) an instance has at most one. */
    private static final List<Tag> PIXEL_TAGS =
            List.of(Tag.PIXEL_DATA, Tag.FLOAT_PIXEL_DATA, Tag.DOUBLE_FLOAT_PIXEL_DATA);

    private FrameIndexer() {}

    static FrameIndex index(DicomFile file) throws IOException {
        PixelDescription pixels = PixelDescription.of(file.dataSet());
        FrameLayout layout = new FrameLayout.NoPixels();
        for (Tag tag : PIXEL_TAGS) {
            Optional<DataElement> element = file.dataSet().get(tag);
            if (element.isPresent() && !element.get().isEmpty()) {
                layout = layout(file, element.get(), pixels);
                break;
            }
        }
        return new FrameIndex(file.transferSyntax(), pixels, layout);
    }

    private static FrameLayout layout(DicomFile file, DataElement element, PixelDescription pixels) throws IOException {
        int frames = frames(file.dataSet());
        return switch (element.value()) {
            case Value.Stored stored -> nativeLayout(file, stored, pixels, frames);
            case Value.Fragments fragments -> EncapsulatedFrames.layout(file, fragments, frames);
            case Value.Bytes ignored -> throw new IllegalStateException("pixel data in memory");
            case Value.Items ignored -> new FrameLayout.NotIndexable("Pixel Data is a sequence.", new Segment(0, 0));
            case Value.Reference ignored -> throw new IllegalStateException("pixel data elsewhere");
        };
    }

    /** Number of Frames (0028,0008); 1 if it is absent or not positive. */
    private static int frames(DataSet dataSet) {
        return Math.max(1, dataSet.integer(Tag.NUMBER_OF_FRAMES).orElse(1));
    }

    private static FrameLayout nativeLayout(DicomFile file, Value.Stored stored, PixelDescription pixels, int frames) {
        Segment deflated = file.dataSetSource() instanceof InflatedSource inflated
                ? new Segment(inflated.start(), inflated.size())
                : new Segment(0, 0);
        boolean inFile = deflated.length() == 0;
        Segment value = new Segment(stored.offset(), stored.length());
        FrameLayout layout = nativeLayout(file, value, stored.swap(), pixels, frames, deflated);
        return layout instanceof FrameLayout.NotIndexable n && !inFile
                ? new FrameLayout.NotIndexable(n.fault(), new Segment(0, 0))
                : layout;
    }

    private static FrameLayout nativeLayout(
            DicomFile file, Segment value, int swap, PixelDescription pixels, int frames, Segment deflated) {
        if (file.transferSyntax().isEncapsulated()) {
            return new FrameLayout.NotIndexable(
                    "The transfer syntax is compressed but Pixel Data is not in fragments.", value);
        }
        long bits = pixels.bitsPerFrame();
        if (bits == 0) {
            return new FrameLayout.NotIndexable(
                    "Rows, Columns, Samples per Pixel or Bits Allocated is absent or out of range.", value);
        }
        if (bits > value.length() * 8 / frames) {
            return new FrameLayout.NotIndexable(
                    "Pixel Data has fewer bytes than " + frames + " frames of this size need.", value);
        }
        if (bits % 8 != 0 && pixels.bitsAllocated() != 1) {
            return new FrameLayout.NotIndexable("Frames do not start at whole bytes.", value);
        }
        return new FrameLayout.Native(value, frames, bits, swap, deflated);
    }
}
