package org.assent.abci.rules;

import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.OrganizationKey;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.OrganizationProfile;
import org.assent.ledger.transaction.RegisterOrganization;
import org.assent.ledger.transaction.RejectCode;

/** How organizations come in: vouched for by m of the n accreditors. */
final class OrganizationRules {

    private OrganizationRules() {}

    /**
     * Refuses, in this order: MALFORMED (the first root key is not among the root keys) · EXPIRED · BAD_SIGNATURE (also the
     * root key's missing) · NOT_ACCREDITED · EXISTS.
     */
    static Outcome register(
            LedgerState state, RegisterOrganization register, CheckedTransaction signed, BlockContext block) {
        OrganizationProfile profile = register.profile();
        OrganizationId organization = register.organization();
        if (!hasFirstRootKey(profile)) {
            return new Outcome.Rejected(RejectCode.MALFORMED);
        }
        if (signed.authentic() && shows(state, register)) {
            return new Outcome.AlreadyApplied();
        }
        if (Expiry.isOutsideSlow(register.expires(), block)) {
            return new Outcome.Rejected(RejectCode.EXPIRED);
        }
        if (!signed.authentic() || !signed.signers().contains(profile.firstRootKey())) {
            return new Outcome.Rejected(RejectCode.BAD_SIGNATURE);
        }
        if (!isAccredited(state.governance(), signed)) {
            return new Outcome.Rejected(RejectCode.NOT_ACCREDITED);
        }
        if (state.organization(organization).isPresent()) {
            return new Outcome.Rejected(RejectCode.EXISTS);
        }
        OrganizationLeaf leaf = OrganizationLeaf.registered(
                profile, Quota.burst(state.governance().limits()), Quota.at(block.time()));
        return new LeafChanges().put(organization, leaf).applied();
    }

    private static boolean shows(LedgerState state, RegisterOrganization register) {
        return state.organization(register.organization())
                .filter(leaf -> leaf.profile().equals(register.profile()) && leaf.revision() == 1)
                .isPresent();
    }

    private static boolean hasFirstRootKey(OrganizationProfile profile) {
        return profile.keys().stream()
                .anyMatch(key ->
                        key.role() == OrganizationKey.Role.ROOT && key.key().equals(profile.firstRootKey()));
    }

    /** Whether as many accreditors signed as it takes. */
    static boolean isAccredited(GovernanceLeaf governance, CheckedTransaction signed) {
        long vouching = governance.accreditors().stream()
                .filter(signed.signers()::contains)
                .count();
        return vouching >= governance.threshold();
    }

    /** Whether one of the signers is a transaction key of the organization, valid at the block's height. */
    static boolean hasSigned(OrganizationLeaf organization, CheckedTransaction signed, BlockContext block) {
        for (PublicKey key : organization.keys(OrganizationKey.Role.TRANSACTION, block.height())) {
            if (signed.signers().contains(key)) {
                return true;
            }
        }
        return false;
    }
}
