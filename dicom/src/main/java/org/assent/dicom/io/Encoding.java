package org.assent.dicom.io;

import org.assent.dicom.TransferSyntax;

/** How elements are written: with or without value representations, in which byte order (PS3.5 §7). */
record Encoding(boolean explicitVr, boolean bigEndian) {
    static final Encoding EXPLICIT_LITTLE = new Encoding(true, false);
    static final Encoding IMPLICIT_LITTLE = new Encoding(false, false);

    static Encoding of(TransferSyntax syntax) {
        return new Encoding(syntax.isExplicitVr(), syntax.isBigEndian());
    }
}
