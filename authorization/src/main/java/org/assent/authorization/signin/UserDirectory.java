package org.assent.authorization.signin;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.assent.authorization.principal.Role;
import org.assent.authorization.principal.RoleNames;
import org.assent.store.SiteDatabase;
import org.jdbi.v3.core.Jdbi;

/**
 * The people of this organization, in the site's database. Thread-safe.
 *
 * <p>People of a real site have no passwords: they come in by one-time links. Accounts with passwords are the demo's.
 */
public final class UserDirectory {

    private static final int MAX_NAME = 120;
    private static final String COLUMNS = "select account_id, display_name, roles, joined_millis";

    /** Checked against when there is no such user, so that both cases take the same time. */
    private final String nobody;

    private final Jdbi jdbi;
    private final Clock clock;
    private final SecureRandom random;
    private final Semaphore passwordChecks = new Semaphore(2); // 16 MiB each

    /** Over a database whose schema {@code authorization} is migrated. */
    public UserDirectory(SiteDatabase database, Clock clock, SecureRandom random) {
        this.jdbi = database.jdbi();
        this.clock = clock;
        this.random = random;
        this.nobody = PasswordHash.of(SecretText.random(random, 16), random);
    }

    /**
     * Adds a person, who has not signed in yet.
     *
     * @throws IllegalArgumentException if the name is not 1 to {@value #MAX_NAME} characters, or there is no role, or one of programs only
     */
    public Account add(String displayName, Set<Role> roles) {
        return insert(displayName, roles, Optional.empty());
    }

    private Account insert(String displayName, Set<Role> roles, Optional<DemoUser> demo) {
        if (displayName.isBlank()
                || displayName.length() > MAX_NAME
                || roles.isEmpty()
                || roles.contains(Role.RESOURCE_SERVER)) {
            throw new IllegalArgumentException(
                    "A person has a name of 1 to " + MAX_NAME + " characters and at least one role of a person.");
        }
        String id = UUID.randomUUID().toString();
        jdbi.useHandle(handle -> handle.execute(
                "insert into \"authorization\".account"
                        + " (account_id, sign_in_name, display_name, roles, password_hash, added_millis)"
                        + " values (?, ?, ?, ?, ?, ?)",
                id,
                demo.map(DemoUser::name).orElse(null),
                displayName,
                RoleNames.of(roles),
                demo.map(user -> PasswordHash.of(user.password(), random)).orElse(null),
                clock.millis()));
        return new Account(id, displayName, roles, false);
    }

    /** The person with an id; empty if there is none. */
    public Optional<Account> find(String id) {
        return jdbi.withHandle(
                handle -> handle.createQuery(COLUMNS + " from \"authorization\".account where account_id = :id")
                        .bind("id", id)
                        .map((row, context) -> account(row))
                        .findOne());
    }

    /** Everybody, by name. */
    public List<Account> all() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        COLUMNS + " from \"authorization\".account order by display_name, account_id")
                .map((row, context) -> account(row))
                .list());
    }

    /** Removes a person; sessions and invitations end at once. */
    public void remove(String id) {
        jdbi.useHandle(handle -> handle.execute("delete from \"authorization\".account where account_id = ?", id));
    }

    /** The demo's users, added where they are missing. For the demo only. */
    public void installDemo(List<DemoUser> users) {
        for (DemoUser user : users) {
            if (passwordHash(user.name()).isEmpty()) {
                insert(user.displayName(), user.roles(), Optional.of(user));
            }
        }
    }

    /** Removes every account with a password, so that data of a demo started as a real site has none. */
    public void removeDemo() {
        jdbi.useHandle(
                handle -> handle.execute("delete from \"authorization\".account where password_hash is not null"));
    }

    /** The person with this name and password; empty if one of them is wrong. For the demo only. */
    public Optional<Account> withPassword(String name, String password) {
        Optional<String> stored = passwordHash(name);
        passwordChecks.acquireUninterruptibly();
        try {
            if (!PasswordHash.matches(password, stored.orElse(nobody)) || stored.isEmpty()) {
                return Optional.empty();
            }
        } finally {
            passwordChecks.release();
        }
        return jdbi.withHandle(
                handle -> handle.createQuery(COLUMNS + " from \"authorization\".account where sign_in_name = :name")
                        .bind("name", name)
                        .map((row, context) -> account(row))
                        .findOne());
    }

    private Optional<String> passwordHash(String name) {
        return jdbi.withHandle(handle -> handle.createQuery("select password_hash from \"authorization\".account"
                        + " where sign_in_name = :name and password_hash is not null")
                .bind("name", name)
                .mapTo(String.class)
                .findOne());
    }

    private static Account account(ResultSet row) throws SQLException {
        row.getLong("joined_millis");
        boolean joined = !row.wasNull();
        return new Account(
                row.getString("account_id"),
                row.getString("display_name"),
                RoleNames.read(row.getString("roles")),
                joined);
    }
}
