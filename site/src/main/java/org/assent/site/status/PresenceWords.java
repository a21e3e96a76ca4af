package org.assent.site.status;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.assent.abci.node.ChainPresence;

/** Who takes part in the ledger, in plain words. */
public final class PresenceWords {

    private PresenceWords() {}

    /**
     * The lines, without a closing line break each.
     *
     * @param now by this machine's clock
     */
    public static List<String> lines(ChainPresence presence, Instant now) {
        List<String> lines = new ArrayList<>();
        if (presence.height() == 0) {
            lines.add("the ledger has no block yet; its node is connected with "
                    + count(presence.peers().size(), "node"));
            return lines;
        }
        long age = Math.max(0, Duration.between(presence.time(), now).toSeconds());
        lines.add("height %d, the newest block is %d s old%s"
                .formatted(presence.height(), age, presence.catchingUp() ? "; the node still fetches old blocks" : ""));
        List<ChainPresence.Validator> missing = presence.missing();
        int all = presence.validators().size();
        lines.add("%d of %d validators take part".formatted(all - missing.size(), all));
        missing.forEach(validator -> lines.add(
                "MISSING: %s signed none of the last %s".formatted(validator.name(), blocks(presence, validator))));
        presence.faltering()
                .forEach(validator -> lines.add("%s missed %d of the last %d"
                        .formatted(validator.name(), validator.missed(), presence.looked())));
        if (all > 1) {
            lines.add(
                    presence.mayStillFail() == 0
                            ? "no further validator may fail, or the ledger stands still"
                            : count(presence.mayStillFail(), "further validator") + " may fail before the ledger stands"
                                    + " still");
        }
        lines.add(
                presence.peers().isEmpty()
                        ? "connected with no other node"
                        : "connected with "
                                + presence.peers().stream()
                                        .map(ChainPresence.Peer::moniker)
                                        .sorted()
                                        .collect(Collectors.joining(", ")));
        return lines;
    }

    private static String blocks(ChainPresence presence, ChainPresence.Validator validator) {
        return count(validator.missedNewest(), "block")
                + (validator.missedNewest() == presence.looked() ? ", or longer" : "");
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
