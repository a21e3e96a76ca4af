package org.assent.authorization.code;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assent.authorization.client.RedirectUri;
import org.assent.authorization.scope.Scopes;
import org.assent.authorization.signin.SecretText;
import org.assent.store.SiteDatabase;
import org.jdbi.v3.core.Jdbi;

/**
 * Codes that apps exchange for tokens (RFC 6749 §4.1.2): 256 random bits, good once and for 60 s. Used ones are kept as long as a
 * token made from them could live, so that a second use is noticed. Thread-safe.
 */
public final class AuthorizationCodes {

    /** How long a code is good. */
    public static final Duration LIFE = Duration.ofSeconds(60);

    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final int BYTES = 32;
    private static final int MAX_LENGTH = 64;

    /**
     * What a person approved.
     *
     * @param clientId the app
     * @param redirectUri where the code was sent
     * @param challenge {@code code_challenge}, S256 (RFC 7636 §4.2)
     * @param accountId who approved
     * @param scopes what for at most
     * @param audience addresses of the parts of this site that it is for
     * @param tokenId {@code jti} that the token made from the code will have
     */
    public record Approval(
            String clientId,
            RedirectUri redirectUri,
            String challenge,
            String accountId,
            Scopes scopes,
            Set<String> audience,
            String tokenId) {

        public Approval {
            audience = Set.copyOf(audience);
        }

        /** An approval whose token is yet to be made. */
        public static Approval of(AuthorizationRequest asked, String accountId, Scopes granted) {
            return new Approval(
                    asked.client().id(),
                    asked.redirectUri(),
                    asked.challenge(),
                    accountId,
                    granted,
                    asked.audience(),
                    UUID.randomUUID().toString());
        }
    }

    private final Jdbi jdbi;
    private final Clock clock;
    private final SecureRandom random;

    /** Over a database whose schema {@code authorization} is migrated. */
    public AuthorizationCodes(SiteDatabase database, Clock clock, SecureRandom random) {
        this.jdbi = database.jdbi();
        this.clock = clock;
        this.random = random;
    }

    /** A fresh code; only its hash is kept. */
    public String issue(Approval approval) {
        String code = SecretText.random(random, BYTES);
        long now = clock.millis();
        jdbi.useTransaction(handle -> {
            handle.execute(
                    "delete from \"authorization\".authorization_code where expires_millis < ?", now - KEPT.toMillis());
            handle.execute(
                    "insert into \"authorization\".authorization_code (code_hash, client_id, redirect_uri, challenge,"
                            + " account_id, scopes, audience, token_id, expires_millis) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    hash(code),
                    approval.clientId(),
                    approval.redirectUri().text(),
                    approval.challenge(),
                    approval.accountId(),
                    approval.scopes().toString(),
                    String.join(" ", approval.audience()),
                    approval.tokenId(),
                    now + LIFE.toMillis());
        });
        return code;
    }

    /** What a code stands for, whether or not it is still good; empty if it is none, or one of long ago. */
    public Optional<Approval> find(String code) {
        if (code.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select client_id, redirect_uri, challenge, account_id, scopes,"
                                + " audience, token_id from \"authorization\".authorization_code where code_hash = :hash")
                .bind("hash", hash(code))
                .map((row, context) -> approval(row))
                .findOne());
    }

    /** What came of trying to use a code up. */
    public enum Use {
        /** It was good, and is used up now. */
        FIRST,
        /** It was used before: somebody has it who should not. */
        AGAIN,
        /** It was not used in time. */
        LATE
    }

    /** Uses a code up that was found; of several at once exactly one is the first. */
    public Use use(String code) {
        long now = clock.millis();
        return jdbi.inTransaction(handle -> {
            int first = handle.execute(
                    "update \"authorization\".authorization_code set used_millis = ?"
                            + " where code_hash = ? and used_millis is null and expires_millis > ?",
                    now,
                    hash(code),
                    now);
            if (first == 1) {
                return Use.FIRST;
            }
            boolean used = handle.createQuery("select count(*) from \"authorization\".authorization_code"
                                    + " where code_hash = :hash and used_millis is not null")
                            .bind("hash", hash(code))
                            .mapTo(Long.class)
                            .one()
                    > 0;
            return used ? Use.AGAIN : Use.LATE;
        });
    }

    private static Approval approval(ResultSet row) throws SQLException {
        return new Approval(
                row.getString("client_id"),
                new RedirectUri(row.getString("redirect_uri")),
                row.getString("challenge"),
                row.getString("account_id"),
                Scopes.of(row.getString("scopes")),
                Set.of(row.getString("audience").split(" ", -1)),
                row.getString("token_id"));
    }

    private static String hash(String code) {
        return SecretText.hash("code", code);
    }
}
