package org.assent.site.joining;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assent.authorization.limit.RateLimit;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.authorization.route.Guard;
import org.assent.authorization.route.Route;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.governance.ValidatorPower;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.OrganizationNode;
import org.assent.ledger.stream.LedgerView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests to join from organizations that were invited here, and says how far they are. Open, since nobody knows them
 * yet, and bounded: one request for an invitation of this site, which nobody can guess; it only lies here until people have
 * looked at it.
 */
public final class RequestsServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(RequestsServlet.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROOT = "/join/requests";

    private final transient RequestFolder folder;
    private final transient LedgerView view;
    private final transient String chainId;
    private final transient RateLimit limit;

    /**
     * What is told of a request.
     *
     * @param approvals how many accreditors have signed the registration
     * @param needed how many it takes
     * @param registered whether it is on the ledger
     * @param validator whether its node has a vote
     */
    record Progress(int approvals, int needed, boolean registered, boolean validator) {}

    /** For the invitations in a folder. */
    public RequestsServlet(RequestFolder folder, LedgerView view, String chainId, Clock clock) {
        this.folder = folder;
        this.view = view;
        this.chainId = chainId;
        this.limit = new RateLimit(60, Duration.ofSeconds(1), clock);
    }

    /** The routes; open. */
    public List<Route> routes() {
        return List.of(
                new Route(Set.of("POST"), ROOT, new Guard.Open()),
                new Route(Set.of("GET"), ROOT + "/{invitation}", new Guard.Open()));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        requireRate(request);
        JoinRequest asked = read(request.getInputStream().readNBytes(JoinRequest.MAX_LENGTH + 1));
        synchronized (folder) {
            requireInvited(asked.invitation());
            Optional<JoinRequest> earlier = folder.request(asked.invitation());
            if (earlier.isEmpty()) {
                folder.keep(asked);
                LOG.info("a request to join has come, with fingerprint {}", asked.fingerprint());
            } else if (!earlier.get().signed().body().equals(asked.signed().body())) {
                replace(earlier.get(), asked);
            }
        }
        answer(response, HttpServletResponse.SC_ACCEPTED, asked.invitation());
    }

    /** The same organization may ask anew when its request is over; nobody else takes its place. */
    private void replace(JoinRequest earlier, JoinRequest asked) throws IOException {
        boolean isOver = earlier.registration().expires().isBefore(view.blockTime());
        if (!isOver || !earlier.profile().firstRootKey().equals(asked.profile().firstRootKey())) {
            throw new ProblemException(
                    ProblemKind.CONFLICT, "Another request has come for this invitation; ask for another invitation.");
        }
        folder.keep(asked);
    }

    private JoinRequest read(byte[] body) {
        try {
            JoinRequest request = JoinRequest.read(body);
            if (request.chainId().equals(chainId)) {
                return request;
            }
            throw new ProblemException(ProblemKind.UNPROCESSABLE, "The request is for another chain.");
        } catch (MalformedBytes e) {
            throw new ProblemException(ProblemKind.BAD_REQUEST, "The request " + e.getMessage() + ".");
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        requireRate(request);
        String number = request.getRequestURI().substring(ROOT.length() + 1);
        if (!number.matches("[0-9a-f]{64}")) {
            throw unknown();
        }
        requireInvited(Bytes32.fromHex(number));
        answer(response, HttpServletResponse.SC_OK, Bytes32.fromHex(number));
    }

    private void requireInvited(Bytes32 number) {
        if (!folder.isInvited(number)) {
            throw unknown();
        }
    }

    private static ProblemException unknown() {
        return new ProblemException(ProblemKind.NOT_FOUND, "There is no such invitation of this site.");
    }

    private void requireRate(HttpServletRequest request) {
        limit.take(request.getRemoteAddr()).ifPresent(wait -> {
            throw new ProblemException(ProblemKind.TOO_MANY_REQUESTS, "Too many requests from this address.");
        });
    }

    private void answer(HttpServletResponse response, int status, Bytes32 invitation) throws IOException {
        Optional<JoinRequest> request = folder.request(invitation);
        Optional<GovernanceLeaf> governance = view.governance();
        Progress progress = new Progress(
                request.map(asked -> (int) governance.stream()
                                .flatMap(leaf -> leaf.accreditors().stream())
                                .filter(asked::hasSigned)
                                .count())
                        .orElse(0),
                governance.map(GovernanceLeaf::threshold).orElse(0),
                request.flatMap(asked -> view.organization(asked.profile().organization()))
                        .isPresent(),
                request.flatMap(JoinRequest::validator)
                        .flatMap(OrganizationNode::validator)
                        .filter(key -> governance.stream()
                                .flatMap(leaf -> leaf.validators().stream())
                                .map(ValidatorPower::key)
                                .anyMatch(key::equals))
                        .isPresent());
        byte[] body = JSON.writeValueAsBytes(progress);
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
