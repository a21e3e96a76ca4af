package org.assent.viewer;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import org.assent.authorization.problem.ProblemException;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A viewer on a loopback port, without guards. */
final class ViewerServer implements AutoCloseable {

    private final Server server = new Server();
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;

    ViewerServer(Path folder, String siteName) throws Exception {
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        Filter problems = (request, response, chain) -> {
            try {
                chain.doFilter(request, response);
            } catch (ProblemException e) {
                ((HttpServletResponse) response).setStatus(e.problem().kind().status());
            }
        };
        context.addFilter(new FilterHolder(problems), "/*", EnumSet.of(DispatcherType.REQUEST));
        Viewer.open(folder, siteName)
                .servlets()
                .forEach((mapping, servlet) -> context.addServlet(new ServletHolder(servlet), mapping));
        server.setHandler(context);
        server.start();
        port = connector.getLocalPort();
    }

    HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, headers);
    }

    HttpResponse<byte[]> send(String method, String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server did not stop", e);
        }
    }
}
