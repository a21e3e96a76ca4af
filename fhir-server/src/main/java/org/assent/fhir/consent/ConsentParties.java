package org.assent.fhir.consent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assent.authorization.problem.ProblemKind;
import org.assent.fhir.enforcement.Issue;
import org.assent.fhir.enforcement.IssuesException;
import org.assent.fhir.enforcement.LocalReferences;
import org.assent.fhir.organization.Members;
import org.assent.ledger.identity.OrganizationId;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;

/**
 * Who and what a Consent is about, checked against what this site holds: its patient, who agrees, who enforces, and the
 * evidence. What is not this site's cannot be promised by it.
 */
final class ConsentParties {

    private final OrganizationId own;
    private final LocalReferences references;
    private final Members members;

    ConsentParties(OrganizationId own, LocalReferences references, Members members) {
        this.own = own;
        this.references = references;
        this.members = members;
    }

    /**
     * Checks the parties, and makes references to them plain.
     *
     * @return logical id of the local Patient
     * @throws IssuesException 422 with what is wrong
     */
    String check(Consent consent) {
        List<Issue> issues = new ArrayList<>();
        Optional<Patient> patient = references.target(consent.getPatient(), Patient.class);
        if (patient.isEmpty()) {
            issues.add(Issue.wrong("Consent.patient", "names no patient of this site, as Patient/id"));
        }
        for (int i = 0; i < consent.getPerformer().size(); i++) {
            Optional<Patient> performer =
                    references.target(consent.getPerformer().get(i), Patient.class);
            if (performer.isEmpty() || patient.isEmpty() || !id(performer.get()).equals(id(patient.get()))) {
                issues.add(Issue.rule(
                        "Consent.performer[" + i + "]",
                        "is not the patient; a consent given for somebody else is not recorded by this server yet"));
            }
        }
        for (int i = 0; i < consent.getOrganization().size(); i++) {
            if (!members.named(consent.getOrganization().get(i)).equals(Optional.of(own))) {
                issues.add(Issue.rule(
                        "Consent.organization[" + i + "]",
                        "is not this organization; it can be bound only by a consent that is sent to it"));
            }
        }
        evidence(consent, issues);
        if (!issues.isEmpty() || patient.isEmpty()) {
            throw new IssuesException(ProblemKind.UNPROCESSABLE, issues);
        }
        if (!consent.hasOrganization()) {
            consent.addOrganization(Members.reference(own));
        }
        consent.getPatient().setReference("Patient/" + id(patient.get()));
        return id(patient.get());
    }

    private void evidence(Consent consent, List<Issue> issues) {
        if (consent.getSource() instanceof Reference source) {
            boolean named = source.hasIdentifier() || (source.hasReference() && !references.isLocal(source));
            if (!named && references.target(source).isEmpty()) {
                issues.add(Issue.wrong("Consent.sourceReference", "names no document that this site has"));
            }
        } else if (consent.getSource() instanceof Attachment attachment
                && !attachment.hasData()
                && !attachment.hasUrl()) {
            issues.add(Issue.required("Consent.sourceAttachment", "the document itself, or where it is"));
        }
    }

    private static String id(Patient patient) {
        return patient.getIdElement().getIdPart();
    }
}
