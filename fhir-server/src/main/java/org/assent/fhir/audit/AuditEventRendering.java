package org.assent.fhir.audit;

import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assent.audit.AccessCounts;
import org.assent.audit.AccessEntry;
import org.assent.audit.AccessFacts;
import org.assent.audit.AccessSummary;
import org.assent.audit.LoggedDecision;
import org.assent.audit.SecurityEvent;
import org.assent.audit.TrailEvent;
import org.assent.decision.request.Operation;
import org.assent.decision.request.PurposeOfUse;
import org.assent.fhir.Visibility;
import org.assent.fhir.enforcement.Disclosure;
import org.assent.fhir.enforcement.StudyUid;
import org.assent.fhir.organization.Members;
import org.assent.ledger.identity.OrganizationId;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentNetworkType;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/**
 * Events of the access log as IHE BALP AuditEvents: one an access with its counts, one a refusal, one a security event;
 * each decision with the consents relied on and its ledger height (BALP 3:5.7.5 and requirement BALP-10).
 */
final class AuditEventRendering {

    private static final String PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
    private static final String ROLE_CLASS = "http://terminology.hl7.org/CodeSystem/v3-RoleClass";
    private static final String APPLICATION = "110150";
    private static final String SOURCE = "110153";
    private static final String DESTINATION = "110152";
    private static final String ACTOR_SYSTEM = "urn:assent:actor:";

    private final OrganizationId own;
    private final Function<String, Optional<Reference>> patientOfStudy;
    private final Function<String, Reference> lasting;

    /**
     * For events of one site.
     *
     * @param patientOfStudy the local Patient of a StudyInstanceUID
     */
    AuditEventRendering(
            OrganizationId own,
            Function<String, Optional<Reference>> patientOfStudy,
            Function<String, Reference> lasting) {
        this.own = own;
        this.patientOfStudy = patientOfStudy;
        this.lasting = lasting;
    }

    /** The AuditEvent, under the event's id. */
    AuditEvent render(TrailEvent event) {
        AuditEvent rendered =
                switch (event) {
                    case AccessSummary access -> access(access);
                    case TrailEvent.Refusal refusal -> refusal(refusal.entry());
                    case TrailEvent.Security security -> security(security.entry());
                };
        rendered.setId(event.id());
        rendered.getSource().setObserver(Members.reference(own)).addType(AuditCodes.WEB_SERVER.copy());
        Visibility.mark(rendered, tags(event));
        return rendered;
    }

    /** An event belongs to the studies that it is about, so that it is found by them. */
    private static Set<String> tags(TrailEvent event) {
        List<String> studies =
                switch (event) {
                    case AccessSummary access -> access.facts().studyInstanceUids();
                    case TrailEvent.Refusal refusal -> refusal.entry().facts().studyInstanceUids();
                    case TrailEvent.Security security -> List.of();
                };
        return Stream.concat(Stream.of(Visibility.LOCAL), studies.stream().map(Visibility::study))
                .collect(Collectors.toUnmodifiableSet());
    }

    private AuditEvent access(AccessSummary access) {
        boolean search = access.facts().operation() == Operation.SEARCH;
        AuditEvent event = new AuditEvent();
        event.getMeta().addProfile(AuditCodes.BALP + (search ? "PatientQuery" : "PatientRead"));
        event.setType(AuditCodes.REST.copy());
        operation(event, access.facts());
        event.setAction(search ? AuditEventAction.E : AuditEventAction.R);
        event.setRecorded(Date.from(access.openedAt()));
        event.setOutcome(AuditEventOutcome._0);
        access.ended()
                .ifPresent(end ->
                        event.getPeriod().setStart(Date.from(access.openedAt())).setEnd(Date.from(end.at())));
        agents(event, access.facts(), search ? SOURCE : DESTINATION, search ? DESTINATION : SOURCE);
        entities(event, access.facts(), access.decision(), counts(access));
        return event;
    }

    private AuditEvent refusal(AccessEntry.Refused refused) {
        AuditEvent event = new AuditEvent();
        event.getMeta().addProfile(AuditCodes.BALP + "AuthZconsent");
        event.setType(AuditCodes.SECURITY_ALERT.copy());
        event.addSubtype(AuditCodes.AUTHZ_CONSENT.copy());
        operation(event, refused.facts());
        event.setAction(AuditEventAction.E);
        event.setRecorded(Date.from(refused.at()));
        event.setOutcome(AuditEventOutcome._8);
        event.setOutcomeDesc(
                refused.decision().outcome() + " " + refused.decision().reason());
        agents(event, refused.facts(), APPLICATION, SOURCE);
        entities(event, refused.facts(), refused.decision(), Map.of());
        return event;
    }

    private AuditEvent security(AccessEntry.Security entry) {
        SecurityEvent security = entry.event();
        AuditEvent event = new AuditEvent();
        switch (security.kind()) {
            case RECORD_CREATED -> rest(event, "create", AuditEventAction.C);
            case RECORD_CHANGED -> rest(event, "update", AuditEventAction.U);
            case RECORD_DELETED -> rest(event, "delete", AuditEventAction.D);
            case RECORD_READ -> rest(event, "read", AuditEventAction.R);
            case RECORD_SEARCHED -> rest(event, "search-type", AuditEventAction.E);
            case SIGN_IN -> user(event, "110122");
            case SIGN_OUT -> user(event, "110123");
            case TOKEN_ISSUED, TOKEN_REFUSED ->
                user(event, "110126").addSubtype(AuditCodes.coding("urn:ihe:event-type-code", "ITI-71"));
            case TOKEN_INTROSPECTED ->
                user(event, "110126").addSubtype(AuditCodes.coding("urn:ihe:event-type-code", "ITI-102"));
            case TOKEN_REVOKED -> user(event, "110126");
            case AUTHENTICATION_FAILED -> user(event, "110126");
            case APPLICATION_STARTED -> application(event, "110120");
            case APPLICATION_STOPPED -> application(event, "110121");
            case CONFIGURATION_CHANGED -> {
                event.setType(AuditCodes.SECURITY_ALERT.copy());
                event.addSubtype(AuditCodes.dcm("110129"));
            }
            case LOG_REPAIRED -> {
                event.setType(AuditCodes.SECURITY_ALERT.copy());
                event.addSubtype(AuditCodes.dcm("110135"));
            }
        }
        event.setRecorded(Date.from(entry.at()));
        event.setOutcome(security.successful() ? AuditEventOutcome._0 : AuditEventOutcome._4);
        event.addAgent()
                .setType(AuditCodes.agent(PARTICIPATION, "IRCP"))
                .setWho(new Reference()
                        .setIdentifier(new Identifier()
                                .setSystem(ACTOR_SYSTEM + own.toHex())
                                .setValue(security.actor().isEmpty() ? "unknown" : security.actor())))
                .setRequestor(true);
        String patient = security.details().get(Disclosure.PATIENT);
        if (patient != null) {
            event.addEntity()
                    .setType(AuditCodes.PERSON.copy())
                    .setRole(AuditCodes.ROLE_PATIENT.copy())
                    .setWhat(lasting.apply(patient));
        }
        AuditEventEntityComponent request = requestEntity(event, security.requestId());
        new TreeMap<>(security.details()).forEach((name, value) -> detail(request, name, value));
        detail(request, "event", security.kind().name());
        return event;
    }

    private static void rest(AuditEvent event, String interaction, AuditEventAction action) {
        event.setType(AuditCodes.REST.copy());
        event.addSubtype(AuditCodes.interaction(interaction));
        event.setAction(action);
    }

    private static AuditEvent user(AuditEvent event, String subtype) {
        event.setType(AuditCodes.dcm("110114"));
        event.addSubtype(AuditCodes.dcm(subtype));
        return event.setAction(AuditEventAction.E);
    }

    private static void application(AuditEvent event, String subtype) {
        event.setType(AuditCodes.dcm("110100"));
        event.addSubtype(AuditCodes.dcm(subtype));
        event.setAction(AuditEventAction.E);
    }

    private static void operation(AuditEvent event, AccessFacts facts) {
        boolean dicom = facts.surface() == AccessFacts.Surface.DICOMWEB;
        switch (facts.operation()) {
            case SEARCH -> {
                event.addSubtype(AuditCodes.interaction("search"));
                if (dicom) {
                    event.addSubtype(AuditCodes.dcm("110112"));
                }
            }
            case METADATA -> event.addSubtype(AuditCodes.interaction("read"));
            case RETRIEVE, RENDER -> {
                event.addSubtype(AuditCodes.interaction("read"));
                event.addSubtype(AuditCodes.dcm("110104"));
            }
            case TOKEN -> event.addSubtype(AuditCodes.coding("urn:ihe:event-type-code", "ITI-71"));
        }
    }

    private void agents(AuditEvent event, AccessFacts facts, String clientType, String serverType) {
        OrganizationId organization = facts.requester().organization();
        AuditEventAgentComponent client = event.addAgent();
        client.setType(AuditCodes.end(clientType));
        client.setWho(new Reference()
                .setIdentifier(new Identifier().setValue(facts.clientId().orElse("browser"))));
        client.setRequestor(false);
        if (!facts.peerAddress().isEmpty()) {
            client.getNetwork().setAddress(facts.peerAddress()).setType(AuditEventAgentNetworkType._2);
        }

        AuditEventAgentComponent user = event.addAgent();
        user.setType(AuditCodes.agent(PARTICIPATION, "IRCP"));
        user.setWho(new Reference()
                .setIdentifier(new Identifier()
                        .setSystem(ACTOR_SYSTEM + organization.toHex())
                        .setValue(facts.requester().actor())));
        user.setRequestor(true);
        for (PurposeOfUse purpose :
                facts.requester().purposes().stream().sorted().toList()) {
            user.addPurposeOfUse(new CodeableConcept().addCoding(AuditCodes.coding(purpose.system(), purpose.code())));
        }

        event.addAgent()
                .setType(AuditCodes.agent(ROLE_CLASS, "PROV"))
                .setWho(Members.reference(organization))
                .setRequestor(false);
        event.addAgent()
                .setType(AuditCodes.end(serverType))
                .setWho(Members.reference(own))
                .setRequestor(false);
    }

    private void entities(AuditEvent event, AccessFacts facts, LoggedDecision decision, Map<String, String> counts) {
        facts.studyInstanceUids().stream()
                .flatMap(uid -> patientOfStudy.apply(uid).stream())
                .collect(Collectors.toMap(AuditEventRendering::who, Function.identity(), (a, b) -> a, TreeMap::new))
                .values()
                .forEach(patient -> event.addEntity()
                        .setType(AuditCodes.PERSON.copy())
                        .setRole(AuditCodes.ROLE_PATIENT.copy())
                        .setWhat(patient));
        for (String uid : facts.studyInstanceUids()) {
            AuditEventEntityComponent study = event.addEntity();
            study.setType(AuditCodes.SYSTEM_OBJECT.copy());
            study.setRole(AuditCodes.ROLE_DOMAIN_RESOURCE.copy());
            study.setWhat(new Reference().setIdentifier(StudyUid.identifier(uid)));
            detail(study, "110180", uid);
        }
        if (!facts.query().isEmpty()) {
            event.addEntity()
                    .setType(AuditCodes.SYSTEM_OBJECT.copy())
                    .setRole(AuditCodes.ROLE_QUERY.copy())
                    .setQuery(facts.query().getBytes(StandardCharsets.UTF_8));
        }
        for (LoggedDecision.ReliedConsent relied : decision.consents()) {
            AuditEventEntityComponent consent = event.addEntity();
            consent.setType(AuditCodes.CONSENT.copy());
            consent.setWhat(new Reference(relied.reference()));
            detail(consent, "ledger-consent-id", relied.consent().toHex());
            detail(consent, "ledger-sequence", Long.toString(relied.sequence()));
            detail(consent, "ledger-height", Long.toString(decision.height()));
        }
        AuditEventEntityComponent request = requestEntity(event, facts.requestId());
        detail(request, "ledger-height", Long.toString(decision.height()));
        detail(request, "decision", decision.outcome().name());
        detail(request, "policy", decision.policy());
        detail(request, "operation", facts.operation().name());
        detail(request, "surface", facts.surface().name());
        detail(request, "resource", facts.resource());
        counts.forEach((name, value) -> detail(request, name, value));
    }

    private static String who(Reference patient) {
        return patient.hasReference()
                ? patient.getReference()
                : patient.getIdentifier().getSystem() + "|"
                        + patient.getIdentifier().getValue();
    }

    private static Map<String, String> counts(AccessSummary access) {
        AccessCounts counts = access.counts();
        Map<String, String> details = new TreeMap<>();
        details.put("requests", Long.toString(counts.requests()));
        details.put("unfinished", Long.toString(counts.unfinished()));
        details.put("instances", Long.toString(counts.instances()));
        details.put("bytes", Long.toString(counts.bytes()));
        details.put("cut", Long.toString(counts.cut()));
        details.put(
                "ended",
                access.ended().map(e -> e.how().name().toLowerCase(Locale.ROOT)).orElse("open"));
        return details;
    }

    private static AuditEventEntityComponent requestEntity(AuditEvent event, String requestId) {
        AuditEventEntityComponent request = event.addEntity();
        request.setType(AuditCodes.REQUEST_ID.copy());
        request.setWhat(
                new Reference().setIdentifier(new Identifier().setValue(requestId.isEmpty() ? "none" : requestId)));
        return request;
    }

    private static void detail(AuditEventEntityComponent entity, String type, String value) {
        if (!value.isEmpty()) {
            entity.addDetail().setType(type).setValue(new StringType(value));
        }
    }
}
