package org.assent.abci.privacy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;

/**
 * What everybody has: the bytes of every transaction and of every leaf there ever was, and what is openly about which subject and
 * study.
 */
final class PublicChain {

    /** Everything, each piece as it was committed. */
    final List<byte[]> all = new ArrayList<>();

    /** Transactions, leaves and entries that name a subject. */
    final Map<SubjectId, List<byte[]>> ofSubject = new HashMap<>();

    /** Records and leaves of a study. */
    final Map<StudyRef, List<byte[]>> ofStudy = new HashMap<>();

    /** At which source a subject is: not hidden. */
    final Map<SubjectId, OrganizationId> sourceOfSubject = new HashMap<>();

    /** At which source a study is: not hidden. */
    final Map<StudyRef, OrganizationId> sourceOfStudy = new HashMap<>();

    /** Consents as recorded: transactions and entries. */
    final List<byte[]> consents = new ArrayList<>();

    void subject(SubjectId id, byte[] bytes) {
        ofSubject.computeIfAbsent(id, none -> new ArrayList<>()).add(bytes);
    }

    void study(StudyRef study, byte[] bytes) {
        ofStudy.computeIfAbsent(study, none -> new ArrayList<>()).add(bytes);
    }
}
