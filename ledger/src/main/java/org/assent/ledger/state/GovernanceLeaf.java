package org.assent.ledger.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.governance.Change;
import org.assent.ledger.governance.Limits;
import org.assent.ledger.governance.Offence;
import org.assent.ledger.governance.Upgrade;
import org.assent.ledger.governance.ValidatorPower;
import org.assent.ledger.signature.PublicKey;

/**
 * The rules that members agreed on.
 *
 * @param accreditors who vouches for organizations, sorted, 1 to 32
 * @param threshold how many of them it takes, 1 to their number
 * @param validators who signs blocks, sorted by key, 0 to 128; none only where no node is there to tell
 * @param limits the bounds
 * @param rulesVersion which rules hold, from 1
 * @param upgrade which rules will hold from which height, if other ones are scheduled
 * @param proposals number of proposals so far
 * @param open numbers of the proposals that were neither decided nor found to be over, ascending, 0 to 16
 * @param offences the newest, at most 16, oldest first
 */
public record GovernanceLeaf(
        List<PublicKey> accreditors,
        int threshold,
        List<ValidatorPower> validators,
        Limits limits,
        int rulesVersion,
        Optional<Upgrade> upgrade,
        long proposals,
        List<Long> open,
        List<Offence> offences)
        implements Leaf {

    /** The most proposals that may be open at once. */
    public static final int MAX_OPEN = 16;

    public GovernanceLeaf {
        accreditors = new Change.SetAccreditors(accreditors, threshold).accreditors();
        Checks.size("validators", validators, 0, ValidatorPower.MAX_VALIDATORS);
        Checks.distinct(
                "validators", validators.stream().map(ValidatorPower::key).toList());
        validators = Checks.sorted(validators, Comparator.naturalOrder());
        Checks.range("rules version", rulesVersion, 1, Integer.MAX_VALUE);
        Checks.notNegative("number of proposals", proposals);
        Checks.size("open proposals", open, 0, MAX_OPEN);
        Checks.distinct("open proposals", open);
        open = Checks.sorted(open, Comparator.naturalOrder());
        open.forEach(number -> Checks.range("number of an open proposal", number, 1, Long.MAX_VALUE));
        Checks.size("offences", offences, 0, Offence.KEPT);
        Checks.distinct("offences", offences);
        offences = List.copyOf(offences);
    }

    /** What a chain begins with. */
    public static GovernanceLeaf begin(
            List<PublicKey> accreditors, int threshold, List<ValidatorPower> validators, Limits limits) {
        return new GovernanceLeaf(
                accreditors, threshold, validators, limits, 1, Optional.empty(), 0, List.of(), List.of());
    }

    /** The same with other accreditors. */
    public GovernanceLeaf withAccreditors(List<PublicKey> others, int newThreshold) {
        return new GovernanceLeaf(
                others, newThreshold, validators, limits, rulesVersion, upgrade, proposals, open, offences);
    }

    /** The same with other validators. */
    public GovernanceLeaf withValidators(List<ValidatorPower> others) {
        return new GovernanceLeaf(
                accreditors, threshold, others, limits, rulesVersion, upgrade, proposals, open, offences);
    }

    /** The same with other bounds. */
    public GovernanceLeaf withLimits(Limits others) {
        return new GovernanceLeaf(
                accreditors, threshold, validators, others, rulesVersion, upgrade, proposals, open, offences);
    }

    /** The same with an upgrade scheduled. */
    public GovernanceLeaf withUpgrade(Upgrade next) {
        return new GovernanceLeaf(
                accreditors, threshold, validators, limits, rulesVersion, Optional.of(next), proposals, open, offences);
    }

    /** The same with the scheduled rules in force, if this is their height or a later one. */
    public GovernanceLeaf upgradedAt(long height) {
        return upgrade.filter(next -> next.height() <= height)
                .map(next -> new GovernanceLeaf(
                        accreditors,
                        threshold,
                        validators,
                        limits,
                        next.rulesVersion(),
                        Optional.empty(),
                        proposals,
                        open,
                        offences))
                .orElse(this);
    }

    /** The same with other open proposals; {@code number} is the highest that was ever used. */
    public GovernanceLeaf withProposals(long number, List<Long> stillOpen) {
        return new GovernanceLeaf(
                accreditors, threshold, validators, limits, rulesVersion, upgrade, number, stillOpen, offences);
    }

    /** The same with one more offence, if it is not known; the oldest is forgotten when there are too many. */
    public GovernanceLeaf withOffence(Offence offence) {
        if (offences.contains(offence)) {
            return this;
        }
        List<Offence> kept = new ArrayList<>(offences);
        kept.add(offence);
        return new GovernanceLeaf(
                accreditors,
                threshold,
                validators,
                limits,
                rulesVersion,
                upgrade,
                proposals,
                open,
                kept.subList(Math.max(0, kept.size() - Offence.KEPT), kept.size()));
    }
}
