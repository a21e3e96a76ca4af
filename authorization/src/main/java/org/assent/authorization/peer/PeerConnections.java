package org.assent.authorization.peer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assent.ledger.identity.OrganizationId;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * One HTTP/1.1 client for each other organization, so that its connections can only ever be to its key, and so that its
 * bounds are its own. Follows nothing, remembers no cookies, decodes nothing, answers no challenge. Thread-safe.
 */
final class PeerConnections implements AutoCloseable {

    private final TlsIdentity own;
    private final PeerPins pins;
    private final AddressPolicy policy;
    private final PeerLimits limits;
    private final QueuedThreadPool threads = new QueuedThreadPool(200, 2);
    private final Map<OrganizationId, HttpClient> clients = new ConcurrentHashMap<>();

    PeerConnections(TlsIdentity own, PeerPins pins, AddressPolicy policy, PeerLimits limits) {
        this.own = own;
        this.pins = pins;
        this.policy = policy;
        this.limits = limits;
        threads.setName("peers");
        threads.setDaemon(true);
        start(threads);
    }

    /**
     * Sends a request and waits for the response's headers.
     *
     * @throws ConnectException if nobody listens there; nothing was sent
     * @throws PeerUnreachableException for every other trouble
     * @throws PeerUnavailableException if too many requests to this organization wait already
     */
    PeerResponse send(
            OrganizationId organization, URI target, PeerClient.PeerRequest asked, Map<String, String> credentials)
            throws IOException {
        Request request = clients.computeIfAbsent(organization, this::client)
                .newRequest(target)
                .method(asked.method())
                .timeout(limits.whole().toMillis(), TimeUnit.MILLISECONDS)
                .headers(headers -> {
                    asked.headers().forEach(headers::put);
                    credentials.forEach(headers::put);
                });
        if (asked.body().length() > 0) {
            String type = asked.headers().entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase("content-type"))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse("application/octet-stream");
            request.body(new BytesRequestContent(type, asked.body().toByteArray()));
        }
        InputStreamResponseListener listener = new InputStreamResponseListener();
        request.send(listener);
        try {
            var response = listener.get(asked.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return new StreamedResponse(request, response, listener.getInputStream(), limits.maxBody());
        } catch (TimeoutException e) {
            var unused = request.abort(e);
            throw new PeerUnreachableException("no answer within " + asked.timeout(), true, e);
        } catch (InterruptedException e) {
            var unused = request.abort(e);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for another site");
        } catch (ExecutionException e) {
            throw trouble(e.getCause() == null ? e : e.getCause());
        }
    }

    private static IOException trouble(Throwable cause) {
        if (cause instanceof RejectedExecutionException) {
            return new PeerUnavailableException("too many requests wait for this site", Duration.ofSeconds(1));
        }
        if (cause instanceof ConnectException refused) {
            return refused;
        }
        return new PeerUnreachableException(
                "the connection failed: " + cause.getClass().getSimpleName(),
                cause instanceof TimeoutException || cause instanceof java.net.SocketTimeoutException,
                cause);
    }

    private HttpClient client(OrganizationId organization) {
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(1);
        connector.setExecutor(threads);
        connector.setSslContextFactory(PeerTls.client(own, pins, organization));
        HttpClient client = new HttpClient(new HttpClientTransportOverHTTP(connector));
        client.setExecutor(threads);
        client.setName("peer");
        client.setSocketAddressResolver(new CheckedResolver());
        client.setFollowRedirects(false);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        client.setUserAgentField(null);
        client.setConnectTimeout(limits.connect().toMillis());
        client.setIdleTimeout(limits.idle().toMillis());
        client.setDestinationIdleTimeout(limits.idle().toMillis());
        client.setMaxConnectionsPerDestination(limits.connections());
        client.setMaxRequestsQueuedPerDestination(limits.waiting());
        client.setMaxResponseHeadersSize(32 * 1024);
        start(client);
        client.getContentDecoderFactories().clear();
        client.getProtocolHandlers().clear();
        return client;
    }

    /** Resolves a name, drops what the policy does not permit, and gives just what is then dialled. */
    private final class CheckedResolver implements SocketAddressResolver {
        @Override
        public void resolve(
                String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> promise) {
            threads.execute(() -> {
                try {
                    List<InetSocketAddress> permitted = Arrays.stream(InetAddress.getAllByName(host))
                            .filter(address -> policy.permits(address, port))
                            .map(address -> new InetSocketAddress(address, port))
                            .toList();
                    if (permitted.isEmpty()) {
                        throw new UnknownHostException("no address of the other site may be called from here");
                    }
                    promise.succeeded(permitted);
                } catch (UnknownHostException e) {
                    promise.failed(e);
                }
            });
        }
    }

    private static void start(org.eclipse.jetty.util.component.LifeCycle part) {
        try {
            part.start();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP client does not start", e);
        }
    }

    @Override
    public void close() {
        clients.values().forEach(PeerConnections::stop);
        stop(threads);
    }

    private static void stop(org.eclipse.jetty.util.component.LifeCycle part) {
        try {
            part.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP client does not stop", e);
        }
    }
}
