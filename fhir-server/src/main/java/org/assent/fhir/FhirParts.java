package org.assent.fhir;

import java.time.Clock;
import java.util.function.LongFunction;
import org.assent.audit.AccessLog;
import org.assent.audit.AccessTrail;
import org.assent.authorization.peer.PeerClient;
import org.assent.custody.consent.ConsentRegistrar;
import org.assent.custody.decision.DecisionPoint;
import org.assent.custody.decision.Rehearsal;
import org.assent.custody.share.ShareExchange;
import org.assent.custody.share.ShareOutbox;
import org.assent.fhir.consent.ConsentRules;
import org.assent.ledger.stream.LedgerView;

/**
 * What the FHIR server works with.
 *
 * @param decisions the site's decision point
 * @param rehearsal what decisions are and would be, for explanations
 * @param registrar puts consents on the ledger
 * @param shared both ends of share packages and of their end
 * @param outbox share packages to deliver
 * @param log the access log
 * @param trails opens the log's trail after a position, e.g. {@code fileAccessLog::trail}
 * @param ledger the committed state
 * @param peers calls other sites
 * @param clock the site's clock
 * @param consents what is asked of whoever records Consents
 */
public record FhirParts(
        DecisionPoint decisions,
        Rehearsal rehearsal,
        ConsentRegistrar registrar,
        ShareExchange shared,
        ShareOutbox outbox,
        AccessLog log,
        LongFunction<AccessTrail> trails,
        LedgerView ledger,
        PeerClient peers,
        Clock clock,
        ConsentRules consents) {}
