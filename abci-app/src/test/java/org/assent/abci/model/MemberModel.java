package org.assent.abci.model;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.state.OrganizationKey.Role;
import org.assent.ledger.state.OrganizationNode;
import org.assent.ledger.state.OrganizationProfile;
import org.assent.ledger.transaction.AnchorAccessLog;
import org.assent.ledger.transaction.DeclareEmergency;
import org.assent.ledger.transaction.RegisterOrganization;
import org.assent.ledger.transaction.RegisterStudies;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.StudyRecord;
import org.assent.ledger.transaction.UpdateOrganization;

/** What members do for themselves. */
final class MemberModel {

    private static final long TEN_MINUTES = 600;
    private static final long SEVEN_DAYS = 7 * 86_400;

    private record Held(OrganizationId source, StudyRecord newest) {}

    private final ModelNetwork network;
    private final Map<OrganizationId, ModelOrganization> members;
    private final Map<StudyRef, Held> studies = new HashMap<>();

    MemberModel(ModelNetwork network, Map<OrganizationId, ModelOrganization> members) {
        this.network = network;
        this.members = members;
    }

    long revision(StudyRef study) {
        Held held = studies.get(study);
        return held == null ? 0 : held.newest().revision();
    }

    Verdict register(RegisterOrganization register, Set<PublicKey> signers, boolean good, Block block) {
        OrganizationProfile profile = register.profile();
        PublicKey root = profile.firstRootKey();
        if (profile.keys().stream()
                .noneMatch(key -> key.role() == Role.ROOT && key.key().equals(root))) {
            return Verdict.refused(RejectCode.MALFORMED);
        }
        ModelOrganization there = members.get(profile.organization());
        if (good && there != null && there.revisions == 1 && there.profile.equals(profile)) {
            return Verdict.ALREADY;
        }
        if (block.isOutside(register.expires(), SEVEN_DAYS)) {
            return Verdict.refused(RejectCode.EXPIRED);
        }
        if (!good || !signers.contains(root)) {
            return Verdict.refused(RejectCode.BAD_SIGNATURE);
        }
        if (!network.vouched(signers)) {
            return Verdict.refused(RejectCode.NOT_ACCREDITED);
        }
        if (there != null) {
            return Verdict.refused(RejectCode.EXISTS);
        }
        members.put(profile.organization(), new ModelOrganization(profile, network.limits, block.time()));
        return Verdict.APPLIED;
    }

    Verdict update(UpdateOrganization update, Set<PublicKey> signers, boolean good, Block block) {
        ModelOrganization there = members.get(update.organization());
        if (good && there != null && there.revisions == update.revision() && there.profile.equals(update.profile())) {
            return Verdict.ALREADY;
        }
        if (block.isOutside(update.expires(), SEVEN_DAYS)) {
            return Verdict.refused(RejectCode.EXPIRED);
        }
        if (!good) {
            return Verdict.refused(RejectCode.BAD_SIGNATURE);
        }
        if (there == null) {
            return Verdict.refused(RejectCode.UNKNOWN_ORGANIZATION);
        }
        if (!there.signed(Role.ROOT, signers, block)) {
            return Verdict.refused(RejectCode.NOT_ENTITLED);
        }
        boolean nodesVouched = there.suspended
                ? !there.profile.nodes().equals(update.profile().nodes())
                : newlyListed(there.profile, update.profile())
                        .anyMatch(key -> network.votesOfOthers(key, update.organization()));
        if ((nodesVouched || !vouchedFor(there.profile).equals(vouchedFor(update.profile())))
                && !network.vouched(signers)) {
            return Verdict.refused(RejectCode.NOT_ACCREDITED);
        }
        if (update.revision() != there.revisions + 1) {
            return Verdict.refused(RejectCode.WRONG_REVISION);
        }
        if (!there.paysForItself(network.limits, block.time())) {
            return Verdict.refused(RejectCode.OVER_QUOTA);
        }
        there.profile = update.profile();
        there.revisions++;
        return Verdict.APPLIED;
    }

    private static Stream<Bytes32> newlyListed(OrganizationProfile before, OrganizationProfile after) {
        List<Optional<Bytes32>> old =
                before.nodes().stream().map(OrganizationNode::validator).toList();
        return after.nodes().stream()
                .map(OrganizationNode::validator)
                .filter(key -> !old.contains(key))
                .flatMap(Optional::stream);
    }

    private static List<Object> vouchedFor(OrganizationProfile profile) {
        return List.of(profile.name(), profile.flags(), profile.ownPolicy(), profile.foreignPolicy());
    }

    Verdict setSuspended(
            OrganizationId id,
            long standing,
            boolean suspended,
            Instant expires,
            Set<PublicKey> signers,
            boolean good,
            Block block) {
        ModelOrganization there = members.get(id);
        if (good && there != null && there.standings == standing && there.suspended == suspended) {
            return Verdict.ALREADY;
        }
        if (block.isOutside(expires, SEVEN_DAYS)) {
            return Verdict.refused(RejectCode.EXPIRED);
        }
        if (!good) {
            return Verdict.refused(RejectCode.BAD_SIGNATURE);
        }
        if (there == null) {
            return Verdict.refused(RejectCode.UNKNOWN_ORGANIZATION);
        }
        if (!network.vouched(signers)) {
            return Verdict.refused(RejectCode.NOT_ACCREDITED);
        }
        if (standing != there.standings + 1) {
            return Verdict.refused(RejectCode.WRONG_REVISION);
        }
        if (there.suspended == suspended) {
            return Verdict.refused(RejectCode.NOTHING_TO_CHANGE);
        }
        there.suspended = suspended;
        there.standings++;
        return Verdict.APPLIED;
    }

    Verdict studies(RegisterStudies register, Set<PublicKey> signers, boolean good, Block block) {
        boolean all = register.studies().stream()
                .allMatch(study -> new Held(register.source(), study).equals(studies.get(study.study())));
        if (good && all) {
            return Verdict.ALREADY;
        }
        if (block.isOutside(register.expires(), TEN_MINUTES)) {
            return Verdict.refused(RejectCode.EXPIRED);
        }
        if (!good) {
            return Verdict.refused(RejectCode.BAD_SIGNATURE);
        }
        ModelOrganization source = members.get(register.source());
        if (source == null || source.suspended) {
            return Verdict.refused(RejectCode.UNKNOWN_SOURCE);
        }
        if (!source.signed(Role.TRANSACTION, signers, block)) {
            return Verdict.refused(RejectCode.BAD_SIGNATURE);
        }
        for (StudyRecord study : register.studies()) {
            Held held = studies.get(study.study());
            if (held != null && !held.source().equals(register.source())) {
                return Verdict.refused(RejectCode.FOREIGN_STUDY);
            }
        }
        for (StudyRecord study : register.studies()) {
            if (study.revision() - 1 != revision(study.study())) {
                return Verdict.refused(RejectCode.WRONG_REVISION);
            }
        }
        if (!source.pays(20L * register.studies().size(), network.limits, block.time())) {
            return Verdict.refused(RejectCode.OVER_QUOTA);
        }
        register.studies().forEach(study -> studies.put(study.study(), new Held(register.source(), study)));
        return Verdict.APPLIED;
    }

    Verdict emergency(DeclareEmergency declare, Set<PublicKey> signers, boolean good, Block block) {
        ModelOrganization there = members.get(declare.organization());
        if (good
                && there != null
                && !there.emergencies.isEmpty()
                && there.emergencies.size() == declare.sequence()
                && there.emergencies.getLast().equals(declare.commitment())) {
            return Verdict.ALREADY;
        }
        if (block.isOutside(declare.expires(), SEVEN_DAYS)) {
            return Verdict.refused(RejectCode.EXPIRED);
        }
        if (!good) {
            return Verdict.refused(RejectCode.BAD_SIGNATURE);
        }
        if (there == null || there.suspended) {
            return Verdict.refused(RejectCode.UNKNOWN_ORGANIZATION);
        }
        if (!there.signed(Role.TRANSACTION, signers, block)) {
            return Verdict.refused(RejectCode.NOT_ENTITLED);
        }
        if (!there.profile.flags().contains(OrganizationProfile.Flag.EMERGENCY)) {
            return Verdict.refused(RejectCode.NOT_FOR_EMERGENCIES);
        }
        if (declare.sequence() != there.emergencies.size() + 1L) {
            return Verdict.refused(RejectCode.WRONG_SEQUENCE);
        }
        if (there.emergenciesOfDay.getOrDefault(block.day(), 0) >= network.limits.emergenciesPerDay()) {
            return Verdict.refused(RejectCode.TOO_MANY_EMERGENCIES);
        }
        there.emergencies.add(declare.commitment());
        there.emergenciesOfDay.merge(block.day(), 1, Integer::sum);
        return Verdict.APPLIED;
    }

    Verdict anchor(AnchorAccessLog anchor, Set<PublicKey> signers, boolean good, Block block) {
        ModelOrganization there = members.get(anchor.organization());
        boolean first = there == null || there.anchors.isEmpty();
        if (good
                && there != null
                && !first
                && there.anchors.size() == anchor.sequence()
                && there.anchors.getLast().root().equals(anchor.root())
                && there.anchors.getLast().count() == anchor.count()) {
            return Verdict.ALREADY;
        }
        if (block.isOutside(anchor.expires(), TEN_MINUTES)) {
            return Verdict.refused(RejectCode.EXPIRED);
        }
        if (!good) {
            return Verdict.refused(RejectCode.BAD_SIGNATURE);
        }
        if (there == null) {
            return Verdict.refused(RejectCode.UNKNOWN_ORGANIZATION);
        }
        if (!there.signed(Role.TRANSACTION, signers, block)) {
            return Verdict.refused(RejectCode.NOT_ENTITLED);
        }
        long counted = first ? 0 : there.anchors.getLast().count();
        if (anchor.sequence() != there.anchors.size() + 1L || anchor.count() < counted) {
            return Verdict.refused(RejectCode.GAP_IN_LOG);
        }
        if (!there.pays(1_000, network.limits, block.time())) {
            return Verdict.refused(RejectCode.OVER_QUOTA);
        }
        there.anchors.add(anchor);
        return Verdict.APPLIED;
    }
}
