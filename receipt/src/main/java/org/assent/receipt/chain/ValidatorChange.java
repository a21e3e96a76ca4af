package org.assent.receipt.chain;

/**
 * One change of the validators: the last header that the old set decided, which names the new one.
 *
 * @param header whose {@code nextValidatorsHash} is that of {@code next}
 * @param commit by the old set
 * @param next who decides from the next height on
 */
public record ValidatorChange(Header header, Commit commit, ValidatorSet next) {

    /** The first height that the new set decides. */
    public long since() {
        return header.height() + 1;
    }
}
