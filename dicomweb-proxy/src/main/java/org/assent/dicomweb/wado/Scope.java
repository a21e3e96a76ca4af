package org.assent.dicomweb.wado;

import java.util.List;
import org.assent.dicomweb.http.Exchange;
import org.assent.dicomweb.origin.archive.Archive;
import org.assent.dicomweb.origin.archive.StoredInstance;

/** Which instances a path names: all of a study, all of a series, or one (PS3.18 table 10.4.1-1). */
public enum Scope {
    STUDY,
    SERIES,
    INSTANCE;

    /** Checks the UIDs in the path before anything is decided: 400 if one is none. */
    void check(Exchange exchange) {
        exchange.uid("study");
        if (this != STUDY) {
            exchange.uid("series");
        }
        if (this == INSTANCE) {
            exchange.uid("instance");
        }
    }

    /** The instances, in order; none if there are no such. */
    List<StoredInstance> instances(Archive archive, Exchange exchange) {
        String study = exchange.uid("study");
        return switch (this) {
            case STUDY -> archive.ofStudy(study);
            case SERIES -> archive.ofSeries(study, exchange.uid("series"));
            case INSTANCE ->
                archive.find(study, exchange.uid("series"), exchange.uid("instance")).stream()
                        .toList();
        };
    }
}
