package org.assent.abci.app;

import java.util.HexFormat;
import java.util.Locale;
import org.assent.abci.wire.Event;
import org.assent.abci.wire.EventAttribute;

/**
 * Events as the node gives them to its subscribers: a type that begins with {@code assent.}, and attributes in a fixed order, each a
 * text and searchable. Numbers are decimal, keys and ids lower-case hex.
 */
final class TypedEvents {

    private TypedEvents() {}

    /** The event of what happens beside the transactions (docs/ledger.md, Events). */
    static Event of(BlockEvent event) {
        return switch (event) {
            case BlockEvent.Misbehaviour seen ->
                of(
                        "misbehaviour",
                        "validator",
                        HexFormat.of().formatHex(seen.address().toByteArray()),
                        "height",
                        Long.toString(seen.height()),
                        "kind",
                        switch (seen.type()) {
                            case MISBEHAVIOR_TYPE_DUPLICATE_VOTE -> "duplicate_vote";
                            case MISBEHAVIOR_TYPE_LIGHT_CLIENT_ATTACK -> "light_client_attack";
                            case MISBEHAVIOR_TYPE_UNKNOWN, UNRECOGNIZED -> "unknown";
                        },
                        "consequence",
                        seen.consequence().name().toLowerCase(Locale.ROOT));
            case BlockEvent.ValidatorRemoved removed ->
                of("validator_removed", "key", removed.validator().toHex(), "height", Long.toString(removed.height()));
            case BlockEvent.UpgradeScheduled scheduled ->
                of(
                        "upgrade_scheduled",
                        "height",
                        Long.toString(scheduled.upgrade().height()),
                        "rules",
                        Integer.toString(scheduled.upgrade().rulesVersion()));
            case BlockEvent.Upgraded upgraded ->
                of(
                        "upgraded",
                        "height",
                        Long.toString(upgraded.height()),
                        "rules",
                        Integer.toString(upgraded.rulesVersion()));
        };
    }

    /** An event with its attributes, each a key and a value. */
    static Event of(String kind, String... attributes) {
        Event.Builder event = Event.newBuilder().setType("assent." + kind);
        for (int i = 0; i < attributes.length; i += 2) {
            event.addAttributes(EventAttribute.newBuilder()
                    .setKey(attributes[i])
                    .setValue(attributes[i + 1])
                    .setIndex(true));
        }
        return event.build();
    }
}
