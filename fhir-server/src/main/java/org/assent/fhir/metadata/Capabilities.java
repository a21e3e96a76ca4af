package org.assent.fhir.metadata;

import ca.uhn.fhir.rest.annotation.Metadata;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IServerConformanceProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Date;
import org.assent.fhir.consent.ConsentRules;
import org.assent.fhir.enforcement.SearchParameterName;
import org.assent.fhir.enforcement.ServedType;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Enumerations;

/**
 * What this server offers (R4 capabilitystatement.html; IHE PCF 2:3.108, IUA 3.72): made once from the table of types, so it
 * names exactly what is there.
 */
public final class Capabilities implements IServerConformanceProvider<CapabilityStatement> {

    private static final String REGISTRY =
            "https://profiles.ihe.net/ITI/PCF/CapabilityStatement/IHE.PCF.consentRegistry";
    private static final String OPERATIONS = "urn:assent:fhir:OperationDefinition:consent-";
    private static final String IUA_SYSTEM = "http://profiles.ihe.net/fhir/ihe.securityTypes/CodeSystem/securityTypes";
    private static final String SMART_SYSTEM = "http://terminology.hl7.org/CodeSystem/restful-security-service";

    private final CapabilityStatement statement;

    /**
     * For a server.
     *
     * @param base FHIR base address
     * @param site name of the site
     * @param since when this version of the server began
     * @param consents what is asked of whoever records Consents
     */
    public Capabilities(String base, String site, Instant since, ConsentRules consents) {
        statement = new CapabilityStatement();
        statement.setStatus(Enumerations.PublicationStatus.ACTIVE);
        statement.setDate(Date.from(since));
        statement.setKind(CapabilityStatement.CapabilityStatementKind.INSTANCE);
        statement.setFhirVersion(Enumerations.FHIRVersion._4_0_1);
        statement.addInstantiates(REGISTRY);
        statement.getSoftware().setName("Assent");
        statement.getImplementation().setDescription("FHIR server of " + site).setUrl(base);
        statement.addFormat("application/fhir+json").addFormat("application/fhir+xml");
        CapabilityStatementRestComponent rest = statement.addRest();
        rest.setMode(CapabilityStatement.RestfulCapabilityMode.SERVER);
        rest.setDocumentation(
                "Other organizations see what patients permitted, by the policy Policy-deny otherwise; this"
                        + " organization's own people see it by Policy-basic-normal. What is denied and what is missing look alike."
                        + " Pages are asked for by _offset and _count.");
        security(rest);
        for (ServedType type : ServedType.values()) {
            rest.addResource(resource(type, consents));
        }
    }

    private static void security(CapabilityStatementRestComponent rest) {
        rest.getSecurity().setCors(false);
        rest.getSecurity().addService(service(IUA_SYSTEM, "IUA"));
        rest.getSecurity().addService(service(SMART_SYSTEM, "SMART-on-FHIR"));
        rest.getSecurity()
                .setDescription("Access tokens of this site (IHE IUA); everything but this statement needs one.");
    }

    private static CodeableConcept service(String system, String code) {
        CodeableConcept service = new CodeableConcept();
        service.addCoding().setSystem(system).setCode(code);
        return service;
    }

    private static CapabilityStatementRestResourceComponent resource(ServedType type, ConsentRules consents) {
        CapabilityStatementRestResourceComponent resource = new CapabilityStatementRestResourceComponent();
        resource.setType(type.fhirName());
        resource.setProfile("http://hl7.org/fhir/StructureDefinition/" + type.fhirName());
        resource.setVersioning(CapabilityStatement.ResourceVersionPolicy.VERSIONED);
        resource.setReadHistory(true);
        interaction(resource, TypeRestfulInteraction.READ);
        interaction(resource, TypeRestfulInteraction.VREAD);
        interaction(resource, TypeRestfulInteraction.SEARCHTYPE);
        if (type.writing() != ServedType.Writing.NONE) {
            interaction(resource, TypeRestfulInteraction.CREATE);
            interaction(resource, TypeRestfulInteraction.UPDATE);
            resource.setUpdateCreate(true);
            resource.setConditionalCreate(true);
            resource.setConditionalUpdate(false);
            resource.setConditionalDelete(CapabilityStatement.ConditionalDeleteStatus.NOTSUPPORTED);
        }
        if (type.writing() == ServedType.Writing.LEDGER) {
            interaction(resource, TypeRestfulInteraction.DELETE);
            interaction(resource, TypeRestfulInteraction.HISTORYINSTANCE);
            interaction(resource, TypeRestfulInteraction.HISTORYTYPE);
            if (consents.requireIfMatch()) {
                resource.setVersioning(CapabilityStatement.ResourceVersionPolicy.VERSIONEDUPDATE);
            }
            resource.addOperation().setName("explain").setDefinition(OPERATIONS + "explain");
            resource.addOperation().setName("dry-run").setDefinition(OPERATIONS + "dry-run");
            resource.setDocumentation(
                    "A write is final on the ledger when it is answered 201 or 200; 202 names where to ask"
                            + " how it stands. " + versions(consents) + " DELETE ends a Consent as"
                            + " entered-in-error on the ledger and then deletes it; its versions are kept, for the privacy officer"
                            + " alone. POST $explain (patient, requester, purpose, actor) tells the privacy officer what somebody would see and"
                            + " why; POST $dry-run (consent) tells what recording a Consent would change, and records nothing."
                            + " IHE PCF Basic, and Intermediate data by id.");
        }
        for (SearchParameterName parameter : type.parameters()) {
            if (parameter.isPlain()) {
                resource.addSearchParam()
                        .setName(parameter.name())
                        .setType(Enumerations.SearchParamType.fromCode(parameter.kind()));
            }
        }
        type.includes().stream().sorted().forEach(resource::addSearchInclude);
        resource.addSearchRevInclude("Provenance:target");
        return resource;
    }

    private static String versions(ConsentRules consents) {
        return (consents.requireIfMatch()
                        ? "New terms of an open Consent need If-Match (428 without)"
                        : "If-Match is honoured where it is sent")
                + "; the end of a Consent never needs it. Prefer: respond-async answers 202 at once."
                + " If-None-Exist is identifier=system|value; conditional update and delete are refused (405)."
                + (consents.validatePcf() ? " Consents need the form of IHE PCF." : "");
    }

    private static void interaction(CapabilityStatementRestResourceComponent resource, TypeRestfulInteraction code) {
        resource.addInteraction().setCode(code);
    }

    @Override
    @Metadata
    public CapabilityStatement getServerConformance(HttpServletRequest request, RequestDetails details) {
        return statement;
    }

    /** Needs nothing of the server that asks. */
    @Override
    public void setRestfulServer(RestfulServer server) {}
}
