package org.assent.dicom.pixel;

import org.assent.dicom.Tag;
import org.assent.dicom.data.DataSet;

/**
 * How the numbers of an image lie in its frames: the Image Pixel Module, PS3.3 C.7.6.3.
 *
 * @param rows Rows (0028,0010), 0 if absent
 * @param columns Columns (0028,0011), 0 if absent
 * @param samplesPerPixel Samples per Pixel (0028,0002), 1 if absent
 * @param bitsAllocated Bits Allocated (0028,0100), 0 if absent
 * @param bitsStored Bits Stored (0028,0101), as Bits Allocated if absent
 * @param highBit High Bit (0028,0102), Bits Stored - 1 if absent
 * @param signed whether Pixel Representation (0028,0103) is 1
 * @param planarConfiguration Planar Configuration (0028,0006), 0 if absent
 * @param photometricInterpretation Photometric Interpretation (0028,0004), empty if absent or longer than CS allows
 */
public record PixelDescription(
        int rows,
        int columns,
        int samplesPerPixel,
        int bitsAllocated,
        int bitsStored,
        int highBit,
        boolean signed,
        int planarConfiguration,
        String photometricInterpretation) {

    private static final int MOST_ROWS_OR_COLUMNS = 0xFFFF;
    private static final int LONGEST_CODE_STRING = 16;

    static PixelDescription of(DataSet dataSet) {
        int allocated = dataSet.integer(Tag.BITS_ALLOCATED).orElse(0);
        int stored = dataSet.integer(Tag.BITS_STORED).orElse(allocated);
        return new PixelDescription(
                dataSet.integer(Tag.ROWS).orElse(0),
                dataSet.integer(Tag.COLUMNS).orElse(0),
                dataSet.integer(Tag.SAMPLES_PER_PIXEL).orElse(1),
                allocated,
                stored,
                dataSet.integer(Tag.HIGH_BIT).orElse(stored - 1),
                dataSet.integer(Tag.PIXEL_REPRESENTATION).orElse(0) == 1,
                dataSet.integer(Tag.PLANAR_CONFIGURATION).orElse(0),
                dataSet.string(Tag.PHOTOMETRIC_INTERPRETATION)
                        .filter(name -> name.length() <= LONGEST_CODE_STRING)
                        .orElse(""));
    }

    /** The bits of one uncompressed frame, or 0 if the description makes no sense. */
    public long bitsPerFrame() {
        boolean sensible = rows > 0
                && rows <= MOST_ROWS_OR_COLUMNS
                && columns > 0
                && columns <= MOST_ROWS_OR_COLUMNS
                && bitsAllocated > 0
                && bitsAllocated <= 64
                && samplesPerPixel > 0
                && samplesPerPixel <= 4;
        if (!sensible) {
            return 0;
        }
        long oneSample = (long) rows * columns * bitsAllocated;
        return switch (photometricInterpretation) {
            case "YBR_FULL_422", "YBR_PARTIAL_422" -> oneSample * 2; // PS3.3 C.7.6.3.1.2: chroma at half width
            case "YBR_PARTIAL_420" -> oneSample * 3 / 2;
            default -> oneSample * samplesPerPixel;
        };
    }
}
