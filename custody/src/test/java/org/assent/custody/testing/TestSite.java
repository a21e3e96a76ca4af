package org.assent.custody.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.assent.custody.Custody;
import org.assent.custody.consent.ConsentSubmission;
import org.assent.custody.keys.KeyStore;
import org.assent.custody.keys.OrganizationKeys;
import org.assent.custody.subject.SubjectStore;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.request.Requester;
import org.assent.decision.terms.Actor;
import org.assent.decision.terms.ConsentTerms;
import org.assent.decision.terms.DataSelection;
import org.assent.decision.terms.Effect;
import org.assent.decision.terms.Period;
import org.assent.decision.terms.Rule;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.identity.OrganizationId;
import org.assent.store.SiteDatabase;

/** A site's custody with a fake ledger, archive and clinical record; can be killed and started again over its database. */
public final class TestSite implements AutoCloseable {

    public static final String BASIC = "https://profiles.ihe.net/ITI/PCF/Policy-basic-normal";
    public static final Duration WAIT = Duration.ofSeconds(10);

    public final Faults faults = new Faults();
    public final FakeCatalogue catalogue = new FakeCatalogue(faults);
    public final FakeRecord record = new FakeRecord(faults);
    public final FakeLedger ledger;
    public final OrganizationKeys keys;
    private final Clock clock;
    private final SiteDatabase database;
    private final KeyStore keyStore;
    private Custody custody;

    public TestSite(String name, Path folder, FakeLedger ledger, Clock clock) {
        try {
            this.ledger = ledger;
            this.clock = clock;
            this.keyStore = KeyStore.open(folder.resolve(name + "-keys"), new SecureRandom());
            this.keys = OrganizationKeys.loadOrCreate(keyStore, name, clock.instant());
            this.database = SiteDatabase.open("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "", 6);
            ledger.register(keys.profile(name, List.of("https://" + name + ".example:8443"), Set.of(), List.of()));
            this.custody = open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Custody open() {
        return Custody.open(new Custody.Parts(
                database,
                keyStore,
                keys,
                ledger.follow(),
                ledger,
                clock,
                new SecureRandom(),
                ZoneOffset.UTC,
                () -> catalogue,
                () -> record,
                ledger::judge));
    }

    public Custody custody() {
        return custody;
    }

    public SubjectStore subjects() {
        return new SubjectStore(database.jdbi(), keyStore, new SecureRandom(), clock);
    }

    public SiteDatabase database() {
        return database;
    }

    /** Ends it and reads the database anew; does not begin to work. */
    public Custody restart() {
        custody.close();
        custody = open();
        return custody;
    }

    public OrganizationId organization() {
        return keys.organization();
    }

    /** Somebody of this site, for treatment. */
    public Requester clinician() {
        return new Requester(organization(), "clinician-1", Set.of(PurposeOfUse.TREAT));
    }

    /** Stores a study and registers it. */
    public void storeAndRegister(String uid, String patientId) throws InterruptedException {
        catalogue.store(uid, patientId);
        custody.registration().round();
    }

    /** A permit for treatment. */
    public static ConsentTerms permit(Set<OrganizationId> recipients, Set<String> studies, Period period) {
        return terms(Effect.PERMIT, recipients, studies, period);
    }

    public static ConsentTerms terms(
            Effect effect, Set<OrganizationId> recipients, Set<String> studies, Period period) {
        Set<Actor> actors =
                recipients.stream().<Actor>map(Actor.ByOrganization::new).collect(Collectors.toSet());
        return new ConsentTerms(
                BASIC,
                new Rule(
                        effect,
                        actors,
                        Set.of(PurposeOfUse.TREAT),
                        period,
                        studies.isEmpty()
                                ? DataSelection.ALL
                                : new DataSelection(studies, Optional.empty(), Set.of(), Set.of(), Set.of())),
                List.of(),
                Bytes32.fromHex("ab".repeat(32)));
    }

    public static ConsentSubmission submission(
            String resourceId, String patientId, ConsentTerms terms, Set<OrganizationId> recipients) {
        String resource = "{\"resourceType\":\"Consent\",\"id\":\"" + resourceId + "\"}";
        return new ConsentSubmission(
                Hash.sha256((resourceId + terms).getBytes(StandardCharsets.UTF_8)),
                resourceId,
                patientId,
                terms,
                resource,
                recipients);
    }

    @Override
    public void close() {
        custody.close();
        database.close();
    }
}
