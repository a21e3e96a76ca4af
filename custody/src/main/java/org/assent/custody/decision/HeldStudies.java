package org.assent.custody.decision;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.assent.custody.study.StudyStore;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;

/** The studies held here, in memory: whose each is and where it is on the ledger. Thread-safe. */
final class HeldStudies {

    private final Map<String, StudyStore.Known> byUid = new ConcurrentHashMap<>();
    private final Map<StudyRef, StudyStore.Known> byRef = new ConcurrentHashMap<>();
    private final Map<SubjectId, Set<String>> bySubject = new ConcurrentHashMap<>();

    /** Adds a study, or replaces what was known of it. */
    void put(StudyStore.Known study) {
        StudyStore.Known before = byUid.put(study.studyInstanceUid(), study);
        if (before != null && !before.ref().equals(study.ref())) {
            byRef.remove(before.ref());
        }
        byRef.put(study.ref(), study);
        bySubject
                .computeIfAbsent(study.subject(), subject -> ConcurrentHashMap.newKeySet())
                .add(study.studyInstanceUid());
        if (before != null && !before.subject().equals(study.subject())) {
            bySubject.getOrDefault(before.subject(), Set.of()).remove(study.studyInstanceUid());
        }
    }

    Optional<StudyStore.Known> find(String studyInstanceUid) {
        return Optional.ofNullable(byUid.get(studyInstanceUid));
    }

    Optional<StudyStore.Known> find(StudyRef ref) {
        return Optional.ofNullable(byRef.get(ref));
    }

    Collection<StudyStore.Known> all() {
        return byUid.values();
    }

    /** StudyInstanceUIDs of a subject's studies. */
    Set<String> of(SubjectId subject) {
        return bySubject.getOrDefault(subject, Set.of());
    }

    Set<SubjectId> subjects() {
        return bySubject.keySet();
    }
}
