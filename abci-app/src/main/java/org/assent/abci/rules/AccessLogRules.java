package org.assent.abci.rules;

import java.util.Optional;
import org.assent.ledger.state.AccessLogLeaf;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.transaction.AnchorAccessLog;
import org.assent.ledger.transaction.RejectCode;

/** How an organization fixes what its access log says so far. A suspended one may: it is to answer for what it did. */
final class AccessLogRules {

    private AccessLogRules() {}

    /**
     * Refuses, in this order: EXPIRED · BAD_SIGNATURE · UNKNOWN_ORGANIZATION · NOT_ENTITLED (no transaction key signed) · GAP_IN_LOG
     * (the sequence does not follow, or the count is less than before) · OVER_QUOTA.
     */
    static Outcome anchor(LedgerState state, AnchorAccessLog anchor, CheckedTransaction signed, BlockContext block) {
        AccessLogLeaf leaf = new AccessLogLeaf(anchor.sequence(), anchor.root(), anchor.count());
        Optional<AccessLogLeaf> last = state.accessLog(anchor.organization());
        if (signed.authentic() && last.filter(leaf::equals).isPresent()) {
            return new Outcome.AlreadyApplied();
        }
        if (Expiry.isOutside(anchor.expires(), block)) {
            return new Outcome.Rejected(RejectCode.EXPIRED);
        }
        if (!signed.authentic()) {
            return new Outcome.Rejected(RejectCode.BAD_SIGNATURE);
        }
        Optional<OrganizationLeaf> organization = state.organization(anchor.organization());
        if (organization.isEmpty()) {
            return new Outcome.Rejected(RejectCode.UNKNOWN_ORGANIZATION);
        }
        if (!OrganizationRules.hasSigned(organization.get(), signed, block)) {
            return new Outcome.Rejected(RejectCode.NOT_ENTITLED);
        }
        if (anchor.sequence() != last.map(AccessLogLeaf::sequence).orElse(0L) + 1
                || anchor.count() < last.map(AccessLogLeaf::count).orElse(0L)) {
            return new Outcome.Rejected(RejectCode.GAP_IN_LOG);
        }
        return Quota.charge(
                        organization.get(),
                        Quota.UNIT,
                        block.time(),
                        state.governance().limits())
                .<Outcome>map(charged -> new LeafChanges()
                        .put(anchor.organization(), charged)
                        .put(anchor.organization(), leaf)
                        .applied())
                .orElse(new Outcome.Rejected(RejectCode.OVER_QUOTA));
    }
}
