package org.assent.receipt;

/** The steps of a verification, in order; every failure names the first that failed. */
public enum Step {
    /** The text is a receipt at all. */
    FORM("reading the receipt"),
    /** It is about the chain of the genesis file. */
    CHAIN("comparing the chain with the genesis file"),
    /** The validators of its height are known and proven. */
    TRUST("finding the validators in trust.json"),
    /** The header is of the right height and names those validators. */
    HEADER("checking the header"),
    /** More than two thirds of them made it final. */
    COMMIT("checking the votes of the validators"),
    /** The state has the source's leaf as shown. */
    SOURCE("checking the source's leaf"),
    /** A service key of the source, valid at that height, signed the statement. */
    SIGNATURE("checking the source's signature"),
    /** The request shown is the one that the statement is about. */
    REQUEST("comparing the request with its digest"),
    /** The state has the subject's leaf as shown. */
    SUBJECT("checking the subject's leaf"),
    /** The state has the studies' leaves as shown, and they are opened. */
    STUDY("checking the studies' leaves"),
    /** The consents are among the subject's, and they are opened. */
    CONSENTS("checking the consents"),
    /** The state has the requester's leaf as shown. */
    REQUESTER("checking the requester's leaf"),
    /** What was relied on permits the request. */
    PERMISSION("asking what was relied on"),
    /** All terms give the same decision. */
    DECISION("computing the decision again");

    private final String words;

    Step(String words) {
        this.words = words;
    }

    /** What is done in it. */
    public String words() {
        return words;
    }
}
