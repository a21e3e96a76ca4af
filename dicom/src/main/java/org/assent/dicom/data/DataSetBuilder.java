package org.assent.dicom.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.assent.dicom.Tag;
import org.assent.dicom.Uid;
import org.assent.dicom.Vr;
import org.assent.dicom.charset.SpecificCharacterSet;
import org.assent.dicom.dictionary.DataDictionary;

/**
 * Collects the attributes of a data set in any order; a later one replaces an earlier one of the same tag.
 *
 * <p>Text given as strings is encoded as UTF-8, so it belongs in data sets whose character set is that (the default).
 */
public final class DataSetBuilder {
    private final TreeMap<Tag, DataElement> elements = new TreeMap<>();
    private final SpecificCharacterSet inherited;

    /** A builder for a data set or item that takes {@code inherited} unless it has (0008,0005) itself. */
    public DataSetBuilder(SpecificCharacterSet inherited) {
        this.inherited = inherited;
    }

    /** Puts an element as it is. */
    public DataSetBuilder put(DataElement element) {
        elements.put(element.tag(), element);
        return this;
    }

    /** Puts an element unless its tag is there already. Tells whether it was put. */
    public boolean putIfAbsent(DataElement element) {
        return elements.putIfAbsent(element.tag(), element) == null;
    }

    /** Puts text values, joined by backslashes and padded to even length; none makes an empty attribute. */
    public DataSetBuilder put(Tag tag, Vr vr, String... values) {
        if (!vr.isText()) {
            throw new IllegalArgumentException(tag + ": " + vr + " is not text");
        }
        byte[] text = String.join("\\", values).getBytes(StandardCharsets.UTF_8);
        byte[] even = text.length % 2 == 0 ? text : Arrays.copyOf(text, text.length + 1);
        if (even.length > text.length) {
            even[text.length] = (byte) (vr == Vr.UI ? 0 : ' ');
        }
        return put(new DataElement(tag, vr, Value.Bytes.of(even)));
    }

    /** Puts text values with the value representation of the dictionary. */
    public DataSetBuilder put(Tag tag, String... values) {
        return put(tag, DataDictionary.standard().vr(tag), values);
    }

    /** Puts a UID. */
    public DataSetBuilder put(Tag tag, Uid uid) {
        return put(tag, Vr.UI, uid.value());
    }

    /** Puts numbers as US, SS, UL or SL (16 or 32 bits, higher bits cut off), or as IS. */
    public DataSetBuilder putInt(Tag tag, Vr vr, int... values) {
        if (vr == Vr.IS) {
            return put(
                    tag, vr, Arrays.stream(values).mapToObj(Integer::toString).toArray(String[]::new));
        }
        int width = vr.wordLength();
        ByteBuffer buffer = ByteBuffer.allocate(values.length * width).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            switch (width) {
                case 2 -> buffer.putShort((short) value);
                case 4 -> buffer.putInt(value);
                default -> throw new IllegalArgumentException(tag + ": " + vr + " does not hold an int");
            }
        }
        return put(new DataElement(tag, vr, Value.Bytes.of(buffer.array())));
    }

    /** Puts numbers with the value representation of the dictionary. */
    public DataSetBuilder putInt(Tag tag, int... values) {
        return putInt(tag, DataDictionary.standard().vr(tag), values);
    }

    /** Puts little-endian bytes, which must not be changed afterwards. */
    public DataSetBuilder putBytes(Tag tag, Vr vr, byte[] bytes) {
        return put(new DataElement(tag, vr, Value.Bytes.of(bytes)));
    }

    /** Puts a sequence. */
    public DataSetBuilder putItems(Tag tag, List<DataSet> items) {
        return put(new DataElement(tag, Vr.SQ, new Value.Items(items)));
    }

    /** Takes an attribute out, if it is there. */
    public DataSetBuilder remove(Tag tag) {
        elements.remove(tag);
        return this;
    }

    /** The character set that applies with what was put so far. */
    public SpecificCharacterSet characterSet() {
        DataElement own = elements.get(Tag.SPECIFIC_CHARACTER_SET);
        if (own == null || !(own.value() instanceof Value.Bytes bytes) || bytes.length() == 0) {
            return inherited;
        }
        String text = new String(bytes.array(), StandardCharsets.ISO_8859_1);
        return SpecificCharacterSet.of(List.of(text.split("\\\\", -1)));
    }

    /** The data set. The builder may be used further. */
    public DataSet build() {
        return new DataSet(elements.values().toArray(DataElement[]::new), characterSet());
    }
}
