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
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.state.OpenConsent;
import org.assent.ledger.state.StudyLeaf;
import org.assent.ledger.state.Subject;
import org.assent.ledger.stream.LedgerView;

/**
 * The studies that other sites opened to this one, in memory, in the order in which they came. Thread-safe.
 *
 * <p>Two sources can share one StudyInstanceUID: a study was copied, or one of them pretends. Whoever shared it first keeps
 * the UID: only its share is in force, and what another source shares is kept apart and replaces nothing. The next takes
 * over only when the first is gone: when all consents under which it shared the study are closed on the ledger, or it has
 * withdrawn the study. That its terms are replaced, its subject frozen or the source suspended does not lose it its place:
 * in the meantime nothing of the study is open.
 */
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

        /** What tells it from others. */
        public ShareKey key() {
            return new ShareKey(source, subject, consent.consent(), facts.studyInstanceUid());
        }

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

    /**
     * Where a share came in the order, with what is known of it.
     *
     * @param share empty after its terms were replaced, until the new ones come
     */
    private record Place(ShareKey key, Optional<Share> share) {

        /** Whether it has not lost the UID to whoever came next. */
        private boolean holds(LedgerView view) {
            return consentOpen(key, view)
                    && share.flatMap(known -> view.study(known.ref()))
                            .filter(StudyLeaf::withdrawn)
                            .isEmpty();
        }
    }

    private final Map<String, List<Place>> byUid = new ConcurrentHashMap<>();
    private final Map<SubjectId, Set<String>> bySubject = new ConcurrentHashMap<>();
    private final Map<StudyRef, SubjectId> subjects = new ConcurrentHashMap<>();

    /** Whether the ledger has the consent open, with these terms or others. */
    public static boolean consentOpen(ShareKey key, LedgerView view) {
        return view.subject(key.subject())
                .filter(subject -> subject.leaf().source().equals(key.source()))
                .flatMap(subject -> subject.consent(key.consent()))
                .isPresent();
    }

    /** Adds a share; it takes the place of what the same source shared of the study under the same consent. */
    public void put(Share share) {
        place(new Place(share.key(), Optional.of(share)));
        subjects.put(share.ref(), share.subject());
    }

    /** Forgets a share but for its place, since the same consent may bring it again. */
    public void empty(ShareKey key) {
        place(new Place(key, Optional.empty()));
    }

    private void place(Place place) {
        ShareKey key = place.key();
        byUid.merge(
                key.studyInstanceUid(),
                List.of(place),
                (before, added) -> before.stream().anyMatch(other -> isAt(other, key))
                        ? before.stream()
                                .map(other -> isAt(other, key) ? place : other)
                                .toList()
                        : Stream.concat(before.stream(), added.stream()).toList());
        bySubject
                .computeIfAbsent(key.subject(), subject -> ConcurrentHashMap.newKeySet())
                .add(key.studyInstanceUid());
    }

    /** Removes a share and its place. */
    public void remove(ShareKey key) {
        byUid.computeIfPresent(key.studyInstanceUid(), (uid, places) -> {
            List<Place> left =
                    places.stream().filter(place -> !isAt(place, key)).toList();
            return left.isEmpty() ? null : left;
        });
    }

    private static boolean isAt(Place place, ShareKey key) {
        return place.key().equals(key);
    }

    /** All shares of a study, the oldest first. */
    public List<Share> of(String studyInstanceUid) {
        return places(studyInstanceUid).flatMap(place -> place.share().stream()).toList();
    }

    /** All shares of a subject's studies. */
    public List<Share> of(SubjectId subject) {
        return places(subject).flatMap(place -> place.share().stream()).toList();
    }

    /** What a subject's source shared or may share again. */
    public List<ShareKey> keys(SubjectId subject) {
        return places(subject).map(Place::key).toList();
    }

    private Stream<Place> places(String studyInstanceUid) {
        return byUid.getOrDefault(studyInstanceUid, List.of()).stream();
    }

    private Stream<Place> places(SubjectId subject) {
        return bySubject.getOrDefault(subject, Set.of()).stream()
                .flatMap(this::places)
                .filter(place -> place.key().subject().equals(subject));
    }

    /** The shares of a study that are open, all of one source: the first that opened it and is not gone. */
    List<Share> open(String studyInstanceUid, LedgerView view) {
        Optional<ShareKey> holder = holder(studyInstanceUid, view);
        return of(studyInstanceUid).stream()
                .filter(share -> holder.filter(share.key()::isOfSameHolder).isPresent())
                .filter(share -> share.open(view))
                .toList();
    }

    /** The first share of a study that keeps its UID. */
    public Optional<ShareKey> holder(String studyInstanceUid, LedgerView view) {
        return places(studyInstanceUid)
                .filter(place -> place.holds(view))
                .map(Place::key)
                .findFirst();
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

    /** The subjects of other sites of which anything is shared or may be shared again. */
    public Set<SubjectId> subjects() {
        return byUid.values().stream()
                .flatMap(List::stream)
                .map(place -> place.key().subject())
                .collect(Collectors.toUnmodifiableSet());
    }
}
