package org.assent.authorization;

import java.security.SecureRandom;
import java.time.Clock;
import org.assent.audit.AccessLog;
import org.assent.authorization.peer.TlsIdentity;
import org.assent.authorization.token.TokenDecision;
import org.assent.authorization.token.TokenKeys;
import org.assent.ledger.signature.Signer;
import org.assent.ledger.stream.LedgerView;
import org.assent.store.SiteDatabase;

/**
 * The parts of a site that authorization works with; it closes none of them.
 *
 * @param tokenKeys sign this site's access tokens
 * @param serviceKey signs its assertions to other sites: a key of role service on the ledger
 * @param tls its TLS key towards other sites, pinned on the ledger
 */
public record AuthorizationParts(
        SiteDatabase database,
        LedgerView ledger,
        AccessLog log,
        TokenDecision decision,
        TokenKeys tokenKeys,
        Signer serviceKey,
        TlsIdentity tls,
        Clock clock,
        SecureRandom random) {}
