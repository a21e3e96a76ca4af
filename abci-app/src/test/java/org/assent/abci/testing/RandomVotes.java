package org.assent.abci.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.assent.ledger.governance.Change;
import org.assent.ledger.governance.ChangeDigest;
import org.assent.ledger.governance.Limits;
import org.assent.ledger.governance.Upgrade;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.transaction.ApproveChange;
import org.assent.ledger.transaction.ProposeChange;
import org.assent.ledger.transaction.Transaction;

/** Proposals of all kinds, and approvals of those that there are. */
final class RandomVotes {

    private final RandomChoices choose;

    RandomVotes(RandomChoices choose) {
        this.choose = choose;
    }

    Transaction propose(long height, Instant expires, Set<PublicKey> signers) {
        choose.voters(height, signers);
        return new ProposeChange(choose.near(choose.model.network().proposals() + 1L), change(height), expires);
    }

    Transaction approve(long height, Instant expires, Set<PublicKey> signers) {
        choose.voters(height, signers);
        int known = choose.model.network().proposals();
        int number = Math.max(1, known - choose.random.nextInt(3));
        Change change = number <= known && choose.random.nextInt(12) > 0
                ? choose.model.network().change(number)
                : change(height);
        return new ApproveChange(number, ChangeDigest.of(change), expires);
    }

    private Change change(long height) {
        return switch (choose.random.nextInt(6)) {
            case 0 -> {
                List<PublicKey> accreditors = new ArrayList<>();
                for (int i = 1; i <= 5; i++) {
                    accreditors.add(choose.names.key("accreditor " + i));
                }
                Collections.shuffle(accreditors, choose.random);
                List<PublicKey> chosen = accreditors.subList(0, 2 + choose.random.nextInt(3));
                yield new Change.SetAccreditors(chosen, 1 + choose.random.nextInt(2));
            }
            case 1 ->
                new Change.SetLimits(
                        choose.random.nextBoolean()
                                ? Limits.DEFAULT
                                : new Limits(
                                        Duration.ofSeconds(1 + choose.random.nextInt(60)),
                                        1 + choose.random.nextInt(3),
                                        1 + choose.random.nextInt(4),
                                        1 + choose.random.nextInt(3),
                                        choose.random.nextInt(3)));
            case 2 ->
                new Change.ScheduleUpgrade(new Upgrade(height + 9 + choose.random.nextInt(6), (int)
                        Math.max(2, choose.model.network().rulesVersion() + choose.random.nextInt(3))));
            default ->
                new Change.SetValidator(
                        RandomTraffic.validatorKey(choose.random.nextInt(8)),
                        choose.id(choose.any(RandomChoices.HOSPITALS)),
                        choose.random.nextInt(4) == 0 ? 0 : 1 + choose.random.nextInt(12));
        };
    }
}
