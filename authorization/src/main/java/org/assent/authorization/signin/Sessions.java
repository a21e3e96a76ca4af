package org.assent.authorization.signin;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.assent.authorization.principal.RoleNames;
import org.assent.store.SiteDatabase;
import org.jdbi.v3.core.Jdbi;

/**
 * Sessions of people: 256 random bits that only the browser has; the database has their hash. A session ends 30 minutes
 * after its last use and 12 hours after it was opened. Thread-safe.
 */
public final class Sessions {

    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final Duration ABSOLUTE = Duration.ofHours(12);
    private static final Duration TOUCH = Duration.ofMinutes(1);
    private static final int BYTES = 32;
    private static final int MAX_LENGTH = 64;

    /**
     * An open session.
     *
     * @param account whose it is
     * @param id names the session without being good to ask with
     * @param formToken what forms of this session carry against cross-site requests
     */
    public record Session(Account account, String id, String formToken) {}

    private final Jdbi jdbi;
    private final Clock clock;
    private final SecureRandom random;

    /** Over a database whose schema {@code authorization} is migrated. */
    public Sessions(SiteDatabase database, Clock clock, SecureRandom random) {
        this.jdbi = database.jdbi();
        this.clock = clock;
        this.random = random;
    }

    /** Opens a session; returns its secret, for the browser's cookie. */
    public String open(Account account) {
        String secret = SecretText.random(random, BYTES);
        long now = clock.millis();
        jdbi.useTransaction(handle -> {
            handle.execute(
                    "delete from \"authorization\".person_session where used_millis < ? or opened_millis < ?",
                    now - IDLE.toMillis(),
                    now - ABSOLUTE.toMillis());
            handle.execute(
                    "insert into \"authorization\".person_session (session_hash, account_id, opened_millis, used_millis)"
                            + " values (?, ?, ?, ?)",
                    hash(secret),
                    account.id(),
                    now,
                    now);
            handle.execute(
                    "update \"authorization\".account set joined_millis = ?"
                            + " where account_id = ? and joined_millis is null",
                    now,
                    account.id());
        });
        return secret;
    }

    /** The session with a secret, which this counts as a use of; empty if it is over or never was. */
    public Optional<Session> find(String secret) {
        if (secret.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String hash = hash(secret);
        long now = clock.millis();
        record Row(Account account, long opened, long used) {}
        Optional<Row> row = jdbi.withHandle(handle -> handle.createQuery(
                        "select a.account_id, a.display_name, a.roles, s.opened_millis, s.used_millis"
                                + " from \"authorization\".person_session s"
                                + " join \"authorization\".account a on a.account_id = s.account_id"
                                + " where s.session_hash = :hash")
                .bind("hash", hash)
                .map((result, context) -> new Row(
                        new Account(
                                result.getString("account_id"),
                                result.getString("display_name"),
                                RoleNames.read(result.getString("roles")),
                                true),
                        result.getLong("opened_millis"),
                        result.getLong("used_millis")))
                .findOne());
        if (row.isEmpty()
                || now - row.get().used() > IDLE.toMillis()
                || now - row.get().opened() > ABSOLUTE.toMillis()) {
            return Optional.empty();
        }
        if (now - row.get().used() > TOUCH.toMillis()) {
            jdbi.useHandle(handle -> handle.execute(
                    "update \"authorization\".person_session set used_millis = ? where session_hash = ?", now, hash));
        }
        return Optional.of(new Session(row.get().account(), hash.substring(0, 32), SecretText.hash("form", secret)));
    }

    /** Ends a session. */
    public void close(String secret) {
        jdbi.useHandle(handle ->
                handle.execute("delete from \"authorization\".person_session where session_hash = ?", hash(secret)));
    }

    private static String hash(String secret) {
        return SecretText.hash("session", secret);
    }
}
