package org.assent.dicom.phantom;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** The pixels of one slice: bodies, soft edges, shading and noise. Pure: equal arguments give equal bytes. */
final class HeadSlice {
    private static final int AIR = -1000;
    private static final double NOISE_HU = 9;

    /** The standard deviation of the sum of four bytes, each evenly spread over 256 values. */
    private static final double FOUR_BYTES_DEVIATION = Math.sqrt(4 * (256.0 * 256.0 - 1) / 12);

    private HeadSlice() {}

    /**
     * Draws a slice.
     *
     * @param bodies what is drawn, in order
     * @param height along the body axis, -1 to 1
     * @param size pixels a side
     * @param noiseSeed what the noise comes from
     * @return size * size signed 16-bit little-endian Hounsfield units, row by row
     */
    static byte[] pixels(List<Ellipsoid> bodies, double height, int size, long noiseSeed) {
        float[] image = new float[size * size];
        Arrays.fill(image, AIR);
        for (Ellipsoid body : bodies) {
            body.draw(height, image, size);
        }
        return withNoise(softened(image, size), size, noiseSeed);
    }

    /** Each pixel averaged with its neighbours, as a scanner's focal spot does. */
    private static float[] softened(float[] image, int size) {
        float[] soft = image.clone();
        for (int row = 1; row < size - 1; row++) {
            for (int column = 1; column < size - 1; column++) {
                int at = row * size + column;
                soft[at] = image[at] * 0.5f
                        + (image[at - 1] + image[at + 1] + image[at - size] + image[at + size]) * 0.125f;
            }
        }
        return soft;
    }

    private static byte[] withNoise(float[] image, int size, long noiseSeed) {
        SplittableRandom random = new SplittableRandom(noiseSeed);
        byte[] pixels = new byte[image.length * 2];
        long bits = 0;
        for (int at = 0; at < image.length; at++) {
            bits = at % 2 == 0 ? random.nextLong() : bits >>> 32;
            double noise = (fourBytes((int) bits) - 510) * (NOISE_HU / FOUR_BYTES_DEVIATION);
            double hounsfield = image[at] + noise + shading(at % size, at / size, size, image[at]);
            int value = (int) Math.max(-1024, Math.min(3071, Math.round(hounsfield)));
            pixels[2 * at] = (byte) value;
            pixels[2 * at + 1] = (byte) (value >> 8);
        }
        return pixels;
    }

    private static int fourBytes(int bits) {
        return (bits & 0xFF) + ((bits >>> 8) & 0xFF) + ((bits >>> 16) & 0xFF) + (bits >>> 24);
    }

    /** Beam hardening: tissue near the bone reads a little higher than in the middle. */
    private static double shading(int column, int row, int size, float tissue) {
        if (tissue < -200) {
            return 0;
        }
        double x = 2.0 * column / size - 1;
        double y = 2.0 * row / size - 1;
        return 28 * (x * x + y * y) - 6 + 10 * y;
    }
}
