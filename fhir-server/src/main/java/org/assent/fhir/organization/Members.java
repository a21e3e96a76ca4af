package org.assent.fhir.organization;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.assent.fhir.Visibility;
import org.assent.fhir.enforcement.LocalReferences;
import org.assent.fhir.enforcement.ReservedIds;
import org.assent.fhir.jpa.ResourceStore;
import org.assent.fhir.jpa.Writer;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.stream.LedgerView;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Reference;

/**
 * The ledger's registered organizations as Organization resources, and back: which member a reference names, by a literal
 * reference to such a resource (or to one of the EHR that carries the same identifier) or by identifier alone.
 */
public final class Members {

    /** System of the identifier that is the OrganizationId, 64 hexadecimal digits. */
    public static final String SYSTEM = "urn:assent:organization";

    private static final int DIGITS = 64;

    private final ResourceStore store;
    private final LedgerView ledger;
    private final LocalReferences references;
    private final Map<OrganizationId, String> mirrored = new ConcurrentHashMap<>();

    /** Mirrors the view into the store. */
    public Members(ResourceStore store, LedgerView ledger, LocalReferences references) {
        this.store = store;
        this.ledger = ledger;
        this.references = references;
    }

    /** Brings the resources up to what is committed; changes only what differs. */
    public void refresh() {
        for (OrganizationLeaf leaf : ledger.organizations()) {
            OrganizationId id = leaf.profile().organization();
            String says = leaf.suspended() + leaf.profile().name();
            if (!says.equals(mirrored.get(id))) {
                store.put(mirror(leaf), Writer.LEDGER); // a version only if it says something new
                mirrored.put(id, says);
            }
        }
    }

    private static Organization mirror(OrganizationLeaf leaf) {
        OrganizationId id = leaf.profile().organization();
        Organization organization = new Organization();
        organization.setId(ReservedIds.member(id));
        organization.addIdentifier(identifier(id));
        organization.setActive(!leaf.suspended());
        organization.setName(leaf.profile().name());
        Visibility.mark(organization, Set.of(Visibility.DIRECTORY));
        return organization;
    }

    /** The identifier of a member. */
    public static Identifier identifier(OrganizationId organization) {
        return new Identifier().setSystem(SYSTEM).setValue(organization.toHex());
    }

    /** A reference to a member: literal and logical. */
    public static Reference reference(OrganizationId organization) {
        return new Reference("Organization/" + ReservedIds.member(organization))
                .setIdentifier(identifier(organization));
    }

    /** Which registered organization the reference names. */
    public Optional<OrganizationId> named(Reference reference) {
        if (references.isLocal(reference)) {
            return references.target(reference, Organization.class).flatMap(this::member);
        }
        if (reference.hasReference() || !reference.hasIdentifier()) {
            return Optional.empty();
        }
        Identifier identifier = reference.getIdentifier();
        if (SYSTEM.equals(identifier.getSystem())) {
            return registered(identifier);
        }
        String token = URLEncoder.encode(
                identifier.getSystem() + "|" + identifier.getValue().replaceAll("([\\\\,|$])", "\\\\$1"),
                StandardCharsets.UTF_8);
        return store.find(Organization.class, "identifier=" + token + "&" + Visibility.LOCAL_ONLY).stream()
                .flatMap(organization -> member(organization).stream())
                .findFirst();
    }

    private Optional<OrganizationId> member(Organization organization) {
        return organization.getIdentifier().stream()
                .filter(identifier -> SYSTEM.equals(identifier.getSystem()))
                .flatMap(identifier -> registered(identifier).stream())
                .findFirst();
    }

    private Optional<OrganizationId> registered(Identifier identifier) {
        String hex = identifier.getValue();
        if (hex == null || hex.length() != DIGITS || !hex.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            return Optional.empty();
        }
        OrganizationId id = OrganizationId.fromHex(hex);
        return ledger.organization(id).map(leaf -> id);
    }
}
