package org.assent.dicom;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way from the top of a data set through sequence items to one attribute.
 *
 * <p>Text form: tags and item numbers (from 1) in turn, joined by dots, as {@code 00081115.1.0020000E}: a URI path segment
 * as it is. Immutable.
 *
 * @param steps the sequences on the way, outermost first; empty for a top-level attribute
 * @param tag the attribute itself
 */
public record AttributePath(List<Step> steps, Tag tag) {
    private static final int MAX_STEPS = 64;

    /** Copies the steps. */
    public AttributePath {
        steps = List.copyOf(steps);
    }

    /**
     * One sequence item on the way.
     *
     * @param sequence the tag of the sequence
     * @param item the item number, from 1
     */
    public record Step(Tag sequence, int item) {
        /** Checks that the item number starts at 1. */
        public Step {
            if (item < 1) {
                throw new IllegalArgumentException("items are numbered from 1, not " + item);
            }
        }
    }

    /** The path of a top-level attribute. */
    public static AttributePath of(Tag tag) {
        return new AttributePath(List.of(), tag);
    }

    /** Reads the text form, or gives empty. */
    public static Optional<AttributePath> parse(String text) {
        String[] parts = text.split("\\.", 2 * MAX_STEPS + 2);
        if (parts.length % 2 == 0) {
            return Optional.empty();
        }
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i + 1 < parts.length; i += 2) {
            Optional<Tag> sequence = Tag.parse(parts[i]);
            if (sequence.isEmpty() || !parts[i + 1].matches("[1-9][0-9]{0,7}")) {
                return Optional.empty();
            }
            steps.add(new Step(sequence.get(), Integer.parseInt(parts[i + 1])));
        }
        return Tag.parse(parts[parts.length - 1]).map(tag -> new AttributePath(steps, tag));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            text.append(step.sequence()).append('.').append(step.item()).append('.');
        }
        return text.append(tag).toString();
    }
}
