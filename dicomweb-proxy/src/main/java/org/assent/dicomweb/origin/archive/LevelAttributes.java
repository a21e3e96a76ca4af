package org.assent.dicomweb.origin.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.assent.dicom.Tag;
import org.assent.dicom.data.DataElement;
import org.assent.dicom.data.DataSet;
import org.assent.dicom.data.DataSetBuilder;
import org.assent.dicom.data.Value;
import org.assent.dicom.json.BulkDataPolicy;
import org.assent.dicom.json.DicomJsonWriter;

/**
 * The attributes that a search can return, by level: PS3.18 tables 10.6.3-3 to -5 and what else describes a study, a series
 * or an instance in PS3.3. Those that are counted or made for each answer are not among them.
 */
public final class LevelAttributes {

    private static final int MAX_JSON = 100_000;
    private static final int MAX_VALUE_BYTES = 8_192;

    private static final Set<Tag> STUDY = tags(
            "00080020 00080030 00080050 00080051 00080080 00080090 00080201 00081030 00081032 00081048 00081060 00081080"
                    + " 00100010 00100020 00100021 00100030 00100032 00100040 00101000 00101001 00101002 00101010 00101020"
                    + " 00101030 00102160 001021B0 00104000 0020000D 00200010 00321060 00321064");
    private static final Set<Tag> SERIES = tags(
            "00080021 00080031 00080060 00080070 00080201 0008103E 0008103F 00081010 00081040 00081050 00081070 00081090"
                    + " 00081111 00180015 00181030 00185100 0020000E 00200011 00200052 00200060 00201040 00400244 00400245"
                    + " 00400250 00400251 00400253 00400254 00400260 00400275");
    private static final Set<Tag> INSTANCE = tags(
            "00080008 00080012 00080013 00080016 00080018 00080022 00080023 0008002A 00080032 00080033 00080201 00083002"
                    + " 00200012 00200013 00200032 00200037 00201041 00280002 00280004 00280008 00280010 00280011 00280030"
                    + " 00280100 00280101 00281050 00281051 0040A043 0040A491 0040A493 00420010 00420012 00700080 00700081");

    private static final Set<Tag> STUDY_REQUIRED =
            tags("00080020 00080030 00080050 00080090 00100010 00100020 00100030 00100040 0020000D 00200010");
    private static final Set<Tag> SERIES_REQUIRED = tags("00080060 0020000E 00200011");
    private static final Set<Tag> INSTANCE_REQUIRED = tags("00080016 00080018 00200013");

    private LevelAttributes() {}

    /** Every attribute of the level that is kept for searches. */
    public static Set<Tag> of(Level level) {
        return switch (level) {
            case STUDY -> STUDY;
            case SERIES -> SERIES;
            case INSTANCE -> INSTANCE;
        };
    }

    /** Those that are in every result, empty if unknown (DW-Q-21). */
    public static Set<Tag> required(Level level) {
        return switch (level) {
            case STUDY -> STUDY_REQUIRED;
            case SERIES -> SERIES_REQUIRED;
            case INSTANCE -> INSTANCE_REQUIRED;
        };
    }

    /** The attributes of a level as one object of DICOM JSON; the required ones are there even if empty. */
    static String json(DataSet dataSet, Level level) throws IOException {
        String all = json(dataSet, level, of(level));
        return all.length() <= MAX_JSON ? all : json(dataSet, level, required(level));
    }

    private static String json(DataSet dataSet, Level level, Set<Tag> tags) throws IOException {
        DataSetBuilder kept = new DataSetBuilder(dataSet.characterSet());
        for (Tag tag : tags) {
            dataSet.get(tag).filter(LevelAttributes::isShort).ifPresent(kept::put);
        }
        DataSet present = kept.build();
        for (Tag tag : required(level)) {
            if (!present.contains(tag)) {
                kept.put(tag);
            }
        }
        byte[] json = DicomJsonWriter.toBytes(kept.build(), BulkDataPolicy.inline());
        return new String(json, StandardCharsets.UTF_8);
    }

    private static boolean isShort(DataElement element) {
        return switch (element.value()) {
            case Value.Bytes bytes -> bytes.length() <= MAX_VALUE_BYTES;
            case Value.Items items -> items.dataSets().stream().allMatch(LevelAttributes::isShort);
            case Value.Stored ignored -> false;
            case Value.Fragments ignored -> false;
            case Value.Reference ignored -> false;
        };
    }

    private static boolean isShort(DataSet item) {
        for (DataElement element : item) {
            if (!isShort(element)) {
                return false;
            }
        }
        return true;
    }

    private static Set<Tag> tags(String list) {
        TreeSet<Tag> tags = new TreeSet<>();
        for (String tag : List.of(list.split(" "))) {
            tags.add(Tag.parse(tag).orElseThrow());
        }
        return tags;
    }
}
