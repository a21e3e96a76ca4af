package org.assent.testsupport;

import java.security.SecureRandom;
import java.util.Random;

/**
 * Random numbers for tests that can be repeated.
 *
 * <p>The seed of each test is printed to standard output; {@code -Dassent.seed=N} runs every test with that seed again.
 */
public final class Seeds {
    /** The system property that fixes the seed, a decimal {@code long}. */
    public static final String PROPERTY = "assent.seed";

    private Seeds() {}

    /**
     * The seed to use for {@code test}, printed together with the way to repeat it.
     *
     * @param test a name that a reader of the log recognises
     * @throws NumberFormatException if the system property is set and is not a number
     */
    public static long seed(String test) {
        String fixed = System.getProperty(PROPERTY);
        long seed = fixed == null ? new SecureRandom().nextLong() : Long.parseLong(fixed);
        System.out.println(test + ": repeat with -D" + PROPERTY + "=" + seed);
        return seed;
    }

    /** A generator started with {@link #seed}. */
    public static Random random(String test) {
        return new Random(seed(test));
    }
}
