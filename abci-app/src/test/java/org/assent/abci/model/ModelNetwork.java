package org.assent.abci.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.governance.Change;
import org.assent.ledger.governance.Limits;
import org.assent.ledger.governance.Upgrade;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.state.OrganizationKey;

/** What the members agreed on, and every proposal there ever was. */
public final class ModelNetwork {

    /** A validator's votes, and whose it is. */
    public record Votes(long power, Optional<OrganizationId> owner) {}

    /** A proposal. */
    static final class Proposal {
        final Change change;
        final Instant at;
        final Set<PublicKey> approvals = new HashSet<>();
        boolean made;

        Proposal(Change change, Instant at) {
            this.change = change;
            this.at = at;
        }

        boolean isOpen(Instant time) {
            return !made && !time.isAfter(at.plus(Duration.ofDays(30)));
        }
    }

    Set<PublicKey> accreditors;
    int threshold;
    Limits limits;
    final Map<Bytes32, Votes> validators = new TreeMap<>();
    long rulesVersion = 1;
    Optional<Upgrade> upgrade = Optional.empty();
    final List<Proposal> proposals = new ArrayList<>();

    ModelNetwork(List<PublicKey> accreditors, int threshold, Limits limits, Map<Bytes32, Long> powers) {
        this.accreditors = new HashSet<>(accreditors);
        this.threshold = threshold;
        this.limits = limits;
        powers.forEach((key, power) -> validators.put(key, new Votes(power, Optional.empty())));
    }

    /** Who vouches. */
    public Set<PublicKey> accreditors() {
        return accreditors;
    }

    /** How many it takes. */
    public int threshold() {
        return threshold;
    }

    /** The bounds. */
    public Limits limits() {
        return limits;
    }

    /** Who signs blocks. */
    public Map<Bytes32, Votes> validators() {
        return validators;
    }

    /** Which rules hold. */
    public long rulesVersion() {
        return rulesVersion;
    }

    /** Number of proposals. */
    public int proposals() {
        return proposals.size();
    }

    /** What a proposal would change. */
    public Change change(int number) {
        return proposals.get(number - 1).change;
    }

    boolean votesOfOthers(Bytes32 validator, OrganizationId organization) {
        Votes votes = validators.get(validator);
        return votes != null && !votes.owner().equals(Optional.of(organization));
    }

    boolean vouched(Set<PublicKey> signers) {
        return accreditors.stream().filter(signers::contains).count() >= threshold;
    }

    boolean allVote(Set<PublicKey> signers, Map<OrganizationId, ModelOrganization> members, Block block) {
        return signers.stream()
                .allMatch(signer -> accreditors.contains(signer)
                        || validators.values().stream()
                                .anyMatch(votes -> speaksFor(votes, Set.of(signer), members, block)));
    }

    boolean decided(Set<PublicKey> approvals, Map<OrganizationId, ModelOrganization> members, Block block) {
        long all = 0;
        long yes = 0;
        for (Votes votes : validators.values()) {
            all += votes.power();
            yes += speaksFor(votes, approvals, members, block) ? votes.power() : 0;
        }
        return vouched(approvals) || 3 * yes > 2 * all;
    }

    private static boolean speaksFor(
            Votes votes, Set<PublicKey> keys, Map<OrganizationId, ModelOrganization> members, Block block) {
        Optional<ModelOrganization> owner = votes.owner().map(members::get);
        return owner.isPresent()
                && !owner.get().suspended
                && owner.get().signed(OrganizationKey.Role.ROOT, keys, block);
    }

    boolean isPossible(Change change, Map<OrganizationId, ModelOrganization> members, Block block) {
        return switch (change) {
            case Change.SetAccreditors set -> true;
            case Change.SetLimits set -> true;
            case Change.ScheduleUpgrade next ->
                next.upgrade().rulesVersion() > rulesVersion && next.upgrade().height() - block.height() >= 10;
            case Change.SetValidator set -> {
                Set<Bytes32> others = new HashSet<>(validators.keySet());
                others.remove(set.validator());
                if (set.power() == 0) {
                    yield !others.isEmpty();
                }
                ModelOrganization owner = members.get(set.organization());
                yield owner != null
                        && !owner.suspended
                        && others.size() < 128
                        && owner.profile.nodes().stream().anyMatch(node -> node.validator()
                                .filter(set.validator()::equals)
                                .isPresent());
            }
        };
    }

    void make(Change change) {
        switch (change) {
            case Change.SetAccreditors set -> {
                accreditors = new HashSet<>(set.accreditors());
                threshold = set.threshold();
            }
            case Change.SetLimits set -> limits = set.limits();
            case Change.ScheduleUpgrade next -> upgrade = Optional.of(next.upgrade());
            case Change.SetValidator set -> {
                validators.remove(set.validator());
                if (set.power() > 0) {
                    validators.put(set.validator(), new Votes(set.power(), Optional.of(set.organization())));
                }
            }
        }
    }

    /** Before a block's transactions. */
    void begin(Block block, List<Bytes32> misbehaved) {
        if (upgrade.isPresent() && upgrade.get().height() <= block.height()) {
            rulesVersion = upgrade.get().rulesVersion();
            upgrade = Optional.empty();
        }
        for (Bytes32 validator : misbehaved) {
            if (validators.size() > 4) {
                validators.remove(validator);
            }
        }
    }
}
