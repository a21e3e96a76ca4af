package org.assent.fhir.enforcement;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.principal.Principal;
import org.assent.authorization.principal.Role;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.decision.request.Requester;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as the handlers need it.
 *
 * @param principal proven by the filters before
 * @param roles its roles here; none for another organization
 */
public record Caller(Principal principal, Set<Role> roles) {

    public Caller {
        roles = Set.copyOf(roles);
    }

    /**
     * Who asks on this route.
     *
     * @throws ProblemException 401 if nobody is proven
     */
    public static Caller of(RequestDetails request) {
        return of(servletRequest(request));
    }

    /** Who asks on this route. */
    static Caller of(HttpServletRequest request) {
        Principal principal = RequestContext.principalIfAny(request);
        if (principal == null) {
            throw new ProblemException(ProblemKind.UNAUTHENTICATED, "This needs a token of this site.");
        }
        return switch (principal) {
            case Principal.Person person -> new Caller(person, person.roles());
            case Principal.Client client -> new Caller(client, client.roles());
            case Principal.Peer peer -> new Caller(peer, Set.of());
        };
    }

    /** The request as the container gave it. */
    static HttpServletRequest servletRequest(RequestDetails request) {
        if (request instanceof ServletRequestDetails servlet) {
            return servlet.getServletRequest();
        }
        throw new IllegalStateException("not a request over HTTP: " + request.getClass());
    }

    /** The other organization's token, if it is one. */
    public Optional<Principal.Peer> peer() {
        return principal instanceof Principal.Peer peer ? Optional.of(peer) : Optional.empty();
    }

    /** As the decision sees it. */
    public Requester requester() {
        return new Requester(principal.organization(), principal.actor(), principal.purposes());
    }

    /** The program's id, if it is one. */
    public Optional<String> clientId() {
        return principal instanceof Principal.Client client ? Optional.of(client.actor()) : Optional.empty();
    }

    /** Whether it keeps this site's own records: the EHR and the privacy officer see all that is held here. */
    public boolean keepsRecords(ServedType type) {
        Set<Role> keepers = EnumSet.of(Role.EHR, Role.PRIVACY_OFFICER);
        keepers.retainAll(roles);
        return !Collections.disjoint(keepers, type.readers());
    }

    /** Whether it also reads what was deleted of the type: whoever audits does, for as long as versions are kept. */
    public boolean readsDeleted(ServedType type) {
        return roles.contains(Role.PRIVACY_OFFICER) && type.readers().contains(Role.PRIVACY_OFFICER);
    }

    /** Whether it may read the type at all. */
    public boolean mayRead(@Nullable ServedType type) {
        if (type == null) {
            return false;
        }
        return peer().isPresent() ? type.peers() : !Collections.disjoint(roles, type.readers());
    }

    /**
     * Ends the request unless the caller may read the type.
     *
     * @throws ProblemException 403
     */
    public void needReader(ServedType type) {
        if (!mayRead(type)) {
            throw new ProblemException(
                    ProblemKind.INSUFFICIENT_SCOPE, "This token does not allow reading " + type.fhirName() + ".");
        }
    }

    /**
     * Ends the request unless the caller is this organization's privacy officer.
     *
     * @throws ProblemException 403
     */
    public void needPrivacyOfficer() {
        needOneOf(Set.of(Role.PRIVACY_OFFICER), "This is for the privacy officer of this organization.");
    }

    /**
     * Ends the request unless the caller is this organization's EHR or its privacy officer.
     *
     * @throws ProblemException 403
     */
    public void needRecordKeeper() {
        needOneOf(
                Set.of(Role.EHR, Role.PRIVACY_OFFICER),
                "This is for the EHR and the privacy officer of this organization.");
    }

    private void needOneOf(Set<Role> wanted, String otherwise) {
        if (peer().isPresent() || Collections.disjoint(roles, wanted)) {
            throw new ProblemException(ProblemKind.INSUFFICIENT_SCOPE, otherwise);
        }
    }

    /**
     * Ends the request unless the caller is this organization's EHR.
     *
     * @throws ProblemException 403
     */
    public void needEhr(ServedType type) {
        if (peer().isPresent() || !roles.contains(Role.EHR)) {
            throw new ProblemException(
                    ProblemKind.INSUFFICIENT_SCOPE,
                    "Writing " + type.fhirName() + " needs a token of this organization's EHR.");
        }
    }
}
