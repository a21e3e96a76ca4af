package org.assent.requirements;

/** How strong a requirement is, in the words of RFC 2119. */
public enum Level {
    MUST,
    SHOULD,
    MAY
}
