package org.assent.custody.subject;

import java.time.Duration;
import org.assent.custody.chain.ChainAccess;
import org.assent.custody.keys.OrganizationKeys;
import org.assent.ledger.client.Submission;
import org.assent.ledger.state.CustodyMode;
import org.assent.ledger.transaction.EnrollSubject;
import org.assent.ledger.transaction.SignedTransaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the pseudonyms of this site's patients on the ledger. Can be repeated at any time. */
public final class Enrolment {

    private static final Logger LOG = LoggerFactory.getLogger(Enrolment.class);
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final ChainAccess chain;
    private final OrganizationKeys keys;

    /** For the organization that has these keys. */
    public Enrolment(ChainAccess chain, OrganizationKeys keys) {
        this.chain = chain;
        this.keys = keys;
    }

    /** Whether the subject is on the ledger. */
    public boolean isFinal(KeptSubject subject) {
        return chain.view().subject(subject.subject()).isPresent();
    }

    /** Enrolls the subject unless it is, and waits for the block; false if it is to be tried again later. */
    public boolean enroll(KeptSubject subject) throws InterruptedException {
        if (isFinal(subject)) {
            return true;
        }
        SignedTransaction transaction = chain.signer()
                .sign(
                        new EnrollSubject(
                                keys.organization(), subject.key().publicKey(), CustodyMode.CUSTODIAN, chain.expiry()),
                        keys.transaction(),
                        subject.key());
        Submission submission = chain.client().submit(transaction, WAIT);
        switch (submission) {
            case Submission.Final done -> LOG.info("enrolled {} at height {}", subject, done.height());
            case Submission.Rejected rejected -> LOG.warn("enrolment of {} was refused: {}", subject, rejected.code());
            case Submission.Pending pending -> LOG.info("enrolment of {} is not in a block yet", subject);
            case Submission.Busy busy -> LOG.info("enrolment of {} waits: the ledger is busy", subject);
            case Submission.Away away -> LOG.info("enrolment of {} waits: {}", subject, away.reason());
        }
        return switch (submission) {
            case Submission.Final done -> chain.await(() -> isFinal(subject), WAIT);
            case Submission.Rejected rejected -> isFinal(subject); // EXISTS after a resend whose first try made it
            case Submission.Pending pending -> isFinal(subject);
            case Submission.Busy busy -> false;
            case Submission.Away away -> false;
        };
    }
}
