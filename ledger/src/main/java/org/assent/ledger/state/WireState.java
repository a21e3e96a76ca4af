package org.assent.ledger.state;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.codec.WireFields;
import org.assent.ledger.wire.WireValues;

/**
 * How the values that transactions and leaves share stand in protobuf messages, in both directions. Reading throws {@link
 * IllegalArgumentException} for whatever is not such a value.
 */
public final class WireState {

    private WireState() {}

    /** An organization's profile. */
    public static WireValues.OrganizationProfile write(OrganizationProfile profile) {
        return WireValues.OrganizationProfile.newBuilder()
                .setFirstRootKey(WireFields.write(profile.firstRootKey()))
                .setName(profile.name())
                .addAllKeys(profile.keys().stream().map(WireState::write).toList())
                .addAllAddresses(profile.addresses())
                .addAllTlsPins(profile.tlsPins().stream().map(WireFields::write).toList())
                .addAllFlags(
                        profile.flags().stream().sorted().map(WireState::write).toList())
                .setOwnPolicy(profile.ownPolicy())
                .setForeignPolicy(profile.foreignPolicy())
                .addAllNodes(profile.nodes().stream().map(WireState::write).toList())
                .build();
    }

    /** An organization's profile. */
    public static OrganizationProfile profile(WireValues.OrganizationProfile profile) {
        return new OrganizationProfile(
                WireFields.key(profile.getFirstRootKey()),
                profile.getName(),
                profile.getKeysList().stream().map(WireState::organizationKey).toList(),
                profile.getAddressesList(),
                profile.getTlsPinsList().stream().map(WireFields::bytes32).toList(),
                flags(profile.getFlagsList()),
                profile.getOwnPolicy(),
                profile.getForeignPolicy(),
                profile.getNodesList().stream().map(WireState::read).toList());
    }

    /** Who may freeze and recover. */
    public static WireValues.Guardianship write(Guardianship guardianship) {
        return WireValues.Guardianship.newBuilder()
                .setPolicy(
                        switch (guardianship.policy()) {
                            case SOURCE -> WireValues.GuardianPolicy.GUARDIAN_POLICY_SOURCE;
                            case KEYS -> WireValues.GuardianPolicy.GUARDIAN_POLICY_KEYS;
                            case NONE -> WireValues.GuardianPolicy.GUARDIAN_POLICY_NONE;
                        })
                .setThreshold(guardianship.threshold())
                .setDelaySeconds((int) guardianship.delay().toSeconds())
                .build();
    }

    /** Who may freeze and recover. */
    public static Guardianship read(WireValues.Guardianship guardianship) {
        return new Guardianship(
                switch (guardianship.getPolicy()) {
                    case GUARDIAN_POLICY_SOURCE -> Guardianship.Policy.SOURCE;
                    case GUARDIAN_POLICY_KEYS -> Guardianship.Policy.KEYS;
                    case GUARDIAN_POLICY_NONE -> Guardianship.Policy.NONE;
                    case GUARDIAN_POLICY_UNSPECIFIED, UNRECOGNIZED ->
                        throw new IllegalArgumentException("no such policy of guardians");
                },
                guardianship.getThreshold(),
                Duration.ofSeconds(guardianship.getDelaySeconds()));
    }

    private static WireValues.OrganizationNode write(OrganizationNode node) {
        WireValues.OrganizationNode.Builder message = WireValues.OrganizationNode.newBuilder()
                .setNodeId(node.nodeId())
                .setAddress(node.address());
        node.validator().ifPresent(key -> message.setValidator(WireFields.write(key)));
        return message.build();
    }

    private static OrganizationNode read(WireValues.OrganizationNode node) {
        return new OrganizationNode(
                node.getNodeId(),
                node.getAddress(),
                node.getValidator().isEmpty()
                        ? Optional.empty()
                        : Optional.of(WireFields.bytes32(node.getValidator())));
    }

    /** Who keeps a key. */
    public static WireValues.Custody write(CustodyMode custody) {
        return switch (custody) {
            case CUSTODIAN -> WireValues.Custody.CUSTODY_CUSTODIAN;
            case SELF -> WireValues.Custody.CUSTODY_SELF;
        };
    }

    /** Who keeps a key. */
    public static CustodyMode custody(WireValues.Custody custody) {
        return switch (custody) {
            case CUSTODY_CUSTODIAN -> CustodyMode.CUSTODIAN;
            case CUSTODY_SELF -> CustodyMode.SELF;
            case CUSTODY_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalArgumentException("no such custody mode");
        };
    }

    /** A rank. */
    public static WireValues.Authority write(Authority authority) {
        return switch (authority) {
            case CUSTODIAN -> WireValues.Authority.AUTHORITY_CUSTODIAN;
            case DELEGATE -> WireValues.Authority.AUTHORITY_DELEGATE;
            case GUARDIAN -> WireValues.Authority.AUTHORITY_GUARDIAN;
            case SELF -> WireValues.Authority.AUTHORITY_SELF;
        };
    }

    /** A rank. */
    public static Authority authority(WireValues.Authority authority) {
        return switch (authority) {
            case AUTHORITY_CUSTODIAN -> Authority.CUSTODIAN;
            case AUTHORITY_DELEGATE -> Authority.DELEGATE;
            case AUTHORITY_GUARDIAN -> Authority.GUARDIAN;
            case AUTHORITY_SELF -> Authority.SELF;
            case AUTHORITY_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalArgumentException("no such authority");
        };
    }

    private static WireValues.OrganizationKey write(OrganizationKey key) {
        WireValues.OrganizationKey.Builder message = WireValues.OrganizationKey.newBuilder()
                .setRole(write(key.role()))
                .setKey(WireFields.write(key.key()))
                .setFromHeight(key.fromHeight());
        if (key.untilHeight() != Long.MAX_VALUE) {
            message.setUntilHeight(key.untilHeight());
        }
        return message.build();
    }

    private static OrganizationKey organizationKey(WireValues.OrganizationKey key) {
        return new OrganizationKey(
                role(key.getRole()),
                WireFields.key(key.getKey()),
                key.getFromHeight(),
                key.getUntilHeight() == 0 ? Long.MAX_VALUE : key.getUntilHeight());
    }

    private static WireValues.Role write(OrganizationKey.Role role) {
        return switch (role) {
            case ROOT -> WireValues.Role.ROLE_ROOT;
            case TRANSACTION -> WireValues.Role.ROLE_TRANSACTION;
            case SERVICE -> WireValues.Role.ROLE_SERVICE;
        };
    }

    private static OrganizationKey.Role role(WireValues.Role role) {
        return switch (role) {
            case ROLE_ROOT -> OrganizationKey.Role.ROOT;
            case ROLE_TRANSACTION -> OrganizationKey.Role.TRANSACTION;
            case ROLE_SERVICE -> OrganizationKey.Role.SERVICE;
            case ROLE_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalArgumentException("no such role of a key");
        };
    }

    private static WireValues.Flag write(OrganizationProfile.Flag flag) {
        return switch (flag) {
            case EMERGENCY -> WireValues.Flag.FLAG_EMERGENCY;
            case ARCHIVE -> WireValues.Flag.FLAG_ARCHIVE;
        };
    }

    private static Set<OrganizationProfile.Flag> flags(List<WireValues.Flag> messages) {
        Checks.distinct("flags", messages);
        Set<OrganizationProfile.Flag> flags = EnumSet.noneOf(OrganizationProfile.Flag.class);
        for (WireValues.Flag message : messages) {
            flags.add(
                    switch (message) {
                        case FLAG_EMERGENCY -> OrganizationProfile.Flag.EMERGENCY;
                        case FLAG_ARCHIVE -> OrganizationProfile.Flag.ARCHIVE;
                        case FLAG_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalArgumentException("no such flag");
                    });
        }
        return flags;
    }
}
