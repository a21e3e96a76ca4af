package org.assent.abci.app;

/**
 * Which rules this software knows.
 *
 * @param newest version, from 1; all older ones are known too, so that old chains replay
 */
public record KnownRules(int newest) {

    /** Of this version of the software. */
    public static final KnownRules OF_THIS_VERSION = new KnownRules(1);

    /**
     * Stops the node before a block whose rules it does not know: it must not guess.
     *
     * @throws IllegalStateException if it does not know them, naming the version that it needs
     */
    void require(int version, long height) {
        if (version > newest) {
            throw new IllegalStateException("block " + height + " follows rules version " + version
                    + ", this software knows versions 1 to " + newest
                    + ": install a newer Assent, then start the node again; nothing is lost");
        }
    }
}
