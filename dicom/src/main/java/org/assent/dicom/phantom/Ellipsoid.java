package org.assent.dicom.phantom;

/**
 * One body of the phantom, in units of half the field of view, centre at 0, x to the right and y down in the image.
 *
 * @param hounsfield what it sets or adds, in HU
 * @param adds whether it adds to what is there; else it replaces it
 * @param x centre
 * @param y centre
 * @param z centre along the body axis, -1 to 1 over the slices
 * @param a half axis along x before turning
 * @param b half axis along y before turning
 * @param c half axis along z
 * @param degrees by how much it is turned in the image
 */
record Ellipsoid(
        int hounsfield, boolean adds, double x, double y, double z, double a, double b, double c, double degrees) {

    /** Draws the section at height {@code slice} into a square image of {@code size} pixels a side. */
    void draw(double slice, float[] image, int size) {
        double dz = (slice - z) / c;
        double scale = Math.sqrt(Math.max(0, 1 - dz * dz));
        if (scale <= 0) {
            return;
        }
        double cos = Math.cos(Math.toRadians(degrees));
        double sin = Math.sin(Math.toRadians(degrees));
        double p = 1 / (a * a * scale * scale);
        double q = 1 / (b * b * scale * scale);
        // |point| <= 1 as a quadratic in u, the horizontal distance from the centre: uu*u*u + uv*u*v + vv*v*v <= 1
        double uu = p * cos * cos + q * sin * sin;
        double uv = 2 * sin * cos * (p - q);
        double vv = p * sin * sin + q * cos * cos;
        for (int row = 0; row < size; row++) {
            double v = (2.0 * row + 1) / size - 1 - y;
            double root = uv * uv * v * v - 4 * uu * (vv * v * v - 1);
            if (root >= 0) {
                double middle = x - uv * v / (2 * uu);
                double half = Math.sqrt(root) / (2 * uu);
                drawRow(image, size, row, middle - half, middle + half);
            }
        }
    }

    private void drawRow(float[] image, int size, int row, double from, double to) {
        int left = (int) Math.max(0, Math.ceil((from + 1) * size / 2 - 0.5));
        int right = (int) Math.min(size - 1.0, Math.floor((to + 1) * size / 2 - 0.5));
        for (int at = row * size + left; at <= row * size + right; at++) {
            image[at] = adds ? image[at] + hounsfield : hounsfield;
        }
    }
}
