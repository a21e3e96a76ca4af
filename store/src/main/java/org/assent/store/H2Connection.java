package org.assent.store;

/** How a database of H2 is connected to, so that what a commit returned for is on disk. */
public final class H2Connection {

    private static final String ANY = "jdbc:h2:";
    private static final String FILE = ANY + "file:";
    /**
     * The file through H2's layer that opens it again when the thread that reads or writes is interrupted. Without it the
     * interrupted channel closes, and the database with it, under everybody: a pool of threads that is being shut down is enough.
     */
    private static final String REOPENED_FILE = ANY + "retry:";

    private static final String SETTINGS = ";WRITE_DELAY=0;TRACE_LEVEL_FILE=0";

    private H2Connection() {}

    /** Whether a JDBC URL is one of H2. */
    public static boolean isH2(String url) {
        return url.startsWith(ANY);
    }

    /**
     * The URL to connect with.
     *
     * @param url {@code jdbc:h2:…}, without settings of H2's own
     * @param more settings besides, each with its semicolon before it; may be empty
     */
    public static String url(String url, String more) {
        String reopened = url.startsWith(FILE) ? REOPENED_FILE + url.substring(FILE.length()) : url;
        return reopened + SETTINGS + more;
    }
}
