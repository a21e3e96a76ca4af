package org.assent.custody.decision;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assent.decision.ConsentInForce;
import org.assent.decision.request.StudyFacts;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.state.OpenConsent;
import org.assent.ledger.state.Subject;
import org.assent.ledger.stream.LedgerView;

/** The studies that other sites opened to this one, in memory, in the order in which they came. Thread-safe. */
public final class SharedIndex {

    /**
     * One study under one consent.
     *
     * @param source who holds it
     * @param subject the patient's pseudonym there
     * @param ref its leaf key
     * @param facts for the decision
     * @param consent what permits it, with its content
     * @param commitment what the content opens
     */
    public record Share(
            OrganizationId source,
            SubjectId subject,
            StudyRef ref,
            StudyFacts facts,
            ConsentInForce consent,
            Bytes32 commitment) {

        /** Whether the ledger still has exactly this consent open; if not, it never will again. */
        public boolean consented(LedgerView view) {
            Optional<Subject> onLedger = view.subject(subject);
            return onLedger.isPresent()
                    && onLedger.orElseThrow().leaf().source().equals(source)
                    && onLedger.orElseThrow()
                            .consent(consent.consent())
                            .filter(this::fits)
                            .isPresent();
        }

        /** Whether it is consented, the subject is not frozen and the source still offers the study. */
        public boolean open(LedgerView view) {
            return consented(view)
                    && view.subject(subject)
                            .filter(known -> !known.leaf().frozen())
                            .isPresent()
                    && view.study(ref).filter(leaf -> !leaf.withdrawn()).isPresent()
                    && view.organization(source)
                            .filter(leaf -> !leaf.suspended())
                            .isPresent();
        }

        private boolean fits(OpenConsent entry) {
            return entry.sequence() == consent.sequence() && entry.commitment().equals(commitment);
        }
    }

    private final Map<String, List<Share>> byUid = new ConcurrentHashMap<>();
    private final Map<SubjectId, Set<String>> bySubject = new ConcurrentHashMap<>();
    private final Map<StudyRef, SubjectId> subjects = new ConcurrentHashMap<>();

    /** Adds a share; it replaces one of the same study under the same consent. */
    public void put(Share share) {
        byUid.merge(share.facts().studyInstanceUid(), List.of(share), (before, added) -> Stream.concat(
                        before.stream().filter(other -> !other.consent()
                                .consent()
                                .equals(share.consent().consent())),
                        added.stream())
                .toList());
        bySubject
                .computeIfAbsent(share.subject(), subject -> ConcurrentHashMap.newKeySet())
                .add(share.facts().studyInstanceUid());
        subjects.put(share.ref(), share.subject());
    }

    /** Removes a share. */
    public void remove(String studyInstanceUid, ConsentId consent) {
        byUid.computeIfPresent(studyInstanceUid, (uid, shares) -> {
            List<Share> left = shares.stream()
                    .filter(share -> !share.consent().consent().equals(consent))
                    .toList();
            return left.isEmpty() ? null : left;
        });
    }

    /** All shares of a study, the oldest first. */
    public List<Share> of(String studyInstanceUid) {
        return byUid.getOrDefault(studyInstanceUid, List.of());
    }

    /** All shares of a subject's studies. */
    public List<Share> of(SubjectId subject) {
        return bySubject.getOrDefault(subject, Set.of()).stream()
                .flatMap(uid -> of(uid).stream())
                .filter(share -> share.subject().equals(subject))
                .toList();
    }

    /** The shares of a study that are open, all of one source: the first that opened it. */
    List<Share> open(String studyInstanceUid, LedgerView view) {
        List<Share> open =
                of(studyInstanceUid).stream().filter(share -> share.open(view)).toList();
        return open.stream()
                .filter(share -> share.source().equals(open.getFirst().source())
                        && share.subject().equals(open.getFirst().subject()))
                .toList();
    }

    /** Which organization holds the study, if a permission that is open names it. */
    public Optional<OrganizationId> sourceOf(String studyInstanceUid, LedgerView view) {
        return open(studyInstanceUid, view).stream().map(Share::source).findFirst();
    }

    /** Whose study a leaf is, if it is or was shared. */
    Optional<SubjectId> subjectOf(StudyRef ref) {
        return Optional.ofNullable(subjects.get(ref));
    }

    Collection<String> studies() {
        return byUid.keySet();
    }

    /** The subjects of other sites of which anything is shared. */
    public Set<SubjectId> subjects() {
        return byUid.values().stream()
                .flatMap(List::stream)
                .map(Share::subject)
                .collect(Collectors.toUnmodifiableSet());
    }
}
