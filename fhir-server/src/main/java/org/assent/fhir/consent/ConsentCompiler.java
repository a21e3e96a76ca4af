package org.assent.fhir.consent;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assent.decision.ImplicitPolicy;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.terms.Actor;
import org.assent.decision.terms.ConsentTerms;
import org.assent.decision.terms.DataSelection;
import org.assent.decision.terms.Effect;
import org.assent.decision.terms.Period;
import org.assent.decision.terms.Rule;
import org.assent.fhir.enforcement.Issue;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.OrganizationId;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.Reference;

/**
 * Compiles a FHIR Consent to the terms that decisions are made on: IHE PCF Explicit Basic, Intermediate "Data by id", "Data
 * Timeframe", "Data Author" and "Additional PurposeOfUse" (PCF 1:53.2, 3:5.8). Pure: everything outside the resource comes through {@link Names}.
 *
 * <p>Nothing is guessed and nothing is left out: an element that these terms cannot express is an issue, since terms that
 * say less than the Consent could permit more than the patient did.
 */
final class ConsentCompiler {

    /** The most nested provisions, which is also what the terms hold. */
    static final int MOST_EXCEPTIONS = 64;

    /** What {@code Consent.policy.uri} may say: the policies that IHE PCF defines. */
    private static final List<String> KNOWN_POLICIES =
            Stream.of(ImplicitPolicy.values()).map(ImplicitPolicy::uri).toList();

    private final OrganizationId own;
    private final ConsentPeriods periods;

    ConsentCompiler(OrganizationId own, ConsentPeriods periods) {
        this.own = own;
        this.periods = periods;
    }

    /**
     * Compiles the Consent.
     *
     * @param source hash of its canonical form
     */
    Compilation compile(Consent consent, Bytes32 source, Names names) {
        List<Issue> issues = new ArrayList<>();
        ProvisionComponent root = consent.getProvision();
        String policy = consent.getPolicyFirstRep().getUri();
        if (ImplicitPolicy.DENY.uri().equals(policy) && root.getType() == ConsentProvisionType.PERMIT) {
            issues.add(Issue.rule("Consent.policy[0].uri", "the policy denies everything, but the provision permits"));
        }
        if (policy != null && !KNOWN_POLICIES.contains(policy)) {
            issues.add(Issue.notUnderstood(
                    "Consent.policy[0].uri", "is none of the policies that are known here: " + KNOWN_POLICIES));
        }
        Optional<Rule> base = rule(root, "Consent.provision", names, issues);
        List<Rule> exceptions = new ArrayList<>();
        List<ProvisionComponent> nested = root.getProvision();
        if (nested.size() > MOST_EXCEPTIONS) {
            issues.add(Issue.rule("Consent.provision.provision", "at most " + MOST_EXCEPTIONS + " are understood"));
        } else {
            for (int i = 0; i < nested.size(); i++) {
                String path = "Consent.provision.provision[" + i + "]";
                if (nested.get(i).hasProvision()) {
                    issues.add(Issue.notUnderstood(
                            path + ".provision", "an exception has no further exceptions (IHE PCF)"));
                }
                if (nested.get(i).getData().size() > 1) {
                    issues.add(Issue.notUnderstood(
                            path + ".data", "an exception names one study (IHE PCF); repeat the exception"));
                }
                rule(nested.get(i), path, names, issues).ifPresent(exceptions::add);
            }
        }
        if (!issues.isEmpty() || base.isEmpty() || policy == null) {
            return new Compilation.NotUnderstood(issues);
        }
        try {
            ConsentTerms terms = new ConsentTerms(policy, base.get(), exceptions, source);
            return new Compilation.Compiled(terms, recipients(base.get(), exceptions));
        } catch (IllegalArgumentException tooMuch) {
            return new Compilation.NotUnderstood(
                    List.of(Issue.rule("Consent", "is larger than this server understands: " + tooMuch.getMessage())));
        }
    }

    private Optional<Rule> rule(ProvisionComponent provision, String path, Names names, List<Issue> issues) {
        int before = issues.size();
        Effect effect = effect(provision, path, issues);
        Period period = periods.read(provision.getPeriod(), effect, path + ".period", issues);
        Set<Actor> actors = actors(provision, path, names, issues);
        Set<PurposeOfUse> purposes = purposes(provision, path, issues);
        DataSelection data = data(provision, effect, path, names, issues);
        notUnderstood(provision.hasAction(), path + ".action", issues);
        notUnderstood(provision.hasClass_(), path + ".class", issues);
        notUnderstood(provision.hasCode(), path + ".code", issues);
        notUnderstood(provision.hasSecurityLabel(), path + ".securityLabel", issues);
        if (issues.size() > before) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Rule(effect, actors, purposes, period, data));
        } catch (IllegalArgumentException tooMuch) {
            issues.add(Issue.rule(path, "is larger than this server understands: " + tooMuch.getMessage()));
            return Optional.empty();
        }
    }

    private static Effect effect(ProvisionComponent provision, String path, List<Issue> issues) {
        ConsentProvisionType type = provision.getType();
        if (type == ConsentProvisionType.PERMIT) {
            return Effect.PERMIT;
        }
        if (type != ConsentProvisionType.DENY) {
            issues.add(Issue.required(path + ".type", "permit or deny"));
        }
        return Effect.DENY;
    }

    private static Set<Actor> actors(ProvisionComponent provision, String path, Names names, List<Issue> issues) {
        Set<Actor> actors = new HashSet<>();
        for (int i = 0; i < provision.getActor().size(); i++) {
            Consent.provisionActorComponent actor = provision.getActor().get(i);
            String at = path + ".actor[" + i + "]";
            if (!CodedIn.has(actor.getRole(), CodedIn.PARTICIPATION, CodedIn.INFORMATION_RECIPIENT)) {
                issues.add(Issue.wrong(
                        at + ".role", "is " + CodedIn.INFORMATION_RECIPIENT + " of " + CodedIn.PARTICIPATION));
            }
            Optional<OrganizationId> organization = names.organization(actor.getReference());
            if (organization.isPresent()) {
                actors.add(new Actor.ByOrganization(organization.get()));
            } else {
                issues.add(
                        Issue.notUnderstood(
                                at + ".reference",
                                "names no organization that is registered on the ledger; only such organizations are understood"));
            }
        }
        return actors;
    }

    private static Set<PurposeOfUse> purposes(ProvisionComponent provision, String path, List<Issue> issues) {
        Set<PurposeOfUse> purposes = new HashSet<>();
        for (int i = 0; i < provision.getPurpose().size(); i++) {
            Coding purpose = provision.getPurpose().get(i);
            if (purpose.hasSystem() && purpose.hasCode()) {
                purposes.add(new PurposeOfUse(purpose.getSystem(), purpose.getCode()));
            } else {
                issues.add(Issue.required(path + ".purpose[" + i + "]", "a purpose has a system and a code"));
            }
        }
        return purposes;
    }

    private DataSelection data(
            ProvisionComponent provision, Effect effect, String path, Names names, List<Issue> issues) {
        Set<String> studies = new HashSet<>();
        Set<OrganizationId> authors = new HashSet<>();
        for (int i = 0; i < provision.getData().size(); i++) {
            Consent.provisionDataComponent data = provision.getData().get(i);
            String at = path + ".data[" + i + "]";
            if (data.getMeaning() == Consent.ConsentDataMeaning.AUTHOREDBY) {
                author(data.getReference(), at, names, issues).ifPresent(authors::add);
                continue;
            }
            if (data.getMeaning() != Consent.ConsentDataMeaning.INSTANCE) {
                issues.add(Issue.notUnderstood(at + ".meaning", "only 'instance' and 'authoredby' are understood"));
                continue;
            }
            Optional<String> study = names.study(data.getReference());
            if (study.isPresent()) {
                studies.add(study.get());
            } else {
                issues.add(Issue.notUnderstood(
                        at + ".reference",
                        "names no ImagingStudy of this patient that is held here; give a reference to it or its"
                                + " identifier of system urn:dicom:uid"));
            }
        }
        Optional<Period> period = provision.hasDataPeriod()
                ? Optional.of(periods.read(provision.getDataPeriod(), effect, path + ".dataPeriod", issues))
                : Optional.empty();
        return new DataSelection(studies, period, authors, Set.of(), Set.of());
    }

    private static Optional<OrganizationId> author(Reference reference, String at, Names names, List<Issue> issues) {
        Optional<OrganizationId> author = names.organization(reference);
        if (author.isEmpty()) {
            issues.add(
                    Issue.notUnderstood(
                            at + ".reference",
                            "names no organization that is registered on the ledger; the author of a study is the organization that registered it"));
        }
        return author;
    }

    private static void notUnderstood(boolean given, String path, List<Issue> issues) {
        if (given) {
            issues.add(Issue.notUnderstood(path, "is not understood by this server, so the consent is not recorded"));
        }
    }

    private Set<OrganizationId> recipients(Rule base, List<Rule> exceptions) {
        Set<OrganizationId> recipients = new HashSet<>();
        List<Rule> rules = new ArrayList<>(exceptions);
        rules.add(base);
        for (Rule rule : rules) {
            if (rule.effect() == Effect.PERMIT) {
                for (Actor actor : rule.actors()) {
                    recipients.add(
                            switch (actor) {
                                case Actor.ByOrganization by -> by.organization();
                                case Actor.ByMember by -> by.organization();
                            });
                }
            }
        }
        recipients.remove(own);
        return recipients;
    }
}
