package org.assent.receipt;

import java.util.List;
import org.assent.receipt.chain.Commit;

/** What a source that lies would sign or show instead. */
final class Dishonest {

    private Dishonest() {}

    static Gathered decisions(Gathered g, List<StudyDecision> decisions) {
        return new Gathered(
                g.source(),
                g.subject(),
                g.request(),
                decisions,
                g.closing(),
                g.time(),
                g.blockTime(),
                g.entry(),
                g.header(),
                g.commit(),
                g.term(),
                g.organization(),
                g.requester(),
                g.subjectLeaf(),
                g.studies(),
                g.consents());
    }

    static Gathered consents(Gathered g, List<OpenedConsent> consents) {
        return new Gathered(
                g.source(),
                g.subject(),
                g.request(),
                g.decisions(),
                g.closing(),
                g.time(),
                g.blockTime(),
                g.entry(),
                g.header(),
                g.commit(),
                g.term(),
                g.organization(),
                g.requester(),
                g.subjectLeaf(),
                g.studies(),
                consents);
    }

    static Receipt evidence(Receipt receipt, Evidence evidence) {
        return new Receipt(
                receipt.view(), receipt.statement(), receipt.key(), receipt.signature(), receipt.request(), evidence);
    }

    static Evidence commit(Evidence e, Commit commit) {
        return new Evidence(
                e.header(),
                commit,
                e.validatorsSince(),
                e.source(),
                e.requester(),
                e.subject(),
                e.studies(),
                e.consents());
    }

    static Evidence since(Evidence e, long since) {
        return new Evidence(
                e.header(), e.commit(), since, e.source(), e.requester(), e.subject(), e.studies(), e.consents());
    }

    static Evidence subject(Evidence e, Proven subject) {
        return new Evidence(
                e.header(),
                e.commit(),
                e.validatorsSince(),
                e.source(),
                e.requester(),
                subject,
                e.studies(),
                e.consents());
    }

    static Evidence studies(Evidence e, List<Evidence.Study> studies) {
        return new Evidence(
                e.header(),
                e.commit(),
                e.validatorsSince(),
                e.source(),
                e.requester(),
                e.subject(),
                studies,
                e.consents());
    }

    static Evidence consents(Evidence e, Consents consents) {
        return new Evidence(
                e.header(),
                e.commit(),
                e.validatorsSince(),
                e.source(),
                e.requester(),
                e.subject(),
                e.studies(),
                consents);
    }
}
