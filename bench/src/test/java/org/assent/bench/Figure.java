package org.assent.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;

/**
 * One measured figure.
 *
 * @param name stable, lower case with dashes
 * @param unit of both values
 * @param ours what we take or make
 * @param peer the same of the peer in the same run, where there is one
 * @param bound what it is to be, in words
 * @param conditions under which it was measured, in words
 */
record Figure(String name, String unit, double ours, Optional<Double> peer, String bound, String conditions) {

    /** Ours by the peer's. */
    Optional<Double> ratio() {
        return peer.map(theirs -> ours / theirs);
    }

    /** One JSON object on one line. */
    String json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("name", name).put("unit", unit).put("ours", rounded(ours));
        peer.ifPresent(theirs -> json.put("peer", rounded(theirs)));
        ratio().ifPresent(ratio -> json.put("ratio", rounded(ratio)));
        return json.put("conditions", conditions).toString();
    }

    /** For people. */
    String line() {
        String against = peer.map(theirs ->
                        String.format(Locale.ROOT, ", peer %s, ratio %.3f", number(theirs), ratio().orElseThrow()))
                .orElse("");
        return String.format(
                Locale.ROOT, "%-36s %s %s%s  (bound: %s; %s)", name, number(ours), unit, against, bound, conditions);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%.0f", value);
    }

    private static double rounded(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.4g", value));
    }
}
