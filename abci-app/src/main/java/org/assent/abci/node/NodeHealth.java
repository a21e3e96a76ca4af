package org.assent.abci.node;

/**
 * How a site's node is, as its supervisor sees it.
 *
 * @param alive whether the process runs and answers
 * @param catchingUp whether it still fetches old blocks
 * @param peers number of other nodes that it is connected with
 * @param restarts how often it was started again since the site started
 * @param lastWords the last line that it wrote, which tells why if it ended; may be empty
 */
public record NodeHealth(boolean alive, boolean catchingUp, int peers, int restarts, String lastWords) {

    static final NodeHealth STARTING = new NodeHealth(false, true, 0, 0, "");
}
