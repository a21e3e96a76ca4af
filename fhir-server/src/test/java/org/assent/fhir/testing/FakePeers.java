package org.assent.fhir.testing;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assent.authorization.peer.PeerClient;
import org.assent.authorization.peer.PeerResponse;
import org.assent.decision.request.PurposeOfUse;
import org.assent.ledger.identity.OrganizationId;

/** Other sites that take everything. */
public final class FakePeers implements PeerClient {

    /** A call. */
    public record Call(OrganizationId to, PeerRequest request) {}

    private final List<Call> calls = new CopyOnWriteArrayList<>();

    /** What was sent. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    @Override
    public PeerResponse aboutStudy(
            OrganizationId source, String study, Set<PurposeOfUse> purposes, String onBehalfOf, PeerRequest request) {
        throw new UnsupportedOperationException("the FHIR server never asks about a study");
    }

    @Override
    public PeerResponse asOrganization(OrganizationId organization, PeerRequest request) {
        calls.add(new Call(organization, request));
        return new PeerResponse() {
            @Override
            public int status() {
                return 200;
            }

            @Override
            public Map<String, String> headers() {
                return Map.of();
            }

            @Override
            public InputStream body() {
                return new ByteArrayInputStream(new byte[0]);
            }

            @Override
            public void close() {}
        };
    }
}
