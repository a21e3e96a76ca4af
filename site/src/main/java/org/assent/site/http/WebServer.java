package org.assent.site.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.FilterMapping;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.servlet.ServletMapping;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The web server of a site: one set of filters and servlets behind two ports.
 *
 * <p>The port for people speaks https, or plain http on loopback. The port for sites speaks TLS 1.3 with client keys that the
 * ledger pins.
 */
public final class WebServer implements AutoCloseable {

    private static final int THREADS = 128;
    private static final int HEADER_BYTES = 16 * 1024;
    private static final long IDLE_MILLIS = 30_000;
    private static final long STOP_MILLIS = 2_000;

    private final Server server;
    private final ServerConnector people;
    private final ServerConnector sites;

    private WebServer(Server server, ServerConnector people, ServerConnector sites) {
        this.server = server;
        this.people = people;
        this.sites = sites;
    }

    /**
     * Starts to listen.
     *
     * @param settings where
     * @param sitesTls TLS of the port for sites
     * @param filters before every servlet, in this order
     * @param servlets by their mapping
     * @throws IOException if a port is taken or a certificate cannot be used; the message names it
     */
    public static WebServer start(
            WebServerSettings settings,
            SslContextFactory.Server sitesTls,
            List<Filter> filters,
            Map<String, HttpServlet> servlets)
            throws IOException {
        QueuedThreadPool threads = threads("web");
        Server server = new Server(threads);
        server.setErrorHandler(new ProblemPages());
        server.setStopTimeout(STOP_MILLIS);

        ServerConnector people = connector(
                server,
                threads,
                settings.peopleTls().isPresent()
                        ? tls(peopleTls(settings.peopleTls().get()))
                        : new ConnectionFactory[] {new HttpConnectionFactory(http())});
        people.setName("people");
        people.setHost(settings.peopleBind());
        people.setPort(settings.peoplePort());
        // Of its own, so that whoever keeps people's threads busy does not keep restrictions from other sites.
        QueuedThreadPool sitesThreads = threads("sites");
        server.addBean(sitesThreads);
        ServerConnector sites = connector(server, sitesThreads, tls(sitesTls));
        sites.setName("sites");
        sites.setHost(settings.sitesBind());
        sites.setPort(settings.sitesPort());

        server.setHandler(context(filters, servlets));
        try {
            server.start();
        } catch (Exception e) {
            close(server);
            throw new IOException(
                    "the web server cannot listen at %s:%d and %s:%d: %s"
                            .formatted(
                                    settings.peopleBind(),
                                    settings.peoplePort(),
                                    settings.sitesBind(),
                                    settings.sitesPort(),
                                    e.getMessage()),
                    e);
        }
        return new WebServer(server, people, sites);
    }

    /** The port for people that is really listened on. */
    public int peoplePort() {
        return people.getLocalPort();
    }

    /** The port for other sites that is really listened on. */
    public int sitesPort() {
        return sites.getLocalPort();
    }

    /** What Jetty has mounted now, also what it added itself: the path specs of filters and of servlets, in no order. */
    public Mounted mounted() {
        List<String> filters = new ArrayList<>();
        List<String> mounted = new ArrayList<>();
        for (ServletContextHandler context : server.getDescendants(ServletContextHandler.class)) {
            for (FilterMapping mapping : context.getServletHandler().getFilterMappings()) {
                filters.addAll(List.of(mapping.getPathSpecs()));
            }
            for (ServletMapping mapping : context.getServletHandler().getServletMappings()) {
                mounted.addAll(List.of(mapping.getPathSpecs()));
            }
        }
        return new Mounted(server.getDescendants(ServletContextHandler.class).size(), filters, mounted);
    }

    /**
     * What is mounted.
     *
     * @param contexts how many servlet contexts there are
     * @param filters path spec of each filter
     * @param servlets path specs of the servlets
     */
    public record Mounted(int contexts, List<String> filters, List<String> servlets) {
        public Mounted {
            filters = List.copyOf(filters);
            servlets = List.copyOf(servlets);
        }
    }

    /** Lets running requests finish for two seconds, then cuts them. */
    @Override
    public void close() {
        close(server);
    }

    private static void close(Server server) {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the web server did not stop", e);
        }
    }

    private static ServletContextHandler context(List<Filter> filters, Map<String, HttpServlet> servlets) {
        ServletContextHandler context = new ServletContextHandler("/");
        addFilter(context, new RequestLogFilter());
        filters.forEach(filter -> addFilter(context, filter));
        servlets.forEach((mapping, servlet) -> {
            ServletHolder holder = new ServletHolder(servlet);
            holder.setAsyncSupported(true);
            holder.setInitOrder(1);
            context.addServlet(holder, mapping);
        });
        return context;
    }

    private static void addFilter(ServletContextHandler context, Filter filter) {
        FilterHolder holder = new FilterHolder(filter);
        holder.setAsyncSupported(true);
        context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
    }

    private static QueuedThreadPool threads(String name) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 8);
        threads.setName(name);
        return threads;
    }

    private static ServerConnector connector(Server server, Executor threads, ConnectionFactory[] factories) {
        ServerConnector connector = new ServerConnector(server, threads, null, null, 1, 1, factories);
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setReuseAddress(true);
        server.addConnector(connector);
        return connector;
    }

    private static ConnectionFactory[] tls(SslContextFactory.Server tls) {
        HttpConfiguration http = http();
        http.addCustomizer(new SecureRequestCustomizer(false));
        return new ConnectionFactory[] {new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http)};
    }

    private static SslContextFactory.Server peopleTls(WebServerSettings.PemFiles files) throws IOException {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(PemIdentity.load(files.certificate(), files.key()));
        tls.setKeyStorePassword("");
        tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        tls.setSniRequired(false);
        return tls;
    }

    private static HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setResponseHeaderSize(HEADER_BYTES);
        return http;
    }
}
