package org.assent.dicom.dictionary;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The registry of UIDs, PS3.6 Annex A, in the edition named in the first line of {@code uids.tsv}. Thread-safe. */
public final class UidDictionary {
    private static final UidDictionary STANDARD = new UidDictionary();

    private final Map<String, Entry> entries = new HashMap<>();

    /**
     * What PS3.6 says of one UID.
     *
     * @param kind its type as printed, such as {@code SOP Class} or {@code Transfer Syntax}
     * @param name its name in English
     * @param retired whether PS3.6 marks it as retired
     */
    public record Entry(String kind, String name, boolean retired) {}

    private UidDictionary() {
        for (String[] row : Table.read("uids.tsv")) {
            entries.put(row[0], new Entry(row[1], row.length > 2 ? row[2] : "", row.length > 3));
        }
    }

    /** The one dictionary. */
    public static UidDictionary standard() {
        return STANDARD;
    }

    /** The entry of a UID. */
    public Optional<Entry> entry(String uid) {
        return Optional.ofNullable(entries.get(uid));
    }

    /** The name of a UID. */
    public Optional<String> name(String uid) {
        return entry(uid).map(Entry::name);
    }
}
