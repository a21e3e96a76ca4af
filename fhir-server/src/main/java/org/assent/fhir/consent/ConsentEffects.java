package org.assent.fhir.consent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assent.custody.decision.ProposedConsent;
import org.assent.custody.decision.Rehearsal;
import org.assent.decision.AccessDecision;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.request.Requester;
import org.assent.decision.terms.Actor;
import org.assent.decision.terms.ConsentTerms;
import org.assent.decision.terms.Effect;
import org.assent.decision.terms.Rule;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.stream.LedgerView;

/**
 * What a Consent would change, and for whom: asked of the decision code itself, for everybody and every purpose that the Consent
 * names. Where it names nobody, every member is asked about; where it names no purpose, those of IHE PCF Basic. Writes nothing.
 */
final class ConsentEffects {

    /** The most pairs of requester and purpose that are looked at. */
    static final int MOST_PAIRS = 512;

    private static final List<PurposeOfUse> BASIC = List.of(
            PurposeOfUse.TREAT,
            new PurposeOfUse(PurposeOfUse.TREAT.system(), "HPAYMT"),
            new PurposeOfUse(PurposeOfUse.TREAT.system(), "HOPERAT"));
    private static final String ANYBODY = "anybody";

    private final OrganizationId own;
    private final LedgerView ledger;
    private final Rehearsal rehearsal;

    ConsentEffects(OrganizationId own, LedgerView ledger, Rehearsal rehearsal) {
        this.own = own;
        this.ledger = ledger;
        this.rehearsal = rehearsal;
    }

    /** What changes for one requester, who has one purpose. */
    record ForRequester(Requester requester, Rehearsal.Change change) {}

    /**
     * Each requester and purpose that the terms are about, with the decisions before and after.
     *
     * @param about what the Consent says, or what the one says that ends
     * @param after what it would say; empty if it would end
     * @return empty if there would be more than {@link #MOST_PAIRS}
     */
    Optional<List<ForRequester>> of(
            String patientId, String consentId, ConsentTerms about, Optional<ConsentTerms> after) {
        Set<Requester> requesters = requesters(about);
        if (requesters.size() > MOST_PAIRS) {
            return Optional.empty();
        }
        Instant from = after.flatMap(terms -> terms.root().period().start()).orElse(Instant.EPOCH);
        ProposedConsent proposed = new ProposedConsent("Consent/" + consentId, after, from);
        return Optional.of(requesters.stream()
                .map(requester -> new ForRequester(requester, rehearsal.rehearse(requester, patientId, proposed)))
                .toList());
    }

    /** Whether it permits something and other Consents deny all of that, so that it opens nothing. */
    boolean isShadowed(String patientId, String consentId, ConsentTerms terms) {
        return rules(terms).anyMatch(rule -> rule.effect() == Effect.PERMIT)
                && of(patientId, consentId, terms, Optional.of(terms))
                        .map(ConsentEffects::isShadowed)
                        .orElse(false);
    }

    /** Whether somebody would be permitted something by it alone, and all of that is denied by others. */
    static boolean isShadowed(List<ForRequester> effects) {
        List<AccessDecision> opened = new ArrayList<>();
        for (ForRequester effect : effects) {
            effect.change().alone().forEach((study, decision) -> {
                AccessDecision after = effect.change().after().get(study);
                if (decision instanceof AccessDecision.Permit && after != null) {
                    opened.add(after);
                }
            });
        }
        return !opened.isEmpty() && opened.stream().allMatch(ConsentEffects::isDeniedByConsent);
    }

    private static boolean isDeniedByConsent(AccessDecision decision) {
        return decision instanceof AccessDecision.Deny deny && deny.reason() == AccessDecision.Reason.DENIED_BY_CONSENT;
    }

    private Set<Requester> requesters(ConsentTerms terms) {
        Set<PurposeOfUse> purposes = new LinkedHashSet<>();
        Set<Actor> actors = new LinkedHashSet<>();
        rules(terms).forEach(rule -> {
            purposes.addAll(rule.purposes().isEmpty() ? BASIC : rule.purposes());
            actors.addAll(rule.actors().isEmpty() ? members() : rule.actors());
        });
        Set<Requester> requesters = new LinkedHashSet<>();
        for (Actor actor : actors) {
            for (PurposeOfUse purpose : purposes) {
                requesters.add(
                        switch (actor) {
                            case Actor.ByOrganization by -> new Requester(by.organization(), ANYBODY, Set.of(purpose));
                            case Actor.ByMember by -> new Requester(by.organization(), by.actor(), Set.of(purpose));
                        });
            }
        }
        return requesters;
    }

    /** Whom a rule is about that names nobody: all others. The own organization has its policy besides. */
    private List<Actor> members() {
        return ledger.organizations().stream()
                .filter(leaf -> !leaf.suspended())
                .map(leaf -> leaf.profile().organization())
                .filter(organization -> !organization.equals(own))
                .<Actor>map(Actor.ByOrganization::new)
                .toList();
    }

    private static Stream<Rule> rules(ConsentTerms terms) {
        return Stream.concat(Stream.of(terms.root()), terms.exceptions().stream());
    }
}
