package org.assent.site;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.assent.abci.client.LedgerStorage;
import org.assent.abci.client.LocalLedger;
import org.assent.abci.client.RemoteLedger;
import org.assent.abci.node.NodeHome;
import org.assent.abci.node.NodeKeys;
import org.assent.abci.node.NodeSettings;
import org.assent.abci.snapshot.SnapshotSchedule;
import org.assent.audit.FileAccessLog;
import org.assent.authorization.AuthorizationSettings;
import org.assent.authorization.http.Addresses;
import org.assent.authorization.peer.AddressPolicy;
import org.assent.authorization.peer.PeerClient;
import org.assent.authorization.peer.PeerLimits;
import org.assent.custody.Custody;
import org.assent.custody.keys.KeyStore;
import org.assent.custody.keys.OrganizationKeys;
import org.assent.fhir.FhirSettings;
import org.assent.fhir.jpa.FhirDatabase;
import org.assent.fhir.jpa.FhirSchema;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.stream.LedgerView;
import org.assent.site.configuration.DatabaseSettings;
import org.assent.site.configuration.SiteConfiguration;
import org.assent.site.demo.DemoAccounts;
import org.assent.site.http.WebServerSettings;
import org.assent.site.joining.NodesOfOthers;
import org.assent.site.receipts.Receipts;
import org.assent.store.SiteDatabase;

/**
 * Turns what an operator wrote into what each part is started with.
 *
 * @param configuration what was written, checked
 * @param folder the site's folder
 */
record Wiring(SiteConfiguration configuration, SiteFolder folder) {

    private static final int CONNECTIONS = 12;
    private static final int FHIR_CONNECTIONS = 8;

    /** Opens the site's own database. */
    SiteDatabase database() throws IOException {
        DatabaseSettings settings = configuration.stores().database();
        String url = settings.urlIn(folder.root());
        if (settings.isH2()) {
            Files.createDirectories(settings.h2File(folder.root()).getParent());
            // It is closed in order with everything else, not by a hook of its own while requests still run.
            url += ";DB_CLOSE_ON_EXIT=FALSE";
        }
        return SiteDatabase.open(url, settings.userName(), settings.passwordText(), CONNECTIONS);
    }

    /** What the FHIR server is told. A new H2 file begins as a copy of the empty template. */
    FhirSettings fhir(OrganizationId organization) throws IOException {
        DatabaseSettings settings = configuration.stores().fhirDatabase();
        FhirDatabase database = settings.isH2()
                ? FhirSchema.inFile(settings.h2File(folder.root()), Installation.fhirTemplate())
                : new FhirDatabase(
                        settings.urlIn(folder.root()), settings.userName(), settings.passwordText(), FHIR_CONNECTIONS);
        return new FhirSettings(
                database,
                configuration.people().address(),
                organization,
                configuration.organization().name(),
                configuration.organization().zone());
    }

    /** Where the ledger process of this site is found. */
    RemoteLedger.Settings remoteLedger() throws IOException {
        return new RemoteLedger.Settings(
                NodeHome.chainId(genesis()),
                folder.streamSocket(),
                configuration.ledger().rpcPort());
    }

    private byte[] genesis() throws IOException {
        return Files.readAllBytes(folder.root().resolve(configuration.ledger().genesis()));
    }

    /** What the validator is started with; its own configuration file is written anew at each start. */
    LocalLedger.Settings ledger() throws IOException {
        String own = NodeKeys.loadOrCreate(folder.node()).nodeId();
        List<NodeSettings.Peer> peers =
                NodesOfOthers.peers(
                                folder.members().read(),
                                Optional.empty(),
                                configuration.ledger().peers(),
                                own)
                        .stream()
                        .map(peer -> new NodeSettings.Peer(
                                peer.substring(0, peer.indexOf('@')),
                                hostAndPort(peer.substring(peer.indexOf('@') + 1))))
                        .toList();
        NodeSettings node = new NodeSettings(
                configuration.organization().shortName(),
                hostAndPort(configuration.ledger().bind()),
                configuration.ledger().rpcPort(),
                peers,
                folder.stateSync().read());
        return new LocalLedger.Settings(
                Installation.cometBft(),
                NodeHome.write(folder.node(), genesis(), node),
                folder.ledgerState(),
                folder.socket(),
                storage());
    }

    private LedgerStorage storage() {
        LedgerStorage kept = configuration.ledger().isArchive() ? LedgerStorage.ARCHIVE : LedgerStorage.MEMBER;
        Long every = configuration.ledger().snapshotEveryBlocks();
        return new LedgerStorage(
                kept.heights(),
                every == null
                        ? kept.snapshots()
                        : new SnapshotSchedule(every, kept.snapshots().keep()),
                kept.blocks(),
                configuration.ledger().diskBudgetBytes().orElse(kept.budgetBytes()));
    }

    /** The chain that the site belongs to. */
    String chainId() throws IOException {
        return NodeHome.chainId(genesis());
    }

    /** What authorization needs to know; users with passwords only for the demo. */
    AuthorizationSettings authorization(OrganizationId organization, Optional<DemoAccounts> demo) {
        Set<URI> aliases =
                configuration.people().aliases().stream().map(URI::create).collect(Collectors.toUnmodifiableSet());
        return new AuthorizationSettings(
                organization,
                configuration.organization().shortName(),
                new Addresses(
                        URI.create(configuration.people().address()),
                        aliases,
                        List.of(URI.create(configuration.sites().address()))),
                configuration.sites()::port,
                demo.map(Accounts::users),
                configuration.people().secretsInForms(),
                configuration.people().answersStrictly(),
                AddressPolicy.of(
                        configuration.sites().privateNetworks(),
                        Set.of(
                                configuration.people().port(),
                                configuration.sites().port())),
                PeerLimits.standard());
    }

    /** What receipts are made of. */
    Receipts.Parts receipts(
            SiteDatabase database,
            KeyStore keyStore,
            OrganizationKeys keys,
            Custody custody,
            LedgerView view,
            FileAccessLog log,
            PeerClient peers,
            Clock clock,
            SecureRandom random)
            throws IOException {
        return new Receipts.Parts(
                Bytes.of(genesis()),
                folder.trustFile(),
                configuration.ledger().rpcPort(),
                database,
                keys,
                keyStore.box(),
                custody.openings(),
                view,
                log,
                peers,
                clock,
                random);
    }

    /** Where the web server listens. */
    WebServerSettings web() {
        return new WebServerSettings(
                configuration.people().bind(),
                configuration.people().port(),
                Optional.ofNullable(configuration.people().tls())
                        .map(tls -> new WebServerSettings.PemFiles(
                                folder.root().resolve(tls.certificate()),
                                folder.root().resolve(tls.key()))),
                configuration.sites().bind(),
                configuration.sites().port());
    }

    private static NodeSettings.HostPort hostAndPort(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, colon).replaceAll("^\\[|]$", "");
        return new NodeSettings.HostPort(host, Integer.parseInt(text.substring(colon + 1)));
    }
}
