package org.assent.dicom.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.assent.dicom.AttributePath;
import org.assent.dicom.PersonName;
import org.assent.dicom.Tag;
import org.assent.dicom.Uid;
import org.assent.dicom.charset.SpecificCharacterSet;

/**
 * The attributes of one object or one sequence item, ascending by tag.
 *
 * <p>PS3.5 §7. Immutable. Values that stayed in a file can be read until its source is closed; a failing read of such a
 * value is an {@link UncheckedIOException}. The text form tells only how many attributes there are.
 */
public final class DataSet implements Iterable<DataElement> {
    private final DataElement[] elements;
    private final SpecificCharacterSet characterSet;

    DataSet(DataElement[] elements, SpecificCharacterSet characterSet) {
        this.elements = elements;
        this.characterSet = characterSet;
    }

    /**
     * A data set of elements that are in order already.
     *
     * @param ascending elements in strictly ascending order of tags
     * @param characterSet the character set of their text
     * @throws IllegalArgumentException if they are not in order
     */
    public static DataSet of(List<DataElement> ascending, SpecificCharacterSet characterSet) {
        for (int i = 1; i < ascending.size(); i++) {
            if (ascending.get(i - 1).tag().compareTo(ascending.get(i).tag()) >= 0) {
                throw new IllegalArgumentException(ascending.get(i).tag() + " is not in ascending order");
            }
        }
        return new DataSet(ascending.toArray(DataElement[]::new), characterSet);
    }

    /** A builder of a data set whose text is UTF-8. */
    public static DataSetBuilder builder() {
        return new DataSetBuilder(SpecificCharacterSet.UTF_8);
    }

    /** A builder that starts with these attributes. */
    public DataSetBuilder toBuilder() {
        DataSetBuilder builder = new DataSetBuilder(characterSet);
        forEach(builder::put);
        return builder;
    }

    /** The character set of the text in it, its own or inherited. */
    public SpecificCharacterSet characterSet() {
        return characterSet;
    }

    /** The number of attributes. */
    public int size() {
        return elements.length;
    }

    /** Whether there is an attribute, empty or not. */
    public boolean contains(Tag tag) {
        return indexOf(tag) >= 0;
    }

    /** One attribute. */
    public Optional<DataElement> get(Tag tag) {
        int index = indexOf(tag);
        return index < 0 ? Optional.empty() : Optional.of(elements[index]);
    }

    /**
     * The values of an attribute as text, decoded and without padding: empty if it is absent or empty.
     *
     * <p>Numbers are decimal, tags eight hexadecimal digits; an empty value among others is an empty string. Bulk data and
     * sequences give nothing.
     */
    public List<String> strings(Tag tag) {
        int index = indexOf(tag);
        if (index < 0) {
            return List.of();
        }
        try {
            return TextValues.of(elements[index], characterSet);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the value of " + tag, e);
        }
    }

    /** The first value of an attribute as text, if it is not empty. */
    public Optional<String> string(Tag tag) {
        List<String> values = strings(tag);
        return values.isEmpty() || values.get(0).isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** The first value of a numeric attribute (US, UL, IS, …) that fits an int. */
    public OptionalInt integer(Tag tag) {
        Optional<String> text = string(tag);
        try {
            return text.isPresent() ? OptionalInt.of(Integer.parseInt(text.get().strip())) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /** The first value of a UI attribute, if it is a valid UID. */
    public Optional<Uid> uid(Tag tag) {
        return string(tag).flatMap(Uid::tryParse);
    }

    /** The first value of a PN attribute, if it is not empty. */
    public Optional<PersonName> personName(Tag tag) {
        return string(tag).map(PersonName::of).filter(name -> !name.isEmpty());
    }

    /** The items of a sequence; none if it is absent, empty or no sequence. */
    public List<DataSet> items(Tag tag) {
        int index = indexOf(tag);
        return index >= 0 && elements[index].value() instanceof Value.Items items ? items.dataSets() : List.of();
    }

    /** The attribute at the end of a path. */
    public Optional<DataElement> find(AttributePath path) {
        DataSet current = this;
        for (AttributePath.Step step : path.steps()) {
            List<DataSet> items = current.items(step.sequence());
            if (step.item() > items.size()) {
                return Optional.empty();
            }
            current = items.get(step.item() - 1);
        }
        return current.get(path.tag());
    }

    @Override
    public Iterator<DataElement> iterator() {
        return Arrays.asList(elements).iterator();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DataSet that
                && Arrays.equals(elements, that.elements)
                && characterSet.terms().equals(that.characterSet.terms());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(elements);
    }

    @Override
    public String toString() {
        return "data set of " + elements.length + " attributes";
    }

    private int indexOf(Tag tag) {
        int low = 0;
        int high = elements.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = elements[middle].tag().compareTo(tag);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }
}
