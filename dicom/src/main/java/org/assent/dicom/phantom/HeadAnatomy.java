package org.assent.dicom.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The bodies of the phantom: a head after Shepp and Logan (1974) and its extension to three dimensions by Kak and Slaney
 * (1988, table 3.1), with Hounsfield units of tissue in place of their contrasts, and small bodies that differ with the seed.
 */
final class HeadAnatomy {
    private static final int SCALP = 20;
    private static final int FAT = -90;
    private static final int BONE = 900;
    private static final int BRAIN = 34;
    private static final int FLUID = 6;

    private HeadAnatomy() {}

    static List<Ellipsoid> of(long seed) {
        List<Ellipsoid> bodies = new ArrayList<>(List.of(
                new Ellipsoid(SCALP, false, 0, 0, 0, 0.72, 0.95, 1.10, 0),
                new Ellipsoid(FAT, false, 0, 0, 0, 0.705, 0.935, 1.08, 0),
                new Ellipsoid(BONE, false, 0, 0, 0, 0.69, 0.92, 1.05, 0),
                new Ellipsoid(BRAIN, false, 0, 0.0184, 0, 0.6624, 0.874, 0.98, 0),
                new Ellipsoid(FLUID, false, 0.22, 0, -0.05, 0.11, 0.31, 0.50, -18),
                new Ellipsoid(FLUID, false, -0.22, 0, -0.05, 0.16, 0.41, 0.50, 18),
                new Ellipsoid(8, true, 0, -0.35, -0.10, 0.21, 0.25, 0.45, 0),
                new Ellipsoid(22, true, 0, -0.1, 0.10, 0.046, 0.046, 0.30, 0),
                new Ellipsoid(22, true, 0, 0.1, 0.20, 0.046, 0.046, 0.30, 0),
                new Ellipsoid(30, true, -0.08, 0.605, 0.05, 0.046, 0.023, 0.35, 0),
                new Ellipsoid(30, true, 0, 0.605, 0.05, 0.023, 0.023, 0.35, 0),
                new Ellipsoid(30, true, 0.06, 0.605, 0.05, 0.023, 0.046, 0.35, 0),
                new Ellipsoid(FAT, false, 0.27, -0.50, -0.58, 0.19, 0.21, 0.24, -12),
                new Ellipsoid(FAT, false, -0.27, -0.50, -0.58, 0.19, 0.21, 0.24, 12),
                new Ellipsoid(FLUID, false, 0.27, -0.54, -0.58, 0.13, 0.13, 0.16, 0),
                new Ellipsoid(FLUID, false, -0.27, -0.54, -0.58, 0.13, 0.13, 0.16, 0),
                new Ellipsoid(BONE, false, 0, -0.52, -0.62, 0.09, 0.16, 0.24, 0),
                new Ellipsoid(-1000, false, 0, -0.52, -0.62, 0.075, 0.14, 0.22, 0)));
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 24; i++) {
            bodies.add(new Ellipsoid(
                    random.nextInt(-14, 40),
                    true,
                    random.nextDouble(-0.42, 0.42),
                    random.nextDouble(-0.55, 0.6),
                    random.nextDouble(-0.8, 0.8),
                    random.nextDouble(0.02, 0.12),
                    random.nextDouble(0.02, 0.12),
                    random.nextDouble(0.05, 0.3),
                    random.nextDouble(0, 180)));
        }
        return List.copyOf(bodies);
    }
}
