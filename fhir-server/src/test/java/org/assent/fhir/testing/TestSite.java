package org.assent.fhir.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.assent.audit.FileAccessLog;
import org.assent.authorization.principal.Principal;
import org.assent.authorization.principal.Role;
import org.assent.authorization.testing.GuardedServer;
import org.assent.custody.study.ClinicalRecord;
import org.assent.custody.study.PatientIdentity;
import org.assent.custody.study.StudyDescription;
import org.assent.decision.request.PurposeOfUse;
import org.assent.fhir.FhirParts;
import org.assent.fhir.FhirServer;
import org.assent.fhir.FhirSettings;
import org.assent.fhir.FhirStore;
import org.assent.fhir.consent.ConsentRules;
import org.assent.fhir.jpa.FhirDatabase;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;

/** One running FHIR server for all tests of a run; each test makes patients and studies of its own in it. */
public final class TestSite {

    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final String EVERYTHING = "user/*.cruds";

    private static final class Holder {
        static final TestSite SITE = start();
    }

    private final GuardedServer server;
    private final FhirStore store;
    private final FhirServer fhir;
    private final FhirParts parts;
    private final TestLedger ledger;
    private final OrganizationId own;
    private final OrganizationId south;
    private final OrganizationId east;
    private final Map<ConsentRules, TestClient> servers = new ConcurrentHashMap<>();

    private TestSite(
            GuardedServer server,
            FhirStore store,
            FhirServer fhir,
            FhirParts parts,
            TestLedger ledger,
            OrganizationId own,
            OrganizationId south,
            OrganizationId east) {
        this.server = server;
        this.store = store;
        this.fhir = fhir;
        this.parts = parts;
        this.ledger = ledger;
        this.own = own;
        this.south = south;
        this.east = east;
    }

    /** The running server. */
    public static TestSite get() {
        return Holder.SITE;
    }

    private static TestSite start() {
        try {
            TestLedger ledger = new TestLedger();
            OrganizationId own = ledger.register("North");
            OrganizationId south = ledger.register("South");
            OrganizationId east = ledger.register("East");
            FakeDecisions decisions = new FakeDecisions(own);
            FakeShares shares = new FakeShares(decisions);
            Path folder = Files.createTempDirectory("fhir-audit");
            FileAccessLog log = FileAccessLog.open(folder, Clock.systemUTC());
            FhirSettings settings = new FhirSettings(
                    new FhirDatabase("jdbc:h2:mem:fhir-test;DB_CLOSE_DELAY=-1", "sa", "", 8),
                    "http://north.example",
                    own,
                    "North",
                    ZoneId.of("Europe/Berlin"));
            FhirStore store = FhirStore.open(settings, Clock.systemUTC());
            FakeRegistrar registrar = new FakeRegistrar();
            FhirParts parts = new FhirParts(
                    decisions,
                    new FakeRehearsal(own, registrar),
                    registrar,
                    shares,
                    shares,
                    log,
                    log::trail,
                    ledger,
                    new FakePeers(),
                    Clock.systemUTC(),
                    ConsentRules.DEFAULT);
            FhirServer fhir = new FhirServer(store, parts);
            GuardedServer server = GuardedServer.start(fhir.routes(), Map.of("/fhir/r4/*", fhir.servlet()));
            fhir.start();
            while (!fhir.ready()) {
                Thread.onSpinWait();
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, fhir, store, log)));
            return new TestSite(server, store, fhir, parts, ledger, own, south, east);
        } catch (Exception e) {
            throw new IllegalStateException("the test site does not start", e);
        }
    }

    private static void stop(GuardedServer server, FhirServer fhir, FhirStore store, FileAccessLog log) {
        server.close();
        fhir.close();
        store.close();
        try {
            log.close();
        } catch (IOException e) {
            throw new IllegalStateException("the access log does not close", e);
        }
    }

    /** The organization whose site it is. */
    public OrganizationId own() {
        return own;
    }

    /** Another one. */
    public OrganizationId south() {
        return south;
    }

    /** A third one. */
    public OrganizationId east() {
        return east;
    }

    /** The committed state. */
    public TestLedger ledger() {
        return ledger;
    }

    /** What the server works with. */
    public FhirParts parts() {
        return parts;
    }

    /** The server. */
    public FhirServer fhir() {
        return fhir;
    }

    /** Registration's side. */
    public ClinicalRecord record() {
        return store.clinicalRecord();
    }

    /** The decision point. */
    public FakeDecisions decisions() {
        return (FakeDecisions) parts.decisions();
    }

    /** The registrar. */
    public FakeRegistrar registrar() {
        return (FakeRegistrar) parts.registrar();
    }

    /** Shares. */
    public FakeShares shares() {
        return (FakeShares) parts.shared();
    }

    /** Other sites. */
    public FakePeers peers() {
        return (FakePeers) parts.peers();
    }

    /** A client of this organization in a role. */
    public TestClient as(Role role) {
        return as(role, PurposeOfUse.TREAT);
    }

    /** A client of this organization in a role, for a purpose. */
    public TestClient as(Role role, PurposeOfUse purpose) {
        return TestClient.bearer(server, server.bearer(client(role, purpose), EVERYTHING));
    }

    private Principal client(Role role, PurposeOfUse purpose) {
        return new Principal.Client(
                own, role.name().toLowerCase(java.util.Locale.ROOT), "session-" + role, Set.of(purpose), Set.of(role));
    }

    /** The EHR, at a server over the same store that asks other things of Consents. */
    public TestClient ehrUnder(ConsentRules rules) {
        return servers.computeIfAbsent(rules, this::ehrOfNewServer);
    }

    private TestClient ehrOfNewServer(ConsentRules rules) {
        FhirParts others = new FhirParts(
                parts.decisions(),
                parts.rehearsal(),
                parts.registrar(),
                parts.shared(),
                parts.outbox(),
                parts.log(),
                parts.trails(),
                parts.ledger(),
                parts.peers(),
                parts.clock(),
                rules);
        FhirServer another = new FhirServer(store, others);
        try {
            GuardedServer door = GuardedServer.start(another.routes(), Map.of("/fhir/r4/*", another.servlet()));
            Runtime.getRuntime().addShutdownHook(new Thread(door::close));
            return TestClient.bearer(door, door.bearer(client(Role.EHR, PurposeOfUse.TREAT), EVERYTHING));
        } catch (Exception e) {
            throw new IllegalStateException("another server does not start", e);
        }
    }

    /** Another organization with a token about a patient. */
    public TestClient asPeer(OrganizationId organization, String patientId) {
        Principal principal =
                new Principal.Peer(organization, "reader", "peer-session", Set.of(PurposeOfUse.TREAT), patientId);
        return TestClient.bearer(server, server.bearer(principal));
    }

    /** Another organization by its TLS key alone. */
    public TestClient asOrganization(OrganizationId organization) {
        return TestClient.peer(server, server.asPeer(organization));
    }

    /** Nobody. */
    public TestClient anonymous() {
        return TestClient.anonymous(server);
    }

    /** A fresh UID. */
    public static String uid() {
        return "2.25."
                + new java.math.BigInteger(
                                1,
                                Hash.sha256(UUID.randomUUID()
                                                .toString()
                                                .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                                        .toByteArray())
                        .shiftRight(130);
    }

    /** A fresh identity. */
    public static PatientIdentity identity() {
        int n = NUMBERS.incrementAndGet();
        return new PatientIdentity("NORTH", "P" + n, "Muster^Max" + n, "19700101", "M");
    }

    /** A small CT. */
    public static StudyDescription study(String uid, PatientIdentity patient) {
        return new StudyDescription(
                uid,
                patient,
                "20251230",
                "101500",
                "+0100",
                "A-1",
                "1",
                "Head",
                "Ref^Doc",
                List.of(new StudyDescription.Series(
                        uid + ".1",
                        "1",
                        "CT",
                        "Axial",
                        "HEAD",
                        "",
                        List.of(
                                new StudyDescription.Instance(uid + ".1.1", "1.2.840.10008.5.1.4.1.1.2", "1"),
                                new StudyDescription.Instance(uid + ".1.2", "1.2.840.10008.5.1.4.1.1.2", "2")))));
    }

    /** A study held here, registered and available. */
    public Held held() {
        PatientIdentity identity = identity();
        return held(identity);
    }

    /** Another study of a patient. */
    public Held held(PatientIdentity identity) {
        String uid = uid();
        StudyDescription study = study(uid, identity);
        String patient = record().patient(identity);
        record().studyReceived(study, patient);
        record().studyAvailable(
                        study,
                        patient,
                        new ClinicalRecord.Anchor(
                                "test-chain", 5, "ef".repeat(32), new StudyRef(Bytes32.of(new byte[32]))));
        ((FakeRehearsal) parts.rehearsal()).held(patient, uid);
        return new Held(study, patient);
    }

    /** A study that is held here. */
    public record Held(StudyDescription study, String patientId) {
        /** Its UID. */
        public String uid() {
            return study.studyInstanceUid();
        }
    }
}
