package org.assent.custody.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assent.custody.study.PatientIdentity;
import org.assent.custody.study.StudyCatalogue;
import org.assent.custody.study.StudyDescription;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.commitment.ManifestEntry;

/** An archive of descriptions. */
public final class FakeCatalogue implements StudyCatalogue {

    private final Faults faults;
    private final Map<String, Held> studies = new LinkedHashMap<>();
    private final Map<String, StudyDescription> shared = new TreeMap<>();

    /** A study, its revision, and the newest that was reported registered. */
    private record Held(Optional<StudyDescription> description, int instances, long revision, long registered) {}

    public FakeCatalogue(Faults faults) {
        this.faults = faults;
    }

    public static StudyDescription study(String uid, String patientId) {
        return new StudyDescription(
                uid,
                new PatientIdentity("north", patientId, "Doe^Jane", "19800101", "F"),
                "20260102",
                "101500",
                "+0100",
                "A1",
                "1",
                "CT head",
                "",
                List.of(new StudyDescription.Series(
                        uid + ".1",
                        "1",
                        "CT",
                        "head",
                        "HEAD",
                        "",
                        List.of(new StudyDescription.Instance(uid + ".1.1", "1.2.840.10008.5.1.4.1.1.2", "1")))));
    }

    /** Stores one more instance of a study. */
    public synchronized void store(String uid, String patientId) {
        Held before = studies.getOrDefault(uid, new Held(Optional.empty(), 0, 0, 0));
        studies.put(
                uid,
                new Held(
                        Optional.of(study(uid, patientId)),
                        before.instances() + 1,
                        before.revision() + 1,
                        before.registered()));
    }

    public synchronized void delete(String uid) {
        Held before = studies.get(uid);
        if (before != null) {
            studies.put(uid, new Held(Optional.empty(), 0, before.revision() + 1, before.registered()));
        }
    }

    public synchronized long registered(String uid) {
        Held held = studies.get(uid);
        return held == null ? 0 : held.registered();
    }

    /** UID and source of what other sites shared, as {@code uid@source}. */
    public synchronized List<String> shared() {
        return List.copyOf(shared.keySet());
    }

    @Override
    public synchronized List<Unregistered> awaitingRegistration(int limit) {
        List<Unregistered> waiting = new ArrayList<>();
        studies.forEach((uid, held) -> {
            if (held.registered() < held.revision() && waiting.size() < limit) {
                waiting.add(new Unregistered(uid, held.revision()));
            }
        });
        return waiting;
    }

    @Override
    public synchronized Optional<StudyDescription> describe(String uid) {
        faults.step("describe");
        Held held = studies.get(uid);
        return held == null ? Optional.empty() : held.description();
    }

    @Override
    public synchronized List<ManifestEntry> manifest(String uid) {
        faults.step("manifest");
        List<ManifestEntry> entries = new ArrayList<>();
        Held held = studies.get(uid);
        for (int i = 0; held != null && i < held.instances(); i++) {
            entries.add(new ManifestEntry(
                    uid + ".1." + i, "1.2.840.10008.1.2.1", Hash.sha256(new byte[] {(byte) i}), List.of()));
        }
        return entries;
    }

    @Override
    public synchronized void registered(String uid, long revision) {
        faults.step("registered");
        Held held = studies.get(uid);
        if (held != null) {
            studies.put(uid, new Held(held.description(), held.instances(), held.revision(), revision));
        }
    }

    @Override
    public synchronized void shared(StudyDescription study, String sourceOrganization) {
        shared.put(study.studyInstanceUid() + "@" + sourceOrganization, study);
    }

    @Override
    public synchronized void unshared(String uid, String sourceOrganization) {
        shared.remove(uid + "@" + sourceOrganization);
    }
}
