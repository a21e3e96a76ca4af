package org.assent.dicomweb.origin.archive;

import java.util.LinkedHashMap;
import java.util.Map;
import org.assent.dicom.pixel.FrameIndex;
import org.jspecify.annotations.Nullable;

/** The frame indexes that were used last, up to a number of frames in all. Thread-safe. */
final class FrameIndexCache {

    private static final long MAX_FRAMES = 500_000;

    private final LinkedHashMap<String, FrameIndex> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long frames;

    synchronized @Nullable FrameIndex get(String sha256) {
        return entries.get(sha256);
    }

    synchronized void put(String sha256, FrameIndex index) {
        if (entries.put(sha256, index) == null) {
            frames += weight(index);
        }
        var eldest = entries.entrySet().iterator();
        while (frames > MAX_FRAMES && eldest.hasNext()) {
            Map.Entry<String, FrameIndex> entry = eldest.next();
            frames -= weight(entry.getValue());
            eldest.remove();
        }
    }

    /** An index without frames takes room too. */
    private static long weight(FrameIndex index) {
        return 16L + index.frameCount();
    }
}
