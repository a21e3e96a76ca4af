package org.assent.abci.app;

import java.util.List;
import java.util.stream.Collectors;
import org.assent.abci.wire.Event;
import org.assent.abci.wire.ResponseFinalizeBlock;

/** The events of a block as a reader sees them: the type and the attributes in their order. */
final class EventTexts {

    private EventTexts() {}

    static List<String> of(ResponseFinalizeBlock response) {
        return response.getEventsList().stream().map(EventTexts::text).toList();
    }

    private static String text(Event event) {
        return event.getAttributesList().stream()
                .map(attribute -> attribute.getKey() + "=" + attribute.getValue())
                .collect(Collectors.joining(", ", event.getType() + " {", "}"));
    }
}
