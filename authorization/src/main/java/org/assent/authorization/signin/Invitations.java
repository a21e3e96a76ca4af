package org.assent.authorization.signin;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.assent.authorization.principal.Role;
import org.assent.store.SiteDatabase;
import org.jdbi.v3.core.Jdbi;

/** One-time links by which people come in: 128 random bits, good once and for 15 minutes. Thread-safe. */
public final class Invitations {

    private static final Duration LIFE = Duration.ofMinutes(15);
    private static final int BYTES = 16;

    /**
     * A link's secret.
     *
     * @param code what stands in the link; only its hash is kept
     * @param expires when it ends
     */
    public record Invitation(String code, Instant expires) {

        /** Without the code. */
        @Override
        public String toString() {
            return "Invitation[expires " + expires + "]";
        }
    }

    private final Jdbi jdbi;
    private final UserDirectory users;
    private final Clock clock;
    private final SecureRandom random;

    /** Over a database whose schema {@code authorization} is migrated. */
    public Invitations(SiteDatabase database, UserDirectory users, Clock clock, SecureRandom random) {
        this.jdbi = database.jdbi();
        this.users = users;
        this.clock = clock;
        this.random = random;
    }

    /** Adds a person and invites them. */
    public Invitation invite(String displayName, Set<Role> roles) {
        return again(users.add(displayName, roles));
    }

    /** A new link for somebody who is known; earlier ones end. */
    public Invitation again(Account account) {
        String code = SecretText.random(random, BYTES);
        Instant expires = clock.instant().plus(LIFE);
        jdbi.useTransaction(handle -> {
            handle.execute(
                    "delete from \"authorization\".invitation where account_id = ? or expires_millis < ?",
                    account.id(),
                    clock.millis());
            handle.execute(
                    "insert into \"authorization\".invitation (code_hash, account_id, expires_millis) values (?, ?, ?)",
                    SecretText.hash("invitation", code),
                    account.id(),
                    expires.toEpochMilli());
        });
        return new Invitation(code, expires);
    }

    /**
     * A link for the first administrator, as long as none has ever signed in; empty after that. Earlier such links end.
     */
    public Optional<Invitation> firstAdministrator() {
        for (Account account : users.all()) {
            if (account.roles().contains(Role.ADMINISTRATOR)) {
                if (account.joined()) {
                    return Optional.empty();
                }
                users.remove(account.id());
            }
        }
        return Optional.of(invite("First administrator", Set.of(Role.ADMINISTRATOR)));
    }

    /** Uses a link up; the person that it was for, or empty if it is not good (any more). */
    public Optional<Account> accept(String code) {
        String hash = SecretText.hash("invitation", code);
        Optional<String> account = jdbi.inTransaction(handle -> {
            Optional<String> found = handle.createQuery("select account_id from \"authorization\".invitation"
                            + " where code_hash = :hash and expires_millis >= :now")
                    .bind("hash", hash)
                    .bind("now", clock.millis())
                    .mapTo(String.class)
                    .findOne();
            int used = handle.execute("delete from \"authorization\".invitation where code_hash = ?", hash);
            return used == 1 ? found : Optional.empty();
        });
        return account.flatMap(users::find);
    }
}
