package org.assent.site;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.assent.abci.client.LedgerForesight;
import org.assent.abci.client.LocalLedger;
import org.assent.abci.client.RemoteLedger;
import org.assent.abci.client.SiteLedger;
import org.assent.abci.node.CometRpc;
import org.assent.audit.FileAccessLog;
import org.assent.audit.cumulative.KeptLog;
import org.assent.audit.cumulative.SubjectProofs;
import org.assent.authorization.Authorization;
import org.assent.authorization.AuthorizationParts;
import org.assent.authorization.peer.PeerPins;
import org.assent.authorization.peer.PeerTls;
import org.assent.authorization.peer.TlsIdentity;
import org.assent.custody.Custody;
import org.assent.custody.anchor.AccessLogAnchoring;
import org.assent.custody.anchor.AnchorSettings;
import org.assent.custody.keys.KeyStore;
import org.assent.custody.keys.OrganizationKeys;
import org.assent.dicomweb.DicomwebParts;
import org.assent.dicomweb.DicomwebServer;
import org.assent.dicomweb.DicomwebSettings;
import org.assent.dicomweb.origin.archive.Archive;
import org.assent.dicomweb.origin.archive.ArchiveCatalogue;
import org.assent.fhir.FhirParts;
import org.assent.fhir.FhirServer;
import org.assent.fhir.FhirStore;
import org.assent.ledger.signature.BouncyCastleVerifier;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.stream.LedgerProjection;
import org.assent.ledger.stream.LedgerView;
import org.assent.receipt.chain.NodeJson;
import org.assent.site.accesslog.AccessProofServlet;
import org.assent.site.accesslog.AccessProofs;
import org.assent.site.configuration.LedgerSettings;
import org.assent.site.configuration.SiteConfiguration;
import org.assent.site.demo.DemoAccounts;
import org.assent.site.health.HealthServlet;
import org.assent.site.health.SiteHealth;
import org.assent.site.http.RestrictionServlet;
import org.assent.site.http.WebServer;
import org.assent.site.joining.LightBlocksServlet;
import org.assent.site.joining.NodeAdmission;
import org.assent.site.joining.RequestsServlet;
import org.assent.site.receipts.Receipts;
import org.assent.store.SiteDatabase;
import org.assent.viewer.Viewer;
import org.jspecify.annotations.Nullable;

/** One site: all of its parts, put together top to bottom, and closed in the opposite order. */
final class Site implements AutoCloseable {

    /** How long nothing more must have come for a study before it is registered. */
    private static final Duration QUIET = Duration.ofSeconds(1);

    private static final long MINIMUM_FREE_BYTES = 256L << 20;

    private final Closing closing;
    private final Opened opened;

    /** What is known once everything is open. */
    private record Opened(String greeting, Doors doors, WebServer web, LedgerView view) {}

    private Site(Closing closing, Opened opened) {
        this.closing = closing;
        this.opened = opened;
    }

    /**
     * Starts a site; it answers when this returns.
     *
     * @param demo accounts that exist only in the demo; empty for a site of one's own
     */
    static Site start(
            SiteConfiguration configuration,
            SiteFolder folder,
            Optional<DemoAccounts> demo,
            Clock clock,
            SecureRandom random)
            throws IOException {
        Closing closing = new Closing();
        @Nullable Site site = null;
        try {
            site = new Site(closing, assemble(closing, configuration, folder, demo, clock, random));
            return site;
        } finally {
            if (site == null) {
                closing.close();
            }
        }
    }

    /** Opens one part after the other. */
    private static Opened assemble(
            Closing closing,
            SiteConfiguration configuration,
            SiteFolder folder,
            Optional<DemoAccounts> demo,
            Clock clock,
            SecureRandom random)
            throws IOException {
        Wiring wiring = new Wiring(configuration, folder);
        Path root = folder.root();
        KeyStore keyStore = KeyStore.open(folder.keys(), random);
        OrganizationKeys keys = OrganizationKeys.loadOrCreate(
                keyStore, configuration.organization().name(), clock.instant());

        // The FHIR store takes the longest by far, so it opens while everything up to custody does.
        CompletableFuture<FhirStore> opening =
                Background.call("fhir-store", () -> FhirStore.open(wiring.fhir(keys.organization()), clock));
        closing.add(() -> opening.join().close());
        SiteDatabase database = closing.add(wiring.database());
        Optional<LedgerProcess> ledgerProcess = ledgerProcess(wiring);
        ledgerProcess.ifPresent(closing::add);
        SiteLedger ledger = closing.add(ledger(wiring, clock));
        LedgerProjection view = new LedgerProjection();
        closing.add(ledger.commitStream().follow(0, view));
        FileAccessLog accessLog = closing.add(
                FileAccessLog.open(root.resolve(configuration.stores().accessLog()), clock));
        Archive archive = Archive.open(
                database,
                root.resolve(configuration.stores().instances()),
                configuration.organization().issuer(),
                MINIMUM_FREE_BYTES,
                clock);
        ArchiveCatalogue catalogue = new ArchiveCatalogue(archive, database, QUIET, clock);
        FhirStore fhirStore = opening.join();

        Custody custody = closing.add(Custody.open(new Custody.Parts(
                database,
                keyStore,
                keys,
                view,
                ledger.client(),
                clock,
                random,
                configuration.organization().zone(),
                () -> catalogue,
                fhirStore::clinicalRecord,
                new LedgerRules(new LedgerForesight(ledger.client().chainId(), new BouncyCastleVerifier(), clock)))));
        AccessLogAnchoring anchoring = closing.add(custody.anchoring(
                KeptLog.open(
                        root.resolve(configuration.stores().accessLog()).resolve("map"),
                        accessLog::reader,
                        custody.logSecrets()),
                AnchorSettings.DEFAULT.every(configuration.stores().anchorInterval())));
        TlsIdentity tls = TlsIdentity.of(keys.tls().privateKey(), keys.tls().certificate());
        Authorization authorization = closing.add(Authorization.open(
                wiring.authorization(keys.organization(), demo),
                new AuthorizationParts(
                        database,
                        view,
                        accessLog,
                        new CustodyTokenDecision(custody.decisions()),
                        keys.token(),
                        keys.service(),
                        tls,
                        clock,
                        random)));
        Accounts.settle(authorization, demo);

        Receipts receipts = closing.add(Receipts.open(wiring.receipts(
                database, keyStore, keys, custody, view, accessLog, authorization.peers(), clock, random)));
        DicomwebServer dicomweb = closing.add(new DicomwebServer(
                DicomwebSettings.standard(),
                new DicomwebParts(
                        database,
                        archive,
                        custody.decisions(),
                        (requester, patient, study) -> custody.decisions().belongs(patient, study),
                        custody.shared(),
                        accessLog,
                        authorization.peers(),
                        custody.registration()::wake,
                        receipts::named,
                        clock)));
        FhirServer fhir = closing.add(new FhirServer(
                fhirStore,
                new FhirParts(
                        custody.decisions(),
                        custody.decisions(),
                        custody.consents(),
                        custody.shared(),
                        custody.outbox(),
                        accessLog,
                        accessLog::trail,
                        view,
                        authorization.peers(),
                        clock,
                        configuration.consentRules())));
        SiteHealth health = new SiteHealth(
                configuration.organization().shortName(),
                keys.organization(),
                view,
                ledger.client(),
                database,
                fhir::ready,
                accessLog,
                root.resolve(configuration.stores().instances()),
                anchoring::standing,
                () -> folder.ledgerTrouble().read().isPresent(),
                clock);
        CometRpc node = closing.add(new CometRpc(configuration.ledger().rpcPort()));
        AccessProofs proofs = new AccessProofs(
                keys.organization(),
                custody::subjectOf,
                anchoring::anchored,
                () -> node.provenLeaf(LeafKey.accessLog(keys.organization())),
                height -> NodeJson.finalHeader(node.commit(height).path("signed_header")),
                new SubjectProofs(keys.organization(), custody.logSecrets(), accessLog::reader));

        Doors doors = Doors.of(
                authorization,
                dicomweb,
                fhir,
                receipts,
                Viewer.open(Installation.viewer(), configuration.organization().name()),
                new AccessProofServlet(proofs, accessLog),
                new HealthServlet(health::now),
                new RestrictionServlet(custody.restrictions(), clock),
                new RequestsServlet(folder.requests(), view, wiring.chainId(), clock),
                new LightBlocksServlet(
                        closing.add(new CometRpc(configuration.ledger().rpcPort()))));
        custody.start();
        anchoring.start();
        fhir.start();
        receipts.start();
        WebServer web = closing.add(WebServer.start(
                wiring.web(), PeerTls.server(tls, new PeerPins(view)), doors.filters(), doors.servlets()));
        closing.add(NodeAdmission.start(
                folder,
                view,
                configuration.ledger().peers(),
                configuration.ledger().rpcPort()));
        closing.add(new OwnNetwork(configuration, folder, keys, view, ledger.client(), clock, random).start());
        ledgerProcess.ifPresent(own -> closing.add(own::letEnd)); // the last to be added is the first to be closed
        return new Opened(Accounts.greeting(configuration, authorization, demo), doors, web, view);
    }

    /** The ledger's own process, if this site looks after it. */
    private static Optional<LedgerProcess> ledgerProcess(Wiring wiring) {
        return wiring.configuration().ledger().where().equals(LedgerSettings.OWN)
                ? Optional.of(LedgerProcess.lookAfter(wiring.folder()))
                : Optional.empty();
    }

    /** The ledger, wherever its process is. */
    private static SiteLedger ledger(Wiring wiring, Clock clock) throws IOException {
        return wiring.configuration().ledger().where().equals(LedgerSettings.INSIDE)
                ? wiring.folder()
                        .ledgerTrouble()
                        .around(() -> LocalLedger.start(
                                wiring.ledger(),
                                wiring.configuration()
                                        .ledger()
                                        .signatureProvider()
                                        .verifier(),
                                clock))
                : RemoteLedger.connect(wiring.remoteLedger(), clock);
    }

    /** What to tell whoever started it. */
    String greeting() {
        return opened.greeting();
    }

    /** What it has seen of the ledger. */
    LedgerView view() {
        return opened.view();
    }

    /** Every way in, as it was planned. */
    Doors doors() {
        return opened.doors();
    }

    /** The web server, with what is really mounted. */
    WebServer web() {
        return opened.web();
    }

    @Override
    public void close() {
        closing.close();
    }
}
