package org.assent.dicom;

import org.jspecify.annotations.Nullable;

/** Value representations: the 34 of PS3.5 §6.2, with what a reader must know of each. */
public enum Vr {
    AE(Kind.TEXT),
    AS(Kind.TEXT),
    AT(Kind.BINARY, 2, false),
    CS(Kind.TEXT),
    DA(Kind.TEXT),
    DS(Kind.TEXT),
    DT(Kind.TEXT),
    FD(Kind.BINARY, 8, false),
    FL(Kind.BINARY, 4, false),
    IS(Kind.TEXT),
    LO(Kind.CHARSET_TEXT),
    LT(Kind.CHARSET_BLOCK),
    OB(Kind.BULK, 1, true),
    OD(Kind.BULK, 8, true),
    OF(Kind.BULK, 4, true),
    OL(Kind.BULK, 4, true),
    OV(Kind.BULK, 8, true),
    OW(Kind.BULK, 2, true),
    PN(Kind.CHARSET_TEXT),
    SH(Kind.CHARSET_TEXT),
    SL(Kind.BINARY, 4, false),
    SQ(Kind.SEQUENCE, 1, true),
    SS(Kind.BINARY, 2, false),
    ST(Kind.CHARSET_BLOCK),
    SV(Kind.BINARY, 8, true),
    TM(Kind.TEXT),
    UC(Kind.CHARSET_TEXT, 1, true),
    UI(Kind.TEXT),
    UL(Kind.BINARY, 4, false),
    UN(Kind.BULK, 1, true),
    UR(Kind.BLOCK, 1, true),
    US(Kind.BINARY, 2, false),
    UT(Kind.CHARSET_BLOCK, 1, true),
    UV(Kind.BINARY, 8, true);

    private enum Kind {
        TEXT,
        BLOCK,
        CHARSET_TEXT,
        CHARSET_BLOCK,
        BINARY,
        BULK,
        SEQUENCE
    }

    private static final @Nullable Vr[] BY_CODE = new Vr[26 * 26];

    static {
        for (Vr vr : values()) {
            BY_CODE[(vr.name().charAt(0) - 'A') * 26 + vr.name().charAt(1) - 'A'] = vr;
        }
    }

    private final Kind kind;
    private final int wordLength;
    private final boolean longForm;

    Vr(Kind kind) {
        this(kind, 1, false);
    }

    Vr(Kind kind, int wordLength, boolean longForm) {
        this.kind = kind;
        this.wordLength = wordLength;
        this.longForm = longForm;
    }

    /** The value representation with these two code bytes, or null if PS3.5 §6.2 has none. */
    public static @Nullable Vr ofCode(int first, int second) {
        boolean letters = first >= 'A' && first <= 'Z' && second >= 'A' && second <= 'Z';
        return letters ? BY_CODE[(first - 'A') * 26 + second - 'A'] : null;
    }

    /** Whether values are text, in whatever character set. */
    public boolean isText() {
        return kind == Kind.TEXT || kind == Kind.BLOCK || usesCharacterSet();
    }

    /** Whether Specific Character Set (0008,0005) applies: LO, LT, PN, SH, ST, UC, UT. */
    public boolean usesCharacterSet() {
        return kind == Kind.CHARSET_TEXT || kind == Kind.CHARSET_BLOCK;
    }

    /** Whether a backslash separates values: all text except LT, ST, UT and UR. */
    public boolean isMultiValuedText() {
        return kind == Kind.TEXT || kind == Kind.CHARSET_TEXT;
    }

    /** Whether values are binary numbers or tags: AT, FD, FL, SL, SS, SV, UL, US, UV. */
    public boolean isBinaryNumber() {
        return kind == Kind.BINARY;
    }

    /** Whether JSON has the value as base64 or by reference: OB, OD, OF, OL, OV, OW, UN. */
    public boolean isInlineBinary() {
        return kind == Kind.BULK;
    }

    /** The bytes that change places between little and big endian: 1, 2, 4 or 8. */
    public int wordLength() {
        return wordLength;
    }

    /** Whether the explicit form has two reserved bytes and a 32-bit length (PS3.5 §7.1.2). */
    public boolean isLongForm() {
        return longForm;
    }

    /** Whether PS3.18 F.2.2 allows a bulk data reference in place of the value. */
    public boolean allowsBulkDataUri() {
        return switch (this) {
            case DS, FL, FD, IS, LT, OB, OD, OF, OL, OV, OW, SL, SS, ST, SV, UC, UL, UN, US, UT, UV -> true;
            case AE, AS, AT, CS, DA, DT, LO, PN, SH, SQ, TM, UI, UR -> false;
        };
    }
}
