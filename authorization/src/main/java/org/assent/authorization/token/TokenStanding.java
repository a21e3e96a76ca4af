package org.assent.authorization.token;

import java.time.Instant;
import java.util.Optional;
import org.assent.authorization.client.ClientDirectory;
import org.assent.authorization.signin.UserDirectory;
import org.assent.decision.request.Requester;
import org.assent.ledger.stream.LedgerView;

/**
 * Whether a token of this site holds now, all considered: signature, life, revocation, whether its holder is still here with all
 * that the token says, and for another organization's token what the decision point says of its study at this moment. Fails
 * closed: while the site cannot decide for other organizations, none of their tokens holds. Thread-safe.
 */
final class TokenStanding {

    private final AccessTokenVerifier tokens;
    private final ClientDirectory clients;
    private final UserDirectory users;
    private final LedgerView ledger;
    private final TokenDecision decision;

    TokenStanding(
            AccessTokenVerifier tokens,
            ClientDirectory clients,
            UserDirectory users,
            LedgerView ledger,
            TokenDecision decision) {
        this.tokens = tokens;
        this.clients = clients;
        this.users = users;
        this.ledger = ledger;
        this.decision = decision;
    }

    /**
     * A token that holds.
     *
     * @param until when it ends: by itself, or earlier because what it rests on does
     */
    record Standing(AccessTokenVerifier.Read read, Instant until) {}

    /** Empty if the token does not hold, for whatever reason. */
    Optional<Standing> of(String token) {
        AccessTokenVerifier.Read read;
        try {
            read = tokens.read(token);
        } catch (CredentialException e) {
            return Optional.empty();
        }
        AccessToken content = read.token();
        return switch (content.holder()) {
            case AccessToken.Holder.Program program ->
                clients.find(content.clientId())
                        .filter(client -> client.roles().containsAll(program.roles()))
                        .map(client -> new Standing(read, content.expiresAt()));
            case AccessToken.Holder.Person person ->
                clients.find(content.clientId())
                        .filter(app -> app.roles().containsAll(person.roles()))
                        .flatMap(app -> users.find(person.accountId()))
                        .filter(account -> account.roles().containsAll(person.roles()))
                        .map(account -> new Standing(read, content.expiresAt()));
            case AccessToken.Holder.Site site ->
                until(content, site)
                        .filter(end -> end.isAfter(content.issuedAt()))
                        .map(end -> new Standing(read, end));
        };
    }

    private Optional<Instant> until(AccessToken token, AccessToken.Holder.Site site) {
        boolean member = ledger.organization(site.organization())
                .filter(leaf -> !leaf.suspended())
                .isPresent();
        if (!member || !decision.current()) {
            return Optional.empty();
        }
        Requester requester = new Requester(site.organization(), site.actor(), token.purposes());
        if (decision.decide(requester, site.studyInstanceUid()) instanceof TokenDecision.Outcome.Permitted permitted
                && permitted.claims().patientId().equals(site.patientId())) {
            return Optional.of(permitted
                    .claims()
                    .notAfter()
                    .filter(end -> end.isBefore(token.expiresAt()))
                    .orElse(token.expiresAt()));
        }
        return Optional.empty();
    }
}
