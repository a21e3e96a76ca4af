package org.assent.authorization.client;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.assent.authorization.principal.Role;
import org.assent.authorization.principal.RoleNames;
import org.assent.ledger.bytes.Hash;
import org.assent.store.SiteDatabase;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The programs of this organization: EHR, modalities, scripts. Kept in the site's database. Thread-safe. */
public final class ClientDirectory {

    private static final int MIN_SECRET = 24;
    private static final int MAX_KEYS = 8;

    /** What the database has room for. */
    private static final int MAX_KEY_TEXT = 16_000;

    private final Jdbi jdbi;
    private final Clock clock;

    /** Over a database whose schema {@code authorization} is migrated. */
    public ClientDirectory(SiteDatabase database, Clock clock) {
        this.jdbi = database.jdbi();
        this.clock = clock;
    }

    /**
     * Adds or replaces a client that authenticates with a secret (RFC 6749 §2.3.1, Basic).
     *
     * @param secret at least 24 characters, random: only its SHA-256 is kept
     * @throws IllegalArgumentException if something is out of bounds
     */
    public RegisteredClient addSecretClient(String id, String secret, Set<Role> roles, Duration tokenLife) {
        if (secret.length() < MIN_SECRET) {
            throw new IllegalArgumentException("a client secret has at least " + MIN_SECRET + " random characters");
        }
        return put(new RegisteredClient(
                id, Optional.empty(), Optional.of(secretHash(secret)), roles, tokenLife, List.of()));
    }

    /**
     * Adds or replaces a client whatever it proves itself by.
     *
     * @throws IllegalArgumentException if its keys are out of bounds
     */
    public RegisteredClient add(RegisteredClient client) {
        client.keys().ifPresent(ClientDirectory::requireAcceptable);
        return put(client);
    }

    /**
     * Adds or replaces a client that signs assertions (RFC 7523, {@code private_key_jwt}).
     *
     * @param keys public keys, each with an id: RSA of at least 2,048 bits, or EC
     * @throws IllegalArgumentException if something is out of bounds
     */
    public RegisteredClient addKeyClient(String id, JWKSet keys, Set<Role> roles, Duration tokenLife) {
        return add(new RegisteredClient(id, Optional.of(keys), Optional.empty(), roles, tokenLife, List.of()));
    }

    /**
     * Checks the keys of a client before it is one.
     *
     * @throws IllegalArgumentException unless all are public, RSA of at least 2,048 bits or EC, each with an id, and there are 1 to 8
     */
    public static void requireAcceptable(JWKSet keys) {
        boolean good = !keys.isEmpty() && keys.getKeys().stream().allMatch(ClientDirectory::acceptable);
        if (!good || keys.size() > MAX_KEYS || keys.toString().length() > MAX_KEY_TEXT) {
            throw new IllegalArgumentException(
                    "client keys are public, RSA of 2,048 bits or more or EC, each with a kid, 1 to " + MAX_KEYS
                            + " of at most " + MAX_KEY_TEXT + " characters together");
        }
    }

    private static boolean acceptable(JWK key) {
        boolean named = key.getKeyID() != null && !key.isPrivate();
        try {
            return named
                    && switch (key) {
                        case RSAKey rsa -> rsa.toRSAPublicKey().getModulus().bitLength() >= 2048;
                        case ECKey ec -> ec.toECPublicKey() != null;
                        default -> false;
                    };
        } catch (JOSEException e) {
            return false;
        }
    }

    private RegisteredClient put(RegisteredClient client) {
        jdbi.useTransaction(handle -> {
            handle.execute("delete from \"authorization\".client where client_id = ?", client.id());
            handle.execute(
                    "insert into \"authorization\".client"
                            + " (client_id, key_set, secret_hash, roles, token_seconds, added_millis, redirect_uris)"
                            + " values (?, ?, ?, ?, ?, ?, ?)",
                    client.id(),
                    client.keys().map(JWKSet::toString).orElse(null),
                    client.secretHash().orElse(null),
                    RoleNames.of(client.roles()),
                    (int) client.tokenLife().toSeconds(),
                    clock.millis(),
                    redirectUris(client));
        });
        return client;
    }

    private static @Nullable String redirectUris(RegisteredClient client) {
        return client.isApp()
                ? client.redirectUris().stream().map(RedirectUri::text).collect(Collectors.joining(" "))
                : null;
    }

    /** The client with an id; empty if there is none. */
    public Optional<RegisteredClient> find(String id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select client_id, key_set, secret_hash, roles, token_seconds, redirect_uris"
                                + " from \"authorization\".client where client_id = :id")
                .bind("id", id)
                .map((row, context) -> client(row))
                .findOne());
    }

    /** All of them, by id. */
    public List<RegisteredClient> all() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select client_id, key_set, secret_hash, roles, token_seconds, redirect_uris"
                                + " from \"authorization\".client order by client_id")
                .map((row, context) -> client(row))
                .list());
    }

    /** Removes a client; its tokens end at once, and its id is not free before the last of them would have ended. */
    public void remove(String id) {
        jdbi.useTransaction(handle -> {
            handle.execute("delete from \"authorization\".client where client_id = ?", id);
            handle.execute(
                    "delete from \"authorization\".revoked_client where client_id = ? or until_millis < ?",
                    id,
                    clock.millis());
            handle.execute(
                    "insert into \"authorization\".revoked_client (client_id, until_millis) values (?, ?)",
                    id,
                    clock.instant().plus(RegisteredClient.LONGEST).toEpochMilli());
        });
    }

    /** Until when an id is not given again, since tokens of a client that was removed would count for the new one; empty if it is free. */
    public Optional<Instant> reservedUntil(String id) {
        return jdbi.withHandle(handle -> handle.createQuery("select until_millis from \"authorization\".revoked_client"
                        + " where client_id = :id and until_millis >= :now")
                .bind("id", id)
                .bind("now", clock.millis())
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli));
    }

    /** SHA-256 of a secret, hexadecimal. */
    public static String secretHash(String secret) {
        return Hash.sha256(secret.getBytes(StandardCharsets.UTF_8)).toHex();
    }

    private static RegisteredClient client(ResultSet row) throws SQLException {
        String keys = row.getString("key_set");
        try {
            return new RegisteredClient(
                    row.getString("client_id"),
                    keys == null ? Optional.empty() : Optional.of(JWKSet.parse(keys)),
                    Optional.ofNullable(row.getString("secret_hash")),
                    RoleNames.read(row.getString("roles")),
                    Duration.ofSeconds(row.getInt("token_seconds")),
                    redirectUris(row.getString("redirect_uris")));
        } catch (ParseException e) {
            throw new IllegalStateException("the keys of a client cannot be read back", e);
        }
    }

    private static List<RedirectUri> redirectUris(@Nullable String stored) {
        return stored == null
                ? List.of()
                : Arrays.stream(stored.split(" ", -1)).map(RedirectUri::new).toList();
    }
}
