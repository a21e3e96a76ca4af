package org.assent.ledger.governance;

import java.time.Duration;
import java.util.Optional;
import org.assent.ledger.codec.WireFields;
import org.assent.ledger.wire.WireGovernance;

/**
 * How what members agree on stands in protobuf messages, in both directions. Reading throws {@link IllegalArgumentException} for
 * whatever is not such a value.
 */
public final class GovernanceFields {

    private GovernanceFields() {}

    /** The bounds. */
    public static WireGovernance.Limits write(Limits limits) {
        return WireGovernance.Limits.newBuilder()
                .setStalenessBoundSeconds((int) limits.stalenessBound().toSeconds())
                .setQuotaPerSecond(limits.quotaPerSecond())
                .setQuotaBurst(limits.quotaBurst())
                .setConsentsPerDay(limits.consentsPerDay())
                .setEmergenciesPerDay(limits.emergenciesPerDay())
                .build();
    }

    /** The bounds. */
    public static Limits read(WireGovernance.Limits limits) {
        return new Limits(
                Duration.ofSeconds(limits.getStalenessBoundSeconds()),
                limits.getQuotaPerSecond(),
                limits.getQuotaBurst(),
                limits.getConsentsPerDay(),
                limits.getEmergenciesPerDay());
    }

    /** A validator. */
    public static WireGovernance.ValidatorPower write(ValidatorPower validator) {
        WireGovernance.ValidatorPower.Builder message = WireGovernance.ValidatorPower.newBuilder()
                .setKey(WireFields.write(validator.key()))
                .setPower(validator.power());
        validator.organization().ifPresent(id -> message.setOrganization(WireFields.write(id.value())));
        return message.build();
    }

    /** A validator. */
    public static ValidatorPower read(WireGovernance.ValidatorPower validator) {
        return new ValidatorPower(
                WireFields.bytes32(validator.getKey()),
                validator.getPower(),
                validator.getOrganization().isEmpty()
                        ? Optional.empty()
                        : Optional.of(WireFields.organization(validator.getOrganization())));
    }

    /** The height from which other rules hold. */
    public static WireGovernance.Upgrade write(Upgrade upgrade) {
        return WireGovernance.Upgrade.newBuilder()
                .setHeight(upgrade.height())
                .setRulesVersion(upgrade.rulesVersion())
                .build();
    }

    /** The height from which other rules hold. */
    public static Upgrade read(WireGovernance.Upgrade upgrade) {
        return new Upgrade(upgrade.getHeight(), upgrade.getRulesVersion());
    }

    /** Evidence that was taken up. */
    public static WireGovernance.Offence write(Offence offence) {
        return WireGovernance.Offence.newBuilder()
                .setValidator(WireFields.write(offence.validator()))
                .setHeight(offence.height())
                .setRemoved(offence.removed())
                .build();
    }

    /** Evidence that was taken up. */
    public static Offence read(WireGovernance.Offence offence) {
        return new Offence(WireFields.bytes32(offence.getValidator()), offence.getHeight(), offence.getRemoved());
    }

    /** A change. */
    public static WireGovernance.Change write(Change change) {
        WireGovernance.Change.Builder message =
                WireGovernance.Change.newBuilder().setVersion(WireFields.VERSION);
        return switch (change) {
            case Change.SetAccreditors set ->
                message.setSetAccreditors(write(set)).build();
            case Change.SetValidator set -> message.setSetValidator(write(set)).build();
            case Change.SetLimits set ->
                message.setSetLimits(WireGovernance.SetLimits.newBuilder().setLimits(write(set.limits())))
                        .build();
            case Change.ScheduleUpgrade schedule ->
                message.setScheduleUpgrade(
                                WireGovernance.ScheduleUpgrade.newBuilder().setUpgrade(write(schedule.upgrade())))
                        .build();
        };
    }

    /** A change. */
    public static Change read(WireGovernance.Change change) {
        WireFields.version(change.getVersion());
        return switch (change.getChangeCase()) {
            case SET_ACCREDITORS -> read(change.getSetAccreditors());
            case SET_VALIDATOR -> read(change.getSetValidator());
            case SET_LIMITS -> new Change.SetLimits(read(change.getSetLimits().getLimits()));
            case SCHEDULE_UPGRADE ->
                new Change.ScheduleUpgrade(read(change.getScheduleUpgrade().getUpgrade()));
            case CHANGE_NOT_SET -> throw new IllegalArgumentException("a change must be a known one");
        };
    }

    private static WireGovernance.SetAccreditors write(Change.SetAccreditors set) {
        return WireGovernance.SetAccreditors.newBuilder()
                .addAllAccreditors(
                        set.accreditors().stream().map(WireFields::write).toList())
                .setThreshold(set.threshold())
                .build();
    }

    private static Change read(WireGovernance.SetAccreditors set) {
        return new Change.SetAccreditors(
                set.getAccreditorsList().stream().map(WireFields::key).toList(), set.getThreshold());
    }

    private static WireGovernance.SetValidator write(Change.SetValidator set) {
        return WireGovernance.SetValidator.newBuilder()
                .setValidator(WireFields.write(set.validator()))
                .setOrganization(WireFields.write(set.organization().value()))
                .setPower(set.power())
                .build();
    }

    private static Change read(WireGovernance.SetValidator set) {
        return new Change.SetValidator(
                WireFields.bytes32(set.getValidator()), WireFields.organization(set.getOrganization()), set.getPower());
    }
}
