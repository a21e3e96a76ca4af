package org.assent.abci.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.governance.Limits;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.state.OrganizationKey;
import org.assent.ledger.state.OrganizationProfile;
import org.assent.ledger.transaction.AnchorAccessLog;

/** A member with its whole history. */
public final class ModelOrganization {

    OrganizationProfile profile;
    long revisions = 1;
    boolean suspended;
    long standings;
    final List<Bytes32> emergencies = new ArrayList<>();
    final Map<Long, Integer> emergenciesOfDay = new HashMap<>();
    final List<AnchorAccessLog> anchors = new ArrayList<>();
    private long thousandths;
    private Instant asOf;

    ModelOrganization(OrganizationProfile profile, Limits limits, Instant time) {
        this.profile = profile;
        this.thousandths = limits.quotaBurst() * 1_000L;
        this.asOf = millis(time);
    }

    /** What it says of itself. */
    public OrganizationProfile profile() {
        return profile;
    }

    /** Number of changes. */
    public long revisions() {
        return revisions;
    }

    /** Whether it is out of force. */
    public boolean suspended() {
        return suspended;
    }

    /** Number of suspensions and reinstatements. */
    public long standings() {
        return standings;
    }

    /** Number of emergencies. */
    public long emergencies() {
        return emergencies.size();
    }

    /** Its anchors, oldest first. */
    public List<AnchorAccessLog> anchors() {
        return anchors;
    }

    /** Its keys of a role at a height. */
    public Set<PublicKey> keys(OrganizationKey.Role role, long height) {
        return profile.keys().stream()
                .filter(key -> key.role() == role && height >= key.fromHeight() && height <= key.untilHeight())
                .map(OrganizationKey::key)
                .collect(Collectors.toSet());
    }

    boolean signed(OrganizationKey.Role role, Set<PublicKey> signers, Block block) {
        return keys(role, block.height()).stream().anyMatch(signers::contains);
    }

    /** Whether it has so many thousandths of a unit at the time, and a two-hundredth of the most, at least one unit, beside; they are taken then. */
    boolean pays(long cost, Limits limits, Instant time) {
        return has(cost, limits, time) && take(cost, limits, time);
    }

    /** The same for a change of itself, down to nothing. */
    boolean paysForItself(Limits limits, Instant time) {
        return balance(limits, time) >= 1_000 && take(1_000, limits, time);
    }

    /** Whether it could pay so many thousandths of a unit at the time. */
    boolean has(long cost, Limits limits, Instant time) {
        return balance(limits, time) >= cost + Math.max(1_000, 5L * limits.quotaBurst());
    }

    private boolean take(long cost, Limits limits, Instant time) {
        thousandths = balance(limits, time) - cost;
        asOf = millis(time);
        return true;
    }

    private long balance(Limits limits, Instant time) {
        long most = limits.quotaBurst() * 1_000L;
        long passed = Math.max(0, Duration.between(asOf, millis(time)).toMillis());
        return Math.min(most, thousandths + passed * limits.quotaPerSecond());
    }

    private static Instant millis(Instant time) {
        return Instant.ofEpochMilli(time.toEpochMilli());
    }
}
