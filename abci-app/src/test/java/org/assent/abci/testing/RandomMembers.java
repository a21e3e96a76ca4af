package org.assent.abci.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assent.abci.model.ModelOrganization;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.state.OrganizationKey;
import org.assent.ledger.state.OrganizationNode;
import org.assent.ledger.state.OrganizationProfile;
import org.assent.ledger.transaction.AnchorAccessLog;
import org.assent.ledger.transaction.DeclareEmergency;
import org.assent.ledger.transaction.RegisterOrganization;
import org.assent.ledger.transaction.RegisterStudies;
import org.assent.ledger.transaction.ReinstateOrganization;
import org.assent.ledger.transaction.StudyRecord;
import org.assent.ledger.transaction.SuspendOrganization;
import org.assent.ledger.transaction.Transaction;
import org.assent.ledger.transaction.UpdateOrganization;

/** What members send of themselves, their studies, emergencies and logs. */
final class RandomMembers {

    private final RandomChoices choose;

    RandomMembers(RandomChoices choose) {
        this.choose = choose;
    }

    Transaction registerOrganization(Instant expires, Set<PublicKey> signers) {
        String name = choose.any(RandomChoices.HOSPITALS);
        OrganizationProfile profile = profile(name, choose.random.nextInt(4) == 0);
        signers.add(profile.firstRootKey());
        choose.accreditors(signers);
        return new RegisterOrganization(profile, expires);
    }

    Transaction updateOrganization(long height, Instant expires, Set<PublicKey> signers) {
        String name = choose.any(RandomChoices.HOSPITALS);
        OrganizationProfile profile = profile(name, true);
        Optional<ModelOrganization> member =
                Optional.ofNullable(choose.model.members().get(profile.organization()));
        signers.addAll(RandomChoices.keys(member, OrganizationKey.Role.ROOT, height));
        if (choose.random.nextInt(3) > 0) {
            choose.accreditors(signers);
        }
        return new UpdateOrganization(
                profile,
                Math.max(2, choose.near(member.map(ModelOrganization::revisions).orElse(1L) + 1)),
                expires);
    }

    Transaction suspension(Instant expires, Set<PublicKey> signers) {
        OrganizationId id = choose.id(choose.any(RandomChoices.HOSPITALS));
        Optional<ModelOrganization> member =
                Optional.ofNullable(choose.model.members().get(id));
        choose.accreditors(signers);
        boolean suspended = member.map(ModelOrganization::suspended).orElse(false);
        boolean reinstate = choose.random.nextInt(8) == 0 ? !suspended : suspended;
        long standing =
                Math.max(1, choose.near(member.map(ModelOrganization::standings).orElse(0L) + 1));
        if (!reinstate && choose.random.nextInt(3) > 0) {
            reinstate = true; // rather too few suspensions than a network out of force
        }
        return reinstate
                ? new ReinstateOrganization(id, standing, expires)
                : new SuspendOrganization(id, standing, expires);
    }

    Transaction studies(long height, Instant expires, Set<PublicKey> signers) {
        OrganizationId source = choose.id(choose.any(RandomChoices.HOSPITALS));
        signers.addAll(RandomChoices.keys(
                Optional.ofNullable(choose.model.members().get(source)), OrganizationKey.Role.TRANSACTION, height));
        Map<StudyRef, StudyRecord> records = new LinkedHashMap<>();
        for (int i = choose.random.nextInt(3); i >= 0; i--) {
            StudyRef study = new StudyRef(
                    Keys.bytes("study " + source.toHex().charAt(choose.random.nextInt(4)) + choose.random.nextInt(6)));
            records.put(
                    study,
                    new StudyRecord(
                            study,
                            Keys.bytes("study record " + choose.random.nextInt(3)),
                            choose.near(choose.model.revision(study) + 1),
                            choose.random.nextInt(5) == 0));
        }
        return new RegisterStudies(source, List.copyOf(records.values()), expires);
    }

    Transaction emergency(long height, Instant expires, Set<PublicKey> signers) {
        OrganizationId id = choose.id(choose.any(RandomChoices.HOSPITALS));
        Optional<ModelOrganization> member =
                Optional.ofNullable(choose.model.members().get(id));
        signers.addAll(RandomChoices.keys(member, OrganizationKey.Role.TRANSACTION, height));
        return new DeclareEmergency(
                id,
                choose.near(member.map(ModelOrganization::emergencies).orElse(0L) + 1),
                Keys.bytes("emergency " + choose.random.nextInt(3)),
                expires);
    }

    Transaction anchor(long height, Instant expires, Set<PublicKey> signers) {
        OrganizationId id = choose.id(choose.any(RandomChoices.HOSPITALS));
        Optional<ModelOrganization> member =
                Optional.ofNullable(choose.model.members().get(id));
        signers.addAll(RandomChoices.keys(member, OrganizationKey.Role.TRANSACTION, height));
        List<AnchorAccessLog> before = member.map(ModelOrganization::anchors).orElse(List.of());
        long count = before.isEmpty() ? 1 : before.getLast().count();
        return new AnchorAccessLog(
                id,
                choose.near(before.size() + 1L),
                Keys.bytes("log " + choose.random.nextInt(2)),
                Math.max(0, count + choose.random.nextInt(4) - 1),
                expires);
    }

    /** A profile; with a change, other keys, flags and nodes than it began with. */
    OrganizationProfile profile(String name, boolean changed) {
        List<OrganizationKey> keys = new ArrayList<>();
        keys.add(key(
                OrganizationKey.Role.ROOT,
                name + " root " + (changed && choose.random.nextInt(6) == 0 ? 1 : 0),
                false));
        keys.add(key(
                OrganizationKey.Role.TRANSACTION,
                name + " transaction " + (changed ? choose.random.nextInt(2) : 0),
                changed));
        keys.add(key(
                OrganizationKey.Role.SERVICE, name + " service " + (changed ? choose.random.nextInt(2) : 0), changed));
        if (changed && choose.random.nextBoolean()) {
            keys.add(key(OrganizationKey.Role.ROOT, name + " root 2", false));
        }
        Set<OrganizationProfile.Flag> flags =
                changed && choose.random.nextInt(4) == 0 ? Set.of() : Set.of(OrganizationProfile.Flag.EMERGENCY);
        return new OrganizationProfile(
                choose.names.key(name + " root 0"),
                changed && choose.random.nextInt(6) == 0 ? name + " renamed" : name,
                keys,
                List.of("https://" + name + ".example:8443"),
                List.of(Keys.bytes(name + " tls " + (changed ? choose.random.nextInt(3) : 0))),
                flags,
                "urn:ihe:iti:pcf:2023:Policy-deny",
                "urn:ihe:iti:pcf:2023:Policy-deny",
                nodes(name));
    }

    private OrganizationKey key(OrganizationKey.Role role, String name, boolean maybeLimited) {
        return maybeLimited && choose.random.nextInt(8) == 0
                ? new OrganizationKey(
                        role, choose.names.key(name), choose.random.nextInt(40), 40 + choose.random.nextInt(400))
                : OrganizationKey.always(role, choose.names.key(name));
    }

    private List<OrganizationNode> nodes(String name) {
        int number = RandomChoices.HOSPITALS.indexOf(name);
        List<OrganizationNode> nodes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            nodes.add(new OrganizationNode(
                    Keys.bytes(name + " node " + i).toHex().substring(0, 40),
                    name + ".example:" + (26656 + i),
                    Optional.of(RandomTraffic.validatorKey(2 * number + i))));
        }
        return nodes;
    }
}
