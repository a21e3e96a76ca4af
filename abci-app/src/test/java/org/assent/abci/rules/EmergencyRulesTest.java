package org.assent.abci.rules;

import static org.assent.abci.rules.OrganizationRulesTest.broken;
import static org.assent.abci.rules.RulesFixture.NOW;
import static org.assent.abci.rules.RulesFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.assent.abci.testing.Hospital;
import org.assent.abci.testing.Keys;
import org.assent.ledger.bytes.Domain;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.governance.Limits;
import org.assent.ledger.signature.Signer;
import org.assent.ledger.state.Emergencies;
import org.assent.ledger.state.OrganizationProfile;
import org.assent.ledger.transaction.DeclareEmergency;
import org.assent.ledger.transaction.RegisterOrganization;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.SignedTransaction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("L4")
class EmergencyRulesTest {

    private static final int LIMIT = Limits.DEFAULT.emergenciesPerDay();

    private final RulesFixture ledger = new RulesFixture();
    private final Hospital north = new Hospital("north");
    private final Hospital south = new Hospital("south");

    @BeforeEach
    void register() {
        OrganizationProfile flagged =
                north.profile("north", Set.of(OrganizationProfile.Flag.EMERGENCY), List.of(), north.transaction());
        ledger.with(north.sign(
                new RegisterOrganization(flagged, SOON),
                north.root(),
                Hospital.ACCREDITORS.get(0),
                Hospital.ACCREDITORS.get(1)));
        ledger.with(south.register(SOON));
    }

    @Test
    void shouldCountEmergenciesAndFixThemInTheirOrder() {
        ledger.with(declare(1)).already(declare(1)).with(declare(2));

        Emergencies emergencies = ledger.organization(north.id()).emergencies();
        assertThat(emergencies.declared()).isEqualTo(2);
        assertThat(emergencies.last()).isEqualTo(Keys.bytes("emergency 2"));
        byte[] first = Hash.of(
                        Domain.EMERGENCIES,
                        new byte[32],
                        Keys.bytes("emergency 1").toByteArray())
                .toByteArray();
        assertThat(emergencies.head())
                .isEqualTo(Hash.of(
                        Domain.EMERGENCIES, first, Keys.bytes("emergency 2").toByteArray()));
        ledger.refuses(RejectCode.WRONG_SEQUENCE, declare(1)); // sent again
    }

    @Test
    @Tag("L9")
    void shouldRefuseTheOneMoreOfADayUntilMidnight() {
        for (int i = 1; i <= LIMIT; i++) {
            ledger.with(declare(i));
        }
        ledger.refuses(RejectCode.TOO_MANY_EMERGENCIES, declare(LIMIT + 1));

        ledger.at(Instant.parse("2026-03-01T23:59:59.999Z"));
        ledger.refuses(RejectCode.TOO_MANY_EMERGENCIES, declare(LIMIT + 1));
        ledger.at(Instant.parse("2026-03-02T00:00:00Z")).with(declare(LIMIT + 1));
    }

    @Test
    void shouldNeverBeChargedAndMayBeSignedDaysBefore() {
        ledger.put(north.id(), EnrollmentAndStudyRulesTest.withQuota(ledger.organization(north.id()), 0));

        ledger.with(north.sign(
                new DeclareEmergency(north.id(), 1, Keys.bytes("x"), NOW.plus(Duration.ofDays(7))),
                north.transaction()));
    }

    @Test
    void shouldRefuseFirstForTheFirstReasonOfTheList() {
        Hospital nobody = new Hospital("nobody");
        Signer stranger = Keys.signer("stranger");
        ledger.refuses(RejectCode.EXPIRED, broken(declare(nobody, 9, NOW.minusSeconds(1), stranger)));
        ledger.refuses(
                RejectCode.EXPIRED,
                declare(north, 1, NOW.plus(Duration.ofDays(7)).plusSeconds(1), north.transaction()));
        ledger.refuses(RejectCode.BAD_SIGNATURE, broken(declare(nobody, 9, SOON, stranger)));
        ledger.refuses(RejectCode.UNKNOWN_ORGANIZATION, declare(nobody, 9, SOON, stranger));
        ledger.refuses(RejectCode.NOT_ENTITLED, declare(south, 9, SOON, north.transaction()));
        ledger.refuses(RejectCode.NOT_FOR_EMERGENCIES, declare(south, 9, SOON, south.transaction()));
        ledger.refuses(RejectCode.WRONG_SEQUENCE, declare(9));
        ledger.put(north.id(), EnrollmentAndStudyRulesTest.suspended(ledger.organization(north.id())));
        ledger.refuses(RejectCode.UNKNOWN_ORGANIZATION, declare(1));
    }

    private SignedTransaction declare(long sequence) {
        return declare(north, sequence, ledger.soon(), north.transaction());
    }

    private SignedTransaction declare(Hospital by, long sequence, Instant expires, Signer signer) {
        return north.sign(
                new DeclareEmergency(by.id(), sequence, Keys.bytes("emergency " + sequence), expires), signer);
    }
}
