package org.assent.dicomweb.qido;

/** Wildcard matching (PS3.4 C.2.2.2.4): {@code *} is any run of characters, {@code ?} any single one. */
final class Wildcard {

    private Wildcard() {}

    /** Whether the text has a wildcard. */
    static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    /** The pattern of a LIKE with {@code escape '!'}. */
    static String like(String text) {
        StringBuilder like = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '*' -> like.append('%');
                case '?' -> like.append('_');
                case '%', '_', '!' -> like.append('!').append(c);
                default -> like.append(c);
            }
        }
        return like.toString();
    }
}
