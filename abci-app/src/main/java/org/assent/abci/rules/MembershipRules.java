package org.assent.abci.rules;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.OrganizationKey;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.OrganizationProfile;
import org.assent.ledger.transaction.ReinstateOrganization;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.SuspendOrganization;
import org.assent.ledger.transaction.UpdateOrganization;

/** How members change, and how they are taken out of force and back. */
final class MembershipRules {

    private MembershipRules() {}

    /**
     * Refuses, in this order: EXPIRED · BAD_SIGNATURE · UNKNOWN_ORGANIZATION · NOT_ENTITLED (no root key signed) ·
     * NOT_ACCREDITED (what accreditors vouch for differs, or nodes that it may not list alone, and too few signed) ·
     * WRONG_REVISION · OVER_QUOTA (of which a reserve is for this alone). A suspended organization may: it must be able to
     * replace a stolen key.
     */
    static Outcome update(LedgerState state, UpdateOrganization update, CheckedTransaction signed, BlockContext block) {
        Optional<OrganizationLeaf> found = state.organization(update.organization());
        if (signed.authentic()
                && found.filter(leaf -> leaf.revision() == update.revision()
                                && leaf.profile().equals(update.profile()))
                        .isPresent()) {
            return new Outcome.AlreadyApplied();
        }
        if (Expiry.isOutsideSlow(update.expires(), block)) {
            return new Outcome.Rejected(RejectCode.EXPIRED);
        }
        if (!signed.authentic()) {
            return new Outcome.Rejected(RejectCode.BAD_SIGNATURE);
        }
        if (found.isEmpty()) {
            return new Outcome.Rejected(RejectCode.UNKNOWN_ORGANIZATION);
        }
        OrganizationLeaf leaf = found.get();
        if (leaf.keys(OrganizationKey.Role.ROOT, block.height()).stream().noneMatch(signed.signers()::contains)) {
            return new Outcome.Rejected(RejectCode.NOT_ENTITLED);
        }
        boolean alone = vouchedAlike(leaf.profile(), update.profile())
                && mayListNodes(leaf, update.profile(), state.governance());
        if (!alone && !OrganizationRules.isAccredited(state.governance(), signed)) {
            return new Outcome.Rejected(RejectCode.NOT_ACCREDITED);
        }
        if (update.revision() != leaf.revision() + 1) {
            return new Outcome.Rejected(RejectCode.WRONG_REVISION);
        }
        return Quota.chargeUpdate(leaf, block.time(), state.governance().limits())
                .<Outcome>map(charged -> new LeafChanges()
                        .put(update.organization(), charged.updated(update.profile()))
                        .applied())
                .orElse(new Outcome.Rejected(RejectCode.OVER_QUOTA));
    }

    /**
     * Refuses, in this order: EXPIRED · BAD_SIGNATURE · UNKNOWN_ORGANIZATION · NOT_ACCREDITED · WRONG_REVISION ·
     * NOTHING_TO_CHANGE.
     */
    static Outcome suspend(
            LedgerState state, SuspendOrganization suspend, CheckedTransaction signed, BlockContext block) {
        return setSuspended(state, suspend.organization(), suspend.standing(), true, suspend.expires(), signed, block);
    }

    /** Refuses like {@link #suspend}. */
    static Outcome reinstate(
            LedgerState state, ReinstateOrganization reinstate, CheckedTransaction signed, BlockContext block) {
        return setSuspended(
                state, reinstate.organization(), reinstate.standing(), false, reinstate.expires(), signed, block);
    }

    private static Outcome setSuspended(
            LedgerState state,
            OrganizationId id,
            long standing,
            boolean suspended,
            Instant expires,
            CheckedTransaction signed,
            BlockContext block) {
        Optional<OrganizationLeaf> found = state.organization(id);
        if (signed.authentic()
                && found.filter(leaf -> leaf.standing() == standing && leaf.suspended() == suspended)
                        .isPresent()) {
            return new Outcome.AlreadyApplied();
        }
        if (Expiry.isOutsideSlow(expires, block)) {
            return new Outcome.Rejected(RejectCode.EXPIRED);
        }
        if (!signed.authentic()) {
            return new Outcome.Rejected(RejectCode.BAD_SIGNATURE);
        }
        if (found.isEmpty()) {
            return new Outcome.Rejected(RejectCode.UNKNOWN_ORGANIZATION);
        }
        if (!OrganizationRules.isAccredited(state.governance(), signed)) {
            return new Outcome.Rejected(RejectCode.NOT_ACCREDITED);
        }
        if (standing != found.get().standing() + 1) {
            return new Outcome.Rejected(RejectCode.WRONG_REVISION);
        }
        if (found.get().suspended() == suspended) {
            return new Outcome.Rejected(RejectCode.NOTHING_TO_CHANGE);
        }
        return new LeafChanges().put(id, found.get().withStandingChanged()).applied();
    }

    /**
     * Whether an organization may change what it lists as its nodes by itself. Not while it is suspended: its nodes are cut off by that
     * list. Nor may it list the key of a validator whose vote was not given to it: its votes are taken away by that list.
     */
    private static boolean mayListNodes(OrganizationLeaf leaf, OrganizationProfile after, GovernanceLeaf governance) {
        if (leaf.suspended()) {
            return leaf.profile().nodes().equals(after.nodes());
        }
        Set<Bytes32> before = validators(leaf.profile());
        return validators(after).stream()
                .filter(key -> !before.contains(key))
                .noneMatch(key -> governance.validators().stream()
                        .anyMatch(validator -> validator.key().equals(key)
                                && !validator.organization().equals(Optional.of(after.organization()))));
    }

    private static Set<Bytes32> validators(OrganizationProfile profile) {
        return profile.nodes().stream()
                .flatMap(node -> node.validator().stream())
                .collect(Collectors.toSet());
    }

    /** Whether everything that accreditors vouch for is the same: what it is called, may do, and promises. */
    private static boolean vouchedAlike(OrganizationProfile before, OrganizationProfile after) {
        return before.name().equals(after.name())
                && before.flags().equals(after.flags())
                && before.ownPolicy().equals(after.ownPolicy())
                && before.foreignPolicy().equals(after.foreignPolicy());
    }
}
