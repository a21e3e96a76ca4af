package org.assent.custody.decision;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assent.decision.ConsentInForce;
import org.assent.decision.terms.TermsCodec;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.commitment.Salt;
import org.assent.ledger.commitment.TermsOpening;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.state.OpenConsent;

/**
 * What the consents of this site's patients say, in memory. A content is known from before it is submitted, so that it is
 * there in the moment its block is; only what fits the ledger's commitment counts. Thread-safe.
 */
public final class ConsentContents {

    private final Map<ConsentId, List<Content>> contents = new ConcurrentHashMap<>();

    /** A content and the commitment that it opens. */
    private record Content(SubjectId subject, ConsentInForce consent, Bytes32 commitment) {}

    /** Makes a content known, besides others of the same consent. */
    public void put(SubjectId subject, ConsentInForce consent, Salt salt) {
        Bytes32 commitment = new TermsOpening(
                        salt, subject, consent.consent(), consent.sequence(), TermsCodec.encode(consent.terms()))
                .commitment();
        Content content = new Content(subject, consent, commitment);
        contents.merge(
                consent.consent(), List.of(content), (before, added) -> Stream.concat(before.stream(), added.stream())
                        .distinct()
                        .toList());
    }

    /** Forgets revisions of a consent that are older than the given one. */
    public void forgetBefore(ConsentId consent, long sequence) {
        contents.computeIfPresent(consent, (id, known) -> known.stream()
                .filter(content -> content.consent().sequence() >= sequence)
                .toList());
    }

    /** Forgets a revision that the ledger refused. */
    public void forget(ConsentId consent, long sequence) {
        contents.computeIfPresent(consent, (id, known) -> known.stream()
                .filter(content -> content.consent().sequence() != sequence)
                .toList());
    }

    /** Forgets a consent that is closed. */
    public void forget(ConsentId consent) {
        contents.remove(consent);
    }

    /** What the entry commits to, if it is known here. */
    Optional<ConsentInForce> find(OpenConsent entry) {
        for (Content content : contents.getOrDefault(entry.consent(), List.of())) {
            if (content.consent().sequence() == entry.sequence()
                    && content.commitment().equals(entry.commitment())) {
                return Optional.of(content.consent());
            }
        }
        return Optional.empty();
    }

    /** The subjects of which any content is known. */
    public Set<SubjectId> subjects() {
        return contents.values().stream()
                .flatMap(List::stream)
                .map(Content::subject)
                .collect(Collectors.toUnmodifiableSet());
    }
}
