package org.assent.site.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.assent.abci.node.CometRpc;
import org.assent.abci.node.RpcException;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.authorization.route.Guard;
import org.assent.authorization.route.Route;
import org.jspecify.annotations.Nullable;

/**
 * What a light client asks of a node, for other registered organizations on the port for sites: headers with their commits,
 * validators, consensus parameters. Public data of the chain, read only, by height; nothing else of the node's RPC.
 */
public final class LightBlocksServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_PAGES = 100;
    private static final String ROOT = "/ledger/light/";

    /** What can be asked for, named as in CometBFT's RPC. */
    static final List<String> METHODS = List.of("status", "commit", "validators", "consensus_params");

    private final transient CometRpc rpc;

    /** Asks this node. */
    public LightBlocksServlet(CometRpc rpc) {
        this.rpc = rpc;
    }

    /** The routes, for other organizations only. */
    public List<Route> routes() {
        return METHODS.stream()
                .map(method -> new Route(Set.of("GET"), ROOT + method, new Guard.Peers()))
                .toList();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String method = request.getRequestURI().substring(ROOT.length());
        byte[] body;
        try {
            body = JSON.writeValueAsBytes(ask(method, request));
        } catch (RpcException.Refused e) {
            throw new ProblemException(ProblemKind.NOT_FOUND, "This node does not have that height.");
        } catch (RpcException e) {
            throw new ProblemException(ProblemKind.UNAVAILABLE, "The node does not answer.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemKind.UNAVAILABLE, "This site stops.");
        }
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private JsonNode ask(String method, HttpServletRequest request) throws RpcException, InterruptedException {
        long newest = rpc.status().height();
        if (method.equals("status")) {
            ObjectNode status = JSON.createObjectNode();
            return status.put("height", newest);
        }
        long height = number(request.getParameter("height"), newest);
        return switch (method) {
            case "commit" -> rpc.commit(height);
            case "validators" ->
                rpc.validators(height, (int) Math.min(MOST_PAGES, number(request.getParameter("page"), 1)));
            default -> rpc.consensusParams(height);
        };
    }

    private static long number(@Nullable String text, long otherwise) {
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("[1-9][0-9]{0,17}")) {
            throw new ProblemException(ProblemKind.BAD_REQUEST, "A height and a page are whole numbers from 1.");
        }
        return Long.parseLong(text);
    }
}
