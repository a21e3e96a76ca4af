package org.assent.authorization.network;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assent.authorization.Authorization;
import org.assent.authorization.AuthorizationParts;
import org.assent.authorization.AuthorizationSettings;
import org.assent.authorization.http.Addresses;
import org.assent.authorization.peer.AddressPolicy;
import org.assent.authorization.peer.PeerLimits;
import org.assent.authorization.peer.PeerPins;
import org.assent.authorization.peer.PeerTls;
import org.assent.authorization.principal.Role;
import org.assent.authorization.route.Guard;
import org.assent.authorization.route.Route;
import org.assent.authorization.route.RouteTable;
import org.assent.authorization.signin.DemoUser;
import org.assent.authorization.testing.RecordingAccessLog;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.state.OrganizationKey;
import org.assent.ledger.state.OrganizationProfile;
import org.assent.store.SiteDatabase;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** One site with both ports, and servlets that say who asked. */
public final class TestSite implements AutoCloseable {

    private static final SecureRandom RANDOM = new SecureRandom();

    public final P256Signer rootKey = P256Signer.generate(RANDOM);
    public final P256Signer serviceKey = P256Signer.generate(RANDOM);
    public final TestTls tls;
    public final TestDecision decision = new TestDecision();
    public final RecordingAccessLog log = new RecordingAccessLog();
    public final TestTokenKeys tokenKeys = new TestTokenKeys();
    public final SiteDatabase database;
    public final Authorization authorization;
    public final OrganizationId organization;

    private final Server server = new Server();
    private final ServerConnector people;
    private final ServerConnector sites;

    private record Switches(boolean secretsInForms, boolean strict401) {
        static final Switches OFF = new Switches(false, false);
    }

    private TestSite(
            String name,
            TestLedger ledger,
            Clock clock,
            String databaseUrl,
            Optional<List<DemoUser>> users,
            PeerLimits limits,
            Switches switches)
            throws Exception {
        this.tls = TestTls.create(name);
        this.database = SiteDatabase.open(databaseUrl, "sa", "", 4);
        this.organization = OrganizationId.of(rootKey.publicKey());
        HttpConfiguration plain = new HttpConfiguration();
        plain.setRequestHeaderSize(48 * 1024);
        this.people = new ServerConnector(server, new HttpConnectionFactory(plain));
        HttpConfiguration https = new HttpConfiguration(plain);
        https.addCustomizer(new SecureRequestCustomizer(false));
        this.sites = new ServerConnector(
                server, PeerTls.server(tls.identity(), new PeerPins(ledger)), new HttpConnectionFactory(https));
        for (ServerConnector connector : List.of(people, sites)) {
            connector.setHost("127.0.0.1");
            connector.open();
            server.addConnector(connector);
        }
        ledger.register(profile(name));
        Addresses addresses = new Addresses(
                URI.create("http://localhost:" + people.getLocalPort()),
                Set.of(URI.create("http://127.0.0.1:" + people.getLocalPort())),
                List.of(peerAddress()));
        AuthorizationSettings settings = new AuthorizationSettings(
                organization,
                name,
                addresses,
                sites::getLocalPort,
                users,
                switches.secretsInForms(),
                switches.strict401(),
                AddressPolicy.of(
                        List.of("127.0.0.0/8", "::1/128"), Set.of(people.getLocalPort(), sites.getLocalPort())),
                limits);
        this.authorization = Authorization.open(
                settings,
                new AuthorizationParts(
                        database, ledger, log, decision, tokenKeys, serviceKey, tls.identity(), clock, RANDOM));
        server.setHandler(handler());
        server.start();
    }

    public static TestSite start(String name, TestLedger ledger, Clock clock, List<DemoUser> users) throws Exception {
        return new TestSite(name, ledger, clock, memory(), Optional.of(users), PeerLimits.standard(), Switches.OFF);
    }

    /** One whose clients may send their secret in the form. */
    public static TestSite startWithSecretsInForms(String name, TestLedger ledger, Clock clock) throws Exception {
        return new TestSite(
                name, ledger, clock, memory(), Optional.empty(), PeerLimits.standard(), new Switches(true, false));
    }

    /** One that answers 401 where others answer 403. */
    public static TestSite startStrict(String name, TestLedger ledger, Clock clock, List<DemoUser> users)
            throws Exception {
        return new TestSite(
                name, ledger, clock, memory(), Optional.of(users), PeerLimits.standard(), new Switches(false, true));
    }

    public static TestSite start(String name, TestLedger ledger, Clock clock) throws Exception {
        return start(name, ledger, clock, List.of());
    }

    /** A real site, without demo users, over a database that may hold anything. */
    public static TestSite startReal(String name, TestLedger ledger, Clock clock, String databaseUrl) throws Exception {
        return new TestSite(name, ledger, clock, databaseUrl, Optional.empty(), PeerLimits.standard(), Switches.OFF);
    }

    /** One whose calls to others are tightly bounded. */
    public static TestSite startBounded(String name, TestLedger ledger, Clock clock, long maxBody) throws Exception {
        PeerLimits limits =
                new PeerLimits(2, 2, Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(20), maxBody);
        return new TestSite(name, ledger, clock, memory(), Optional.of(List.of()), limits, Switches.OFF);
    }

    public static String memory() {
        return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    }

    private OrganizationProfile profile(String name) {
        return new OrganizationProfile(
                rootKey.publicKey(),
                name,
                List.of(
                        OrganizationKey.always(OrganizationKey.Role.ROOT, rootKey.publicKey()),
                        OrganizationKey.always(
                                OrganizationKey.Role.TRANSACTION,
                                P256Signer.generate(RANDOM).publicKey()),
                        new OrganizationKey(OrganizationKey.Role.SERVICE, serviceKey.publicKey(), 50, 200)),
                List.of(peerAddress().toString()),
                List.of(tls.identity().pin()),
                Set.of(),
                "https://profiles.ihe.net/ITI/PCF/Policy-basic-normal",
                "https://profiles.ihe.net/ITI/PCF/Policy-deny",
                List.of());
    }

    /** The profile of a site that lies about its TLS key or its address. */
    public OrganizationProfile profileWith(TestTls otherTls, URI address) {
        OrganizationProfile own = profile("liar");
        return new OrganizationProfile(
                own.firstRootKey(),
                own.name(),
                own.keys(),
                List.of(address.toString()),
                List.of(otherTls.identity().pin()),
                own.flags(),
                own.ownPolicy(),
                own.foreignPolicy(),
                own.nodes());
    }

    private ServletContextHandler handler() {
        Set<Role> readers = Set.of(Role.CLINICIAN);
        List<Route> routes = new ArrayList<>(authorization.routes());
        routes.add(new Route(Set.of("GET"), "/dicomweb/studies/{study}/**", new Guard.Decision(readers, true)));
        routes.add(new Route(Set.of("GET"), "/dicomweb/studies", new Guard.Decision(readers, true)));
        routes.add(
                new Route(Set.of("POST"), "/dicomweb/studies", new Guard.Roles(Set.of(Role.MODALITY, Role.CLINICIAN))));
        routes.add(new Route(Set.of("GET"), "/fhir/r4/Patient", new Guard.Roles(Set.of(Role.CLINICIAN, Role.EHR))));
        routes.add(new Route(Set.of("POST"), "/fhir/r4/$receive-share", new Guard.Peers()));
        routes.add(new Route(Set.of("GET"), "/viewer/**", new Guard.Page(readers)));
        routes.add(new Route(Set.of("GET"), "/health/live", new Guard.Open()));
        ServletContextHandler context = new ServletContextHandler();
        for (Filter filter : authorization.filters(new RouteTable(routes))) {
            FilterHolder holder = new FilterHolder(filter);
            holder.setAsyncSupported(true);
            context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
        }
        authorization.servlets().forEach((path, servlet) -> context.addServlet(new ServletHolder(servlet), path));
        HttpServlet echo = new EchoServlet();
        context.addServlet(new ServletHolder(echo), "/*");
        return context;
    }

    public URI uri(String path) {
        return URI.create("http://localhost:" + people.getLocalPort() + path);
    }

    public URI loopbackUri(String path) {
        return URI.create("http://127.0.0.1:" + people.getLocalPort() + path);
    }

    public URI peerAddress() {
        return URI.create("https://localhost:" + sites.getLocalPort());
    }

    public String origin() {
        return "http://localhost:" + people.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server does not stop", e);
        }
        authorization.close();
        database.close();
    }
}
