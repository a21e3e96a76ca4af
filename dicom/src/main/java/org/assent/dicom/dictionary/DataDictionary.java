package org.assent.dicom.dictionary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assent.dicom.Tag;
import org.assent.dicom.Vr;
import org.jspecify.annotations.Nullable;

/**
 * The registry of data elements, PS3.6 §6 to §9, in the edition named in the first line of {@code elements.tsv}.
 *
 * <p>Thread-safe, read once. Private attributes are unknown to it.
 */
public final class DataDictionary {
    private static final DataDictionary STANDARD = new DataDictionary(Table.read("elements.tsv"));

    private final Map<Integer, DictionaryEntry> byTag = new HashMap<>(8192);
    private final Map<String, DictionaryEntry> byKeyword = new HashMap<>(8192);
    private final List<Repeating> repeating = new ArrayList<>();

    /** An entry for all tags that agree with {@code value} in the bits of {@code mask}. */
    private record Repeating(int mask, int value, DictionaryEntry entry) {}

    private DataDictionary(List<String[]> rows) {
        for (String[] row : rows) {
            add(row[0], row[1], row[2], row[3], row.length > 4);
        }
    }

    /** The one dictionary. */
    public static DataDictionary standard() {
        return STANDARD;
    }

    /** The entry of a tag, repeating groups (50xx, 60xx, …) included. */
    public Optional<DictionaryEntry> entry(Tag tag) {
        return Optional.ofNullable(find(tag));
    }

    /** The tag of a keyword, written exactly as in PS3.6; of a repeating group, its first. */
    public Optional<Tag> tag(String keyword) {
        return Optional.ofNullable(byKeyword.get(keyword)).map(DictionaryEntry::tag);
    }

    /** The value representation of a tag: UN if unknown, LO for a private creator, UL for a group length. */
    public Vr vr(Tag tag) {
        DictionaryEntry entry = find(tag);
        if (entry != null) {
            return entry.vr();
        }
        if (tag.isGroupLength()) {
            return Vr.UL;
        }
        return tag.isPrivateCreator() ? Vr.LO : Vr.UN;
    }

    private @Nullable DictionaryEntry find(Tag tag) {
        DictionaryEntry entry = byTag.get(tag.value());
        if (entry != null || tag.isPrivate()) {
            return entry;
        }
        for (Repeating candidate : repeating) {
            if ((tag.value() & candidate.mask) == candidate.value) {
                DictionaryEntry found = candidate.entry;
                return new DictionaryEntry(
                        tag, found.keyword(), found.vr(), found.signedByPixels(), found.vm(), found.retired());
            }
        }
        return null;
    }

    private void add(String tagText, String keyword, String vrs, String vm, boolean retired) {
        int value = Integer.parseUnsignedInt(tagText.replace('x', '0'), 16);
        List<String> choice = List.of(vrs.split("/"));
        Vr vr = choice.contains("OW") ? Vr.OW : Vr.valueOf(choice.get(0));
        DictionaryEntry entry =
                new DictionaryEntry(new Tag(value), keyword, vr, vr == Vr.US && choice.contains("SS"), vm, retired);
        byKeyword.putIfAbsent(keyword, entry);
        if (tagText.indexOf('x') < 0) {
            byTag.put(value, entry);
        } else {
            int mask = Integer.parseUnsignedInt(tagText.replaceAll("[^x]", "F").replace('x', '0'), 16);
            repeating.add(new Repeating(mask, value, entry));
        }
    }
}
