package org.assent.site.receipts;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.route.Guard;
import org.assent.authorization.route.Route;

/** The network's genesis file and {@code trust.json}, the same bytes at every site: what receipts are verified with. */
final class ChainFilesServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    static final String GENESIS = "/.well-known/assent/genesis.json";
    static final String TRUST = "/.well-known/assent/trust.json";

    private final transient byte[] genesis;
    private final transient Supplier<byte[]> trust;

    ChainFilesServlet(byte[] genesis, Supplier<byte[]> trust) {
        this.genesis = genesis.clone();
        this.trust = trust;
    }

    List<Route> routes() {
        return List.of(
                new Route(Set.of("GET"), GENESIS, new Guard.Open()), new Route(Set.of("GET"), TRUST, new Guard.Open()));
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean asksForGenesis =
                RequestContext.route(request).route().template().equals(GENESIS);
        byte[] file = asksForGenesis ? genesis : trust.get();
        response.setHeader("Cache-Control", "public, max-age=60");
        response.setContentType("application/json");
        response.setContentLength(file.length);
        response.getOutputStream().write(file);
    }
}
