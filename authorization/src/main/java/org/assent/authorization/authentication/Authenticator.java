package org.assent.authorization.authentication;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.assent.authorization.token.CredentialException;

/** Finds out who asks. Thread-safe. */
public interface Authenticator {

    /**
     * Who asks; empty if the request brings nothing to prove it.
     *
     * @throws CredentialException if what it brings does not hold
     */
    Optional<Authenticated> authenticate(HttpServletRequest request) throws CredentialException;
}
