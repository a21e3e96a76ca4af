package org.assent.custody.share;

import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assent.custody.chain.ChainAccess;
import org.assent.custody.consent.LedgerConsentRegistrar;
import org.assent.custody.consent.RecordedConsent;
import org.assent.custody.decision.DecisionMemory;
import org.assent.custody.decision.LedgerDecisionPoint;
import org.assent.custody.decision.ShareKey;
import org.assent.custody.decision.SharedIndex;
import org.assent.custody.keys.SecretBox;
import org.assent.custody.study.HeldStudy;
import org.assent.custody.study.StudyCatalogue;
import org.assent.custody.study.StudyDescription;
import org.assent.custody.study.StudyStore;
import org.assent.custody.study.StudyTime;
import org.assent.decision.ConsentInForce;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.request.Requester;
import org.assent.decision.request.StudyFacts;
import org.assent.decision.terms.Actor;
import org.assent.decision.terms.ConsentTerms;
import org.assent.decision.terms.Rule;
import org.assent.decision.terms.TermsCodec;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.commitment.Salt;
import org.assent.ledger.commitment.StudyOpening;
import org.assent.ledger.commitment.TermsOpening;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.state.Subject;
import org.assent.ledger.stream.LedgerView;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Share packages over the committed state: what is opened fits it, what is accepted was checked against it. Thread-safe. */
public final class LedgerSharedStudies implements SharedStudies {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerSharedStudies.class);

    private final ChainAccess chain;
    private final SharePackages packages;
    private final StudyStore studies;
    private final DecisionMemory memory;
    private final LedgerDecisionPoint decisions;
    private final LedgerConsentRegistrar consents;
    private final Supplier<StudyCatalogue> catalogue;

    /** Built once by custody. */
    public LedgerSharedStudies(
            ChainAccess chain,
            Jdbi jdbi,
            SecretBox box,
            StudyStore studies,
            DecisionMemory memory,
            LedgerDecisionPoint decisions,
            LedgerConsentRegistrar consents,
            Supplier<StudyCatalogue> catalogue) {
        this.chain = chain;
        this.packages = new SharePackages(jdbi, box);
        this.studies = studies;
        this.memory = memory;
        this.decisions = decisions;
        this.consents = consents;
        this.catalogue = catalogue;
    }

    /** Tells decisions what the database knows. */
    public void load() {
        packages.keys().forEach(memory.shared()::empty); // in the order in which they came
        packages.all().forEach(share -> memory.shared(index(share)));
    }

    SharePackages packages() {
        return packages;
    }

    @Override
    public List<SharedStudy> openedBy(String consentResourceId, OrganizationId recipient) {
        return consents.recorded(consentResourceId)
                .filter(consent -> consent.recipients().contains(recipient))
                .map(consent -> studies.ofSubject(consent.subject()).stream()
                        .flatMap(study -> opened(consent, study, recipient).stream())
                        .toList())
                .orElse(List.of());
    }

    @Override
    public boolean accept(OrganizationId from, SharedStudy study) {
        if (!from.equals(study.source()) || from.equals(chain.own()) || !fits(study)) {
            return false;
        }
        warnIfHeld(study.key());
        packages.save(study);
        memory.shared(index(study));
        catalogue.get().shared(study.study(), study.source().toHex());
        return true;
    }

    @Override
    public Optional<OrganizationId> sourceOf(String studyInstanceUid) {
        return chain.view().atOneHeight(view -> memory.shared().sourceOf(studyInstanceUid, view));
    }

    @Override
    public Set<OrganizationId> keptFrom(String studyInstanceUid) {
        return memory.shared().of(studyInstanceUid).stream()
                .map(SharedIndex.Share::source)
                .collect(Collectors.toUnmodifiableSet());
    }

    private void warnIfHeld(ShareKey added) {
        chain.view()
                .atOneHeight(view -> memory.shared().holder(added.studyInstanceUid(), view))
                .filter(holder -> !holder.isOfSameHolder(added))
                .ifPresent(holder -> LOG.warn(
                        "{} shares under consent {} a study that {} shares already; it is kept apart and not shown",
                        added.source(),
                        added.consent(),
                        holder.source()));
    }

    private Optional<SharedStudy> opened(RecordedConsent consent, HeldStudy study, OrganizationId recipient) {
        Optional<Bytes32> root = study.manifestRoot().filter(manifest -> chain.view()
                .study(study.ref())
                .filter(leaf -> !leaf.withdrawn() && study.opening(manifest).opens(leaf))
                .isPresent());
        boolean opens = requesters(consent.terms(), recipient)
                .anyMatch(requester -> decisions.opens(consent.consent(), requester, study.studyInstanceUid()));
        if (root.isEmpty() || !opens) {
            return Optional.empty();
        }
        return catalogue
                .get()
                .describe(study.studyInstanceUid())
                .map(description -> new SharedStudy(
                        chain.own(),
                        consent.subject(),
                        consent.consent(),
                        consent.sequence(),
                        consent.salt().toBytes32(),
                        consent.terms(),
                        consent.consentResourceId(),
                        study.ref(),
                        study.salt().toBytes32(),
                        root.orElseThrow(),
                        description));
    }

    /** Everybody of the recipient for whom the terms could say something, for each use that they name. */
    private static Stream<Requester> requesters(ConsentTerms terms, OrganizationId recipient) {
        Set<PurposeOfUse> purposes = new LinkedHashSet<>();
        Set<String> actors = new LinkedHashSet<>(Set.of(""));
        purposes.add(PurposeOfUse.TREAT);
        Stream.concat(Stream.of(terms.root()), terms.exceptions().stream()).forEach((Rule rule) -> {
            purposes.addAll(rule.purposes());
            for (Actor actor : rule.actors()) {
                if (actor instanceof Actor.ByMember member
                        && member.organization().equals(recipient)) {
                    actors.add(member.actor());
                }
            }
        });
        return purposes.stream()
                .flatMap(purpose -> actors.stream().map(actor -> new Requester(recipient, actor, Set.of(purpose))));
    }

    private boolean fits(SharedStudy study) {
        try {
            return chain.view().atOneHeight(view -> fits(view, study));
        } catch (IllegalArgumentException e) { // breaks a stated limit, so nothing on the ledger can fit it
            return false;
        }
    }

    /** Every opening opens what is committed, and all of it is the source's. */
    private static boolean fits(LedgerView view, SharedStudy study) {
        Optional<Subject> subject = view.subject(study.subject())
                .filter(known -> known.leaf().source().equals(study.source()));
        boolean registered = view.organization(study.source())
                .filter(organization -> !organization.suspended())
                .isPresent();
        TermsOpening terms = new TermsOpening(
                Salt.of(study.termsSalt()),
                study.subject(),
                study.consent(),
                study.sequence(),
                TermsCodec.encode(study.terms()));
        StudyOpening opening = new StudyOpening(
                Salt.of(study.studySalt()), study.study().studyInstanceUid(), study.subject(), study.manifestRoot());
        return registered
                && subject.flatMap(known -> known.consent(study.consent()))
                        .filter(terms::opens)
                        .isPresent()
                && opening.study().equals(study.studyRef())
                && view.study(study.studyRef())
                        .filter(leaf -> leaf.source().equals(study.source()) && !leaf.withdrawn())
                        .filter(opening::opens)
                        .isPresent();
    }

    private static SharedIndex.Share index(SharedStudy share) {
        StudyDescription study = share.study();
        Bytes32 commitment = new TermsOpening(
                        Salt.of(share.termsSalt()),
                        share.subject(),
                        share.consent(),
                        share.sequence(),
                        TermsCodec.encode(share.terms()))
                .commitment();
        return new SharedIndex.Share(
                share.source(),
                share.subject(),
                share.studyRef(),
                new StudyFacts(study.studyInstanceUid(), share.source(), StudyTime.of(study, ZoneOffset.UTC), Set.of()),
                new ConsentInForce(
                        share.consent(), share.sequence(), "Consent/" + share.consentResource(), share.terms()),
                commitment);
    }
}
