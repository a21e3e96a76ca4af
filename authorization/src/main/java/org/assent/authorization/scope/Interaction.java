package org.assent.authorization.scope;

/** What a scope lets be done; the order is that of the letters in a scope (SMART App Launch 2.2, "cruds"). */
public enum Interaction {
    CREATE('c'),
    READ('r'),
    UPDATE('u'),
    DELETE('d'),
    SEARCH('s');

    private final char letter;

    Interaction(char letter) {
        this.letter = letter;
    }

    /** Its letter in a scope. */
    public char letter() {
        return letter;
    }
}
