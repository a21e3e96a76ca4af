package org.assent.site;

import org.assent.abci.client.LedgerForesight;
import org.assent.custody.restriction.RestrictionRules;
import org.assent.ledger.stream.LedgerView;

/** The ledger's rules as custody asks them. */
record LedgerRules(LedgerForesight foresight) implements RestrictionRules {

    @Override
    public Judgement judge(byte[] envelope, LedgerView view) {
        return switch (foresight.of(envelope, view)) {
            case LedgerForesight.TakesEffect takes -> new Binds();
            case LedgerForesight.IsThere there -> new Done();
            case LedgerForesight.Refused refused -> new Refused(refused.code());
        };
    }
}
