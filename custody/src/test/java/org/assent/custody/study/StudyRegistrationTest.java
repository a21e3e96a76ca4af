package org.assent.custody.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.assent.custody.testing.FakeCatalogue;
import org.assent.custody.testing.FakeLedger;
import org.assent.custody.testing.TestSite;
import org.assent.decision.AccessDecision;
import org.assent.decision.request.Operation;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.state.StudyLeaf;
import org.assent.ledger.stream.LedgerProjection;
import org.assent.ledger.transaction.RejectCode;
import org.assent.testsupport.FixedClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StudyRegistrationTest {

    @TempDir
    private Path folder;

    private final FixedClock clock = FixedClock.at("2026-03-01T12:00:00Z");
    private final FakeLedger ledger = new FakeLedger(clock);
    private TestSite north;
    private LedgerProjection view;

    @BeforeEach
    void open() {
        north = new TestSite("north", folder, ledger, clock);
        view = ledger.follow();
    }

    @AfterEach
    void close() {
        north.close();
    }

    @Test
    void shouldRegisterAndMakeAvailableWhenAStudyWasStored() throws InterruptedException {
        north.catalogue.store("2.25.1", "p1");

        assertThat(north.custody().registration().round()).isEqualTo(1);

        assertThat(north.catalogue.registered("2.25.1")).isEqualTo(1);
        ClinicalRecord.Anchor anchor = anchor();
        assertThat(anchor.chainId()).isEqualTo("test-chain");
        assertThat(anchor.height()).isEqualTo(view.height());
        assertThat(anchor.transaction()).matches("[0-9a-f]{64}");
        assertThat(leaf(anchor.study()).source()).isEqualTo(north.organization());
        assertThat(north.custody().registration().round()).isZero();
    }

    @Test
    void shouldPutManyStudiesUnderOneSignatureWhenTheyWaitTogether() throws InterruptedException {
        for (int i = 0; i < 1_001; i++) {
            north.catalogue.store("2.25." + i, "p1");
        }

        assertThat(north.custody().registration().round()).isEqualTo(1_000);
        assertThat(north.custody().registration().round()).isEqualTo(1);

        assertThat(ledger.submitted()).hasSize(3); // the enrolment and two batches
    }

    @Test
    void shouldKeepTheRefAndCountUpWhenInstancesFollow() throws InterruptedException {
        north.storeAndRegister("2.25.1", "p1");
        StudyRef ref = anchor().study();
        StudyLeaf first = leaf(ref);

        north.storeAndRegister("2.25.1", "p1");

        assertThat(anchor().study()).isEqualTo(ref);
        assertThat(leaf(ref).revision()).isEqualTo(2);
        assertThat(leaf(ref).commitment()).isNotEqualTo(first.commitment());
        assertThat(north.catalogue.registered("2.25.1")).isEqualTo(2);
    }

    @Test
    void shouldWithdrawWhenTheStudyWasDeleted() throws InterruptedException {
        north.storeAndRegister("2.25.1", "p1");
        StudyRef ref = anchor().study();
        north.catalogue.delete("2.25.1");

        north.custody().registration().round();

        assertThat(leaf(ref).withdrawn()).isTrue();
        assertThat(north.catalogue.awaitingRegistration(10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"describe", "patient", "received", "manifest", "available", "registered"})
    void shouldGoOnWhereItWasWhenItDiedAtAStep(String step) throws InterruptedException {
        north.catalogue.store("2.25.1", "p1");
        north.faults.failOnceAt(step);
        assertThat(north.custody().registration().round()).isZero();

        assertThat(north.restart().registration().round()).isEqualTo(1);

        assertThat(north.catalogue.registered("2.25.1")).isEqualTo(1);
        assertThat(leaf(anchor().study()).revision()).isEqualTo(1);
        assertThat(ledger.submitted()).hasSize(2); // enrolled once, registered once
    }

    @Test
    void shouldFindItsOwnRegistrationWhenItDiedBeforeItHeard() throws InterruptedException {
        north.catalogue.store("2.25.1", "p1");
        north.custody().registration().round();
        north.catalogue.store("2.25.1", "p1");
        ledger.mode(FakeLedger.Mode.SILENT);
        assertThat(north.custody().registration().round()).isZero();
        ledger.mode(FakeLedger.Mode.AWAY);

        assertThat(north.restart().registration().round()).isEqualTo(1);

        assertThat(leaf(anchor().study()).revision()).isEqualTo(2);
        assertThat(anchor().transaction()).matches("[0-9a-f]{64}");
    }

    @Test
    void shouldSignAnewWhenTheTransactionExpiredUnseen() throws InterruptedException {
        north.storeAndRegister("2.25.1", "p1");
        north.catalogue.store("2.25.2", "p1");
        ledger.mode(FakeLedger.Mode.HOLDING);
        assertThat(north.custody().registration().round()).isZero();
        clock.advance(Duration.ofMinutes(6));
        ledger.mode(FakeLedger.Mode.ONLINE); // the held one is in a block now, too late

        assertThat(north.custody().registration().round()).isEqualTo(1);
    }

    @Test
    @Tag("DW-S-09")
    void shouldWaitWhenTheLedgerIsAway() throws InterruptedException {
        north.catalogue.store("2.25.1", "p1");
        ledger.mode(FakeLedger.Mode.AWAY);
        assertThat(north.custody().registration().round()).isZero();
        assertThat(north.record.available()).isEmpty();

        ledger.mode(FakeLedger.Mode.BUSY);
        assertThat(north.custody().registration().round()).isZero();

        ledger.mode(FakeLedger.Mode.ONLINE);
        assertThat(north.custody().registration().round()).isEqualTo(1);
    }

    @Test
    void shouldNotRepeatWhatWentBeforeWhenOnlyTheLedgerIsMissing() throws InterruptedException {
        north.storeAndRegister("2.25.1", "p1");
        north.catalogue.store("2.25.2", "p1");
        ledger.mode(FakeLedger.Mode.HOLDING);
        assertThat(north.custody().registration().round()).isZero();
        north.faults.failOnceAt("patient"); // would fail if it were asked again
        ledger.mode(FakeLedger.Mode.ONLINE);

        assertThat(north.custody().registration().round()).isEqualTo(1);

        assertThat(north.record.available().get("2.25.2"))
                .extracting(ClinicalRecord.Anchor::transaction)
                .isNotEqualTo("");
    }

    @Test
    void shouldNotHoldUpOthersWhenOneStudyFails() throws InterruptedException {
        north.catalogue.store("2.25.1", "p1");
        north.catalogue.store("2.25.2", "p2");
        north.faults.failOnceAt("patient"); // the first one's

        assertThat(north.custody().registration().round()).isEqualTo(1);
        assertThat(north.catalogue.registered("2.25.2")).isEqualTo(1);

        assertThat(north.custody().registration().round()).isZero(); // it pauses
        clock.advance(Duration.ofMinutes(1));
        assertThat(north.custody().registration().round()).isEqualTo(1);
    }

    @Test
    void shouldHalveABatchWhenItIsRefused() throws InterruptedException {
        north.storeAndRegister("2.25.1", "p1");
        for (int i = 2; i < 6; i++) {
            north.catalogue.store("2.25." + i, "p1");
        }
        ledger.refuseNext(RejectCode.WRONG_REVISION);

        assertThat(north.custody().registration().round()).isEqualTo(4);
    }

    @Test
    void shouldLetOwnPeopleSeeAndNobodyElseWhenNotRegisteredYet() throws InterruptedException {
        TestSite south = new TestSite("south", folder, ledger, clock);
        try (south) {
            north.catalogue.store("2.25.1", "p1");

            assertThat(north.custody().decisions().decide(north.clinician(), "2.25.1", Operation.RETRIEVE))
                    .isInstanceOf(AccessDecision.Permit.class);
            assertThat(north.custody().decisions().decide(south.clinician(), "2.25.1", Operation.RETRIEVE))
                    .isInstanceOf(AccessDecision.Deny.class);
            assertThat(north.custody().decisions().decide(north.clinician(), "2.25.9", Operation.RETRIEVE))
                    .isInstanceOfSatisfying(AccessDecision.Deny.class, deny -> assertThat(deny.reason())
                            .isEqualTo(AccessDecision.Reason.UNKNOWN_STUDY));
        }
    }

    @Test
    void shouldReadTheBeginningOfAStudyInItsOwnZone() {
        StudyDescription study = FakeCatalogue.study("2.25.1", "p1");

        assertThat(StudyTime.of(study, ZoneOffset.UTC)).contains(Instant.parse("2026-01-02T09:15:00Z"));
    }

    @Test
    void shouldSayTheOffsetOfAStudyThatSaysNoneSoThatOtherZonesUnderstandIt() {
        StudyDescription said = FakeCatalogue.study("2.25.1", "p1");
        StudyDescription unsaid = new StudyDescription(
                said.studyInstanceUid(),
                said.patient(),
                said.studyDate(),
                said.studyTime(),
                "",
                said.accessionNumber(),
                said.studyId(),
                said.description(),
                said.referringPhysician(),
                said.series());
        ZoneId zone = ZoneId.of("America/St_Johns");

        assertThat(StudyTime.withOffset(said, zone)).isEqualTo(said);
        assertThat(StudyTime.withOffset(unsaid, zone).timezoneOffset()).isEqualTo("-0330");
        assertThat(StudyTime.of(StudyTime.withOffset(unsaid, zone), ZoneOffset.UTC))
                .isEqualTo(StudyTime.of(unsaid, zone));
    }

    private ClinicalRecord.Anchor anchor() {
        return Optional.ofNullable(north.record.available().get("2.25.1")).orElseThrow();
    }

    private StudyLeaf leaf(StudyRef ref) {
        return view.study(ref).orElseThrow();
    }
}
