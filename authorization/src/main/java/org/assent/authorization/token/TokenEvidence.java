package org.assent.authorization.token;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.identity.OrganizationId;
import org.assent.store.SiteDatabase;
import org.jdbi.v3.core.Jdbi;

/**
 * Keeps what other organizations signed when they asked for tokens: the proof that they asked, whatever they say later.
 *
 * <p>A kept assertion cannot be used again: its {@code jti} is used up, and it expires within a minute.
 */
public final class TokenEvidence {

    private final Jdbi jdbi;
    private final Clock clock;

    /** Over a database whose schema {@code authorization} is migrated. */
    public TokenEvidence(SiteDatabase database, Clock clock) {
        this.jdbi = database.jdbi();
        this.clock = clock;
    }

    /**
     * Keeps an assertion that was verified, durably.
     *
     * @return SHA-256 of the assertion, hexadecimal: what the access log names
     */
    public String keep(OrganizationId organization, String assertion, String proof, boolean granted, String requestId) {
        String hash = Hash.sha256(assertion.getBytes(StandardCharsets.US_ASCII)).toHex();
        jdbi.useHandle(handle -> handle.execute(
                "insert into \"authorization\".token_evidence"
                        + " (assertion_hash, organization, assertion, proof, granted, request_id, asked_millis)"
                        + " values (?, ?, ?, ?, ?, ?, ?)",
                hash,
                organization.toHex(),
                assertion,
                proof,
                granted,
                requestId,
                clock.millis()));
        return hash;
    }

    /** How many are kept. */
    public long count() {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from \"authorization\".token_evidence")
                .mapTo(Long.class)
                .one());
    }
}
