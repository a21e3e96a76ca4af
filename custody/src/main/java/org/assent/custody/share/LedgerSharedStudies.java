package org.assent.custody.share;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
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
import org.assent.custody.study.ClinicalRecord;
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
import org.assent.decision.terms.Effect;
import org.assent.decision.terms.Rule;
import org.assent.decision.terms.TermsCodec;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.commitment.Salt;
import org.assent.ledger.commitment.StudyOpening;
import org.assent.ledger.commitment.TermsOpening;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.state.Subject;
import org.assent.ledger.stream.LedgerView;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Share packages over the committed state: what is opened fits it, what is accepted was checked against it. Thread-safe. */
public final class LedgerSharedStudies implements ShareExchange {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerSharedStudies.class);

    private final ChainAccess chain;
    private final SharePackages packages;
    private final OfferedShares offered;
    private final ShareRevisions revisions;
    private final StudyStore studies;
    private final DecisionMemory memory;
    private final LedgerDecisionPoint decisions;
    private final LedgerConsentRegistrar consents;
    private final Supplier<StudyCatalogue> catalogue;
    private final Supplier<ClinicalRecord> record;
    private final ZoneId siteZone;

    /**
     * Built once by custody.
     *
     * @param siteZone zone of studies of this site that name no offset from UTC
     */
    public LedgerSharedStudies(
            ChainAccess chain,
            Jdbi jdbi,
            SecretBox box,
            StudyStore studies,
            DecisionMemory memory,
            LedgerDecisionPoint decisions,
            LedgerConsentRegistrar consents,
            Supplier<StudyCatalogue> catalogue,
            Supplier<ClinicalRecord> record,
            ZoneId siteZone) {
        this.chain = chain;
        this.packages = new SharePackages(jdbi, box);
        this.offered = new OfferedShares(jdbi);
        this.revisions = new ShareRevisions(jdbi, chain.clock());
        this.studies = studies;
        this.memory = memory;
        this.decisions = decisions;
        this.consents = consents;
        this.catalogue = catalogue;
        this.record = record;
        this.siteZone = siteZone;
    }

    /** Tells decisions what the database knows. */
    public void load() {
        packages.keys().forEach(memory.shared()::empty); // in the order in which they came
        packages.all().forEach(share -> memory.shared(index(share)));
    }

    OfferedShares offered() {
        return offered;
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

    @Override
    public List<OfferedShare> endedFor(String consentResourceId, OrganizationId recipient) {
        return offered.of(consentResourceId, recipient).stream()
                .filter(share -> !opened(share.subject()).contains(share))
                .toList();
    }

    @Override
    public void offering(OrganizationId recipient, SharedStudy study) {
        offered.add(new OfferedShare(
                recipient,
                study.subject(),
                study.consent(),
                study.consentResource(),
                study.study().studyInstanceUid()));
    }

    @Override
    public void ended(OfferedShare share) {
        offered.remove(share);
    }

    @Override
    public long nextRevision(OrganizationId recipient) {
        return revisions.next(recipient);
    }

    @Override
    public boolean takes(OrganizationId from, long revision) {
        return revisions.takes(from, revision);
    }

    @Override
    public void withdrawn(OrganizationId from, EndedShare ended) {
        for (SharedIndex.Share share : memory.shared().of(ended.studyInstanceUid())) {
            if (share.source().equals(from) && share.consent().consent().equals(ended.consent())) {
                forget(share);
                memory.changed(share.subject());
            }
        }
    }

    /**
     * As the recipient: forgets a share with all that it brought; may be repeated if it fails. While its consent is open it may
     * come again, replaced or no longer denied, and keeps its place.
     */
    void forget(SharedIndex.Share share) {
        ShareKey key = share.key();
        String uid = key.studyInstanceUid();
        String resource = packages.consentResource(key);
        boolean last = memory.shared().of(uid).stream()
                .filter(other -> other.source().equals(key.source()))
                .allMatch(other -> other.key().equals(key));
        if (last) {
            catalogue.get().unshared(uid, key.source().toHex());
        }
        record.get().studyUnshared(uid, key.source(), resource);
        if (SharedIndex.consentOpen(key, chain.view())) {
            packages.empty(key);
            memory.shared().empty(key);
        } else {
            packages.delete(key);
            memory.shared().remove(key);
        }
        LOG.info("forgot a study that {} shared under consent {}", key.source(), key.consent());
    }

    /** As the recipient: gives up the place of a share that was forgotten and whose consent is closed. */
    void giveUp(ShareKey key) {
        packages.delete(key);
        memory.shared().remove(key);
    }

    /** As the source: what a subject's consents open to the organizations that they name, all of them considered. */
    Set<OfferedShare> opened(SubjectId subject) {
        Set<OfferedShare> opened = new HashSet<>();
        Set<String> studies = decisions.registered(subject);
        for (ConsentInForce consent : decisions.inForce(subject)) {
            String resource = consent.reference().substring(consent.reference().indexOf('/') + 1);
            for (OrganizationId recipient : recipients(consent.terms())) {
                studies.stream()
                        .filter(uid -> opens(consent.terms(), consent.consent(), recipient, uid))
                        .map(uid -> new OfferedShare(recipient, subject, consent.consent(), resource, uid))
                        .forEach(opened::add);
            }
        }
        return opened;
    }

    /** As the source: whether the share's consent is closed on the ledger, which is for good. */
    boolean closed(OfferedShare share) {
        return chain.view()
                .subject(share.subject())
                .filter(known -> known.consent(share.consent()).isEmpty())
                .isPresent();
    }

    private Set<OrganizationId> recipients(ConsentTerms terms) {
        return Stream.concat(Stream.of(terms.root()), terms.exceptions().stream())
                .filter(rule -> rule.effect() == Effect.PERMIT)
                .flatMap(rule -> rule.actors().stream())
                .map(actor -> switch (actor) {
                    case Actor.ByOrganization by -> by.organization();
                    case Actor.ByMember by -> by.organization();
                })
                .filter(organization -> !organization.equals(chain.own()))
                .collect(Collectors.toSet());
    }

    private boolean opens(ConsentTerms terms, ConsentId consent, OrganizationId recipient, String studyInstanceUid) {
        return requesters(terms, recipient)
                .anyMatch(requester -> decisions.opens(consent, requester, studyInstanceUid));
    }

    private Optional<SharedStudy> opened(RecordedConsent consent, HeldStudy study, OrganizationId recipient) {
        Optional<Bytes32> root = study.manifestRoot().filter(manifest -> chain.view()
                .study(study.ref())
                .filter(leaf -> !leaf.withdrawn() && study.opening(manifest).opens(leaf))
                .isPresent());
        boolean opens = opens(consent.terms(), consent.consent(), recipient, study.studyInstanceUid());
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
                        StudyTime.withOffset(description, siteZone)));
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
