package org.assent.fhir;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.identity.OrganizationId;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;

/**
 * Tags that say whom a stored resource belongs to, so that a search is narrowed inside its query. They are set by this
 * server alone and never leave it.
 */
public final class Visibility {

    /** Code system of the tags. */
    public static final String SYSTEM = "urn:assent:visible";

    /** Held by this site. What another site shares has no such tag. */
    public static final String LOCAL = "local";

    /** About no patient: organizations, addresses. */
    public static final String DIRECTORY = "directory";

    /** Held by this site, and deleted as soon as the ledger has its end. Opens nothing by itself. */
    public static final String DELETING = "deleting";

    /** Query condition: held by this site. */
    public static final String LOCAL_ONLY = "_tag=" + SYSTEM + "%7C" + LOCAL;

    /** Query condition: shared by other sites. */
    public static final String SHARED_ONLY = "_tag:not=" + SYSTEM + "%7C" + LOCAL;

    private static final int STUDY_DIGITS = 40;

    private Visibility() {}

    /** Belongs to the study with this UID that is held here: its resource, its patient, its consents. */
    public static String study(String studyInstanceUid) {
        return "study-" + digits(studyInstanceUid);
    }

    /** Is a Consent whose root names the study with this UID; opens nothing by itself, and is searched by. */
    public static String namesStudy(String studyInstanceUid) {
        return "names-study-" + digits(studyInstanceUid);
    }

    /** Is a Consent whose root names this organization as a recipient; opens nothing by itself, and is searched by. */
    public static String namesOrganization(OrganizationId organization) {
        return "names-organization-" + organization.toHex();
    }

    /** Belongs to what one source shared of the study with this UID; another source can share the same UID. */
    public static String shared(OrganizationId source, String studyInstanceUid) {
        return "shared-" + digits(source.toHex() + "|" + studyInstanceUid);
    }

    private static String digits(String name) {
        return Hash.sha256((SYSTEM + "|" + name).getBytes(StandardCharsets.UTF_8))
                .toHex()
                .substring(0, STUDY_DIGITS);
    }

    /** Sets exactly these tags. */
    public static void mark(Resource resource, Collection<String> codes) {
        strip(resource);
        Meta meta = resource.getMeta();
        codes.stream().sorted().forEach(code -> meta.addTag().setSystem(SYSTEM).setCode(code));
    }

    /** The codes it is tagged with. */
    public static Set<String> codes(Resource resource) {
        return resource.getMeta().getTag().stream()
                .filter(Visibility::isOurs)
                .map(Coding::getCode)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether this site holds it. */
    public static boolean isLocal(Resource resource) {
        return codes(resource).contains(LOCAL);
    }

    /** Takes the tags off, before the resource leaves or where a client sent them. */
    public static void strip(Resource resource) {
        resource.getMeta().getTag().removeIf(Visibility::isOurs);
    }

    private static boolean isOurs(Coding tag) {
        return SYSTEM.equals(tag.getSystem());
    }
}
