package org.assent.custody.study;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assent.custody.chain.ChainAccess;
import org.assent.custody.keys.OrganizationKeys;
import org.assent.ledger.client.Submission;
import org.assent.ledger.identity.TransactionId;
import org.assent.ledger.transaction.RegisterStudies;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.SignedTransaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts prepared studies on the ledger, up to {@value RegisterStudies#MAX_STUDIES} under one signature. A batch that is
 * refused is halved, so that one study cannot hold up the others.
 */
final class StudySubmission {

    private static final Logger LOG = LoggerFactory.getLogger(StudySubmission.class);
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final ChainAccess chain;
    private final OrganizationKeys keys;
    private final StudyStore studies;

    StudySubmission(ChainAccess chain, OrganizationKeys keys, StudyStore studies) {
        this.chain = chain;
        this.keys = keys;
        this.studies = studies;
    }

    /**
     * A study whose registration is final.
     *
     * @param height of its block, or the first height at which it was seen
     */
    record Registered(PreparedStudy study, HeldStudy held, long height) {}

    /** The ones that are final now; the others are to be tried again. */
    List<Registered> submit(List<PreparedStudy> batch) throws InterruptedException {
        List<Registered> registered = new ArrayList<>();
        List<PreparedStudy> open = new ArrayList<>();
        for (PreparedStudy study : batch) {
            if (study.done(chain.view().study(study.held().ref()))) {
                registered.add(seen(study));
            } else {
                open.add(study);
            }
        }
        for (int from = 0; from < open.size(); from += RegisterStudies.MAX_STUDIES) {
            List<PreparedStudy> part = open.subList(from, Math.min(open.size(), from + RegisterStudies.MAX_STUDIES));
            if (!submitPart(part, registered)) {
                return registered;
            }
        }
        return registered;
    }

    /** False if the ledger takes nothing now. */
    private boolean submitPart(List<PreparedStudy> part, List<Registered> registered) throws InterruptedException {
        SignedTransaction transaction = sign(part);
        TransactionId id = TransactionId.of(chain.signer().chainId(), transaction.body());
        List<HeldStudy> submitting = new ArrayList<>();
        for (PreparedStudy study : part) {
            HeldStudy held = study.held().submitting(study.root(), id.toHex());
            studies.save(held);
            submitting.add(held);
        }
        Submission submission = chain.client().submit(transaction, WAIT);
        switch (submission) {
            case Submission.Final done -> {
                chain.awaitHeight(done.height(), WAIT);
                for (int i = 0; i < part.size(); i++) {
                    registered.add(new Registered(part.get(i), submitting.get(i), done.height()));
                }
                LOG.info("registered {} studies at height {}", part.size(), done.height());
                return true;
            }
            case Submission.Rejected rejected -> {
                LOG.warn("registration of {} studies was refused: {}", part.size(), rejected.code());
                return rejected.code() != RejectCode.OVER_QUOTA && submitHalves(part, registered);
            }
            case Submission.Pending pending -> LOG.info("{} studies are not in a block yet", part.size());
            case Submission.Busy busy -> LOG.info("{} studies wait: the ledger is busy", part.size());
            case Submission.Away away -> LOG.info("{} studies wait: {}", part.size(), away.reason());
        }
        return false;
    }

    private boolean submitHalves(List<PreparedStudy> part, List<Registered> registered) throws InterruptedException {
        if (part.size() == 1) {
            return true; // tried again in a later round, over the leaf as it is then
        }
        int half = part.size() / 2;
        return submitPart(part.subList(0, half), registered) && submitPart(part.subList(half, part.size()), registered);
    }

    private SignedTransaction sign(List<PreparedStudy> part) {
        return chain.signer()
                .sign(
                        new RegisterStudies(
                                keys.organization(),
                                part.stream()
                                        .map(study -> study.record(
                                                chain.view().study(study.held().ref())))
                                        .toList(),
                                chain.expiry()),
                        keys.transaction());
    }

    /** The ledger has it already: an earlier try made it, and the site did not live to see it. */
    private Registered seen(PreparedStudy study) {
        HeldStudy kept = studies.find(study.waiting().studyInstanceUid()).orElse(study.held());
        boolean same = kept.manifestRoot().filter(study.root()::equals).isPresent();
        long height = same
                ? kept.height().orElse(chain.view().height())
                : chain.view().height();
        HeldStudy held =
                same ? kept : kept.submitting(study.root(), kept.transaction().orElse(""));
        return new Registered(study, held, height);
    }
}
