package org.assent.dicom.data;

import java.util.Objects;
import org.assent.dicom.Tag;
import org.assent.dicom.Vr;

/**
 * One attribute of a data set: its tag, how its value is represented, and the value.
 *
 * <p>PS3.5 §7.1. Immutable. The text form never holds the value.
 *
 * @param tag which attribute
 * @param vr the value representation under which {@code value} is read
 * @param value the value, of length 0 if the attribute is empty
 */
public record DataElement(Tag tag, Vr vr, Value value) {
    /** Checks that exactly SQ has items. */
    public DataElement {
        Objects.requireNonNull(tag);
        boolean items = value instanceof Value.Items;
        if (items != (vr == Vr.SQ)) {
            throw new IllegalArgumentException(tag + ": SQ and nothing else has items, not " + vr);
        }
    }

    /** Whether the attribute has no value: zero bytes, or a sequence without items. */
    public boolean isEmpty() {
        return switch (value) {
            case Value.Bytes bytes -> bytes.length() == 0;
            case Value.Stored stored -> stored.length() == 0;
            case Value.Items items -> items.dataSets().isEmpty();
            case Value.Fragments fragments -> fragments.count() == 0;
            case Value.Reference ignored -> false;
        };
    }

    @Override
    public String toString() {
        return tag + " " + vr;
    }
}
