package org.assent.fhir.enforcement;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.assent.authorization.principal.Principal;
import org.assent.authorization.principal.Role;
import org.assent.authorization.problem.Problem;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.custody.decision.Findable;
import org.assent.fhir.Visibility;
import org.assent.fhir.jpa.VersionQuery;
import org.assent.ledger.identity.OrganizationId;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Resource;

/**
 * What a caller may find of a type, as tags to put into a query and to check each resource by before it is shown. Fail
 * closed: a resource without a fitting tag is not there.
 *
 * @param wanted codes of which a resource needs one
 * @param unwanted codes of which it may have none
 * @param studies the studies that are named one by one, by their code
 * @param patient the only patient, if the token is about one
 * @param height ledger height of the answer
 */
record Scope(
        Set<String> wanted, Set<String> unwanted, Map<String, String> studies, Optional<String> patient, long height) {

    private static final String NOTHING = "nothing";

    Scope {
        wanted = Set.copyOf(wanted);
        unwanted = Set.copyOf(unwanted);
        studies = Map.copyOf(studies);
    }

    /**
     * What the caller may find.
     *
     * @throws ProblemException 503 while the site cannot decide for other organizations
     */
    static Scope of(Caller caller, ServedType type, Findable findable) {
        Set<String> wanted = new HashSet<>();
        Set<String> unwanted = new HashSet<>();
        Map<String, String> studies = new HashMap<>();
        wanted.add(Visibility.DIRECTORY);
        long height =
                switch (findable) {
                    case Findable.Only only -> { // other organizations, and own people for an unusual purpose
                        only.studyInstanceUids().forEach(uid -> studies.put(Visibility.study(uid), uid));
                        putShared(only.shared(), studies);
                        yield only.height();
                    }
                    case Findable.Local local -> {
                        wanted.add(Visibility.LOCAL);
                        if (caller.roles().contains(Role.CLINICIAN)) {
                            putShared(local.shared(), studies);
                        }
                        if (!caller.keepsRecords(type)) {
                            local.hidden().forEach(uid -> unwanted.add(Visibility.study(uid)));
                        }
                        yield local.height();
                    }
                    case Findable.Undecided undecided -> throw notNow();
                };
        wanted.addAll(studies.keySet());
        if (caller.keepsRecords(type)) {
            wanted.add(Visibility.LOCAL); // whatever they ask it for
        }
        return new Scope(
                wanted,
                belongsToOneStudy(type) ? unwanted : Set.of(),
                studies,
                caller.peer().map(Principal.Peer::patientId),
                height);
    }

    /** Of a study that several sources share, only what the source brought whose share is in force. */
    private static void putShared(Map<String, OrganizationId> shared, Map<String, String> studies) {
        shared.forEach((uid, source) -> studies.put(Visibility.shared(source, uid), uid));
    }

    /** A patient has many studies and is not hidden with one of them. */
    private static boolean belongsToOneStudy(ServedType type) {
        return type == ServedType.IMAGING_STUDY || type == ServedType.PROVENANCE;
    }

    private static ProblemException notNow() {
        return new ProblemException(new Problem(
                ProblemKind.UNAVAILABLE,
                "This site has not heard of the ledger for too long to decide about requests of other organizations.",
                Optional.of(Duration.ofSeconds(5))));
    }

    /** The condition for a query, as {@code _tag} parameters. */
    String condition(ServedType type) {
        StringBuilder condition = new StringBuilder("_tag=").append(tags(wanted.isEmpty() ? Set.of(NOTHING) : wanted));
        if (!unwanted.isEmpty()) {
            condition.append("&_tag:not=").append(tags(unwanted));
        }
        patient.ifPresent(id -> {
            if (type == ServedType.PATIENT) {
                condition.append("&_id=").append(id);
            } else if (type == ServedType.IMAGING_STUDY) {
                condition.append("&patient=Patient/").append(id);
            }
        });
        return condition.toString();
    }

    /** The same as a question for versions, of a type that is narrowed by these tags alone. */
    VersionQuery versions(Optional<String> id, boolean deleted, HistoryRequest page) {
        if (!unwanted.isEmpty() || patient.isPresent()) {
            throw new IllegalStateException("histories of this type cannot be narrowed by tags alone");
        }
        return new VersionQuery(
                Visibility.SYSTEM,
                wanted.isEmpty() ? Set.of(NOTHING) : wanted,
                id,
                deleted,
                page.sinceInstant(),
                page.offset(),
                page.count());
    }

    private static String tags(Set<String> codes) {
        return new TreeSet<>(codes)
                .stream().map(code -> Visibility.SYSTEM + "%7C" + code).collect(Collectors.joining(","));
    }

    /** Whether the resource may be shown. */
    boolean allows(Resource resource) {
        Set<String> codes = Visibility.codes(resource);
        return codes.stream().anyMatch(wanted::contains)
                && codes.stream().noneMatch(unwanted::contains)
                && patient.map(id -> isOf(resource, id)).orElse(true);
    }

    private static boolean isOf(Resource resource, String patientId) {
        return switch (resource.fhirType()) {
            case "Patient" -> resource.getIdElement().getIdPart().equals(patientId);
            case "ImagingStudy" ->
                ((ImagingStudy) resource).getSubject().getReference().equals("Patient/" + patientId);
            default -> Visibility.codes(resource).contains(Visibility.DIRECTORY);
        };
    }

    /** The studies named one by one that the resource belongs to, sorted. */
    List<String> studiesOf(Resource resource) {
        return Visibility.codes(resource).stream()
                .filter(studies::containsKey)
                .map(studies::get)
                .sorted()
                .toList();
    }
}
