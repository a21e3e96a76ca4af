package org.assent.abci.stream;

import java.util.Arrays;
import java.util.Optional;

/** Why a follower is not served; the numbers are part of the protocol and never reused. */
public enum StreamRefusal {
    /** What came is not a frame of this protocol, or not the one that comes first. */
    NOT_THIS_PROTOCOL(1),
    /** A frame of another version. */
    OTHER_VERSION(2),
    /** A follower of another chain. */
    OTHER_CHAIN(3),
    /** There are as many followers as are served. */
    TOO_MANY_FOLLOWERS(4),
    /** A frame above the limit; nothing of it was read. */
    FRAME_TOO_LARGE(5),
    /** The other side closed in the middle of a frame. */
    TRUNCATED(6),
    /** Blocks or parts of them in an order that cannot be. */
    OUT_OF_ORDER(7);

    private final int number;

    StreamRefusal(int number) {
        this.number = number;
    }

    /** Its number in a frame. */
    int number() {
        return number;
    }

    static Optional<StreamRefusal> of(int number) {
        return Arrays.stream(values()).filter(one -> one.number == number).findFirst();
    }
}
