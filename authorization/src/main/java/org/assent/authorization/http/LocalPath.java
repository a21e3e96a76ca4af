package org.assent.authorization.http;

import java.util.regex.Pattern;

/** A path of this site to go on to, as it came from a client: anything that a browser could take for another site is not one. */
public final class LocalPath {

    private static final int MAX_LENGTH = 2000;

    /** One slash, then neither slash nor backslash; visible ASCII without backslash (WHATWG URL §4.4 treats it as a slash). */
    private static final Pattern LOCAL = Pattern.compile("/(?![/\\\\])[\\x21-\\x5B\\x5D-\\x7E]*");

    private LocalPath() {}

    /** The path and query if they are local, else {@code otherwise}. */
    public static String orElse(String candidate, String otherwise) {
        return candidate.length() <= MAX_LENGTH && LOCAL.matcher(candidate).matches() ? candidate : otherwise;
    }
}
