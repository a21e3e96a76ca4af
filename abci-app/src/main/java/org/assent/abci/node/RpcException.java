package org.assent.abci.node;

import java.io.IOException;

/** The node did not answer a call, or answered with an error of its own. */
public sealed class RpcException extends IOException {

    private static final long serialVersionUID = 1L;

    private RpcException(String message, Throwable cause) {
        super(message, cause);
    }

    private RpcException(String message) {
        super(message);
    }

    /** Nobody listens: the call was not made. */
    public static final class Unreachable extends RpcException {

        private static final long serialVersionUID = 1L;

        Unreachable(Throwable cause) {
            super("the node does not listen", cause);
        }
    }

    /** The connection was lost or the answer came too late: whether the call had an effect is not known. */
    public static final class NoAnswer extends RpcException {

        private static final long serialVersionUID = 1L;

        NoAnswer(String message, Throwable cause) {
            super(message, cause);
        }

        NoAnswer(String message) {
            super(message);
        }
    }

    /** The node refused the call; its words are {@link #data()}. */
    public static final class Refused extends RpcException {

        private static final long serialVersionUID = 1L;

        private final String data;

        Refused(int code, String message, String data) {
            super("the node refuses, " + code + " " + message + ": " + data);
            this.data = data;
        }

        /** What the node says, such as {@code tx already exists in cache}. */
        public String data() {
            return data;
        }
    }
}
