package org.assent.dicomweb.origin.archive;

/** Levels of the query model (PS3.4 C.6.1.1); the patient's attributes are kept with the study. */
public enum Level {
    STUDY,
    SERIES,
    INSTANCE
}
