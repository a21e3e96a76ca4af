package org.assent.site.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import org.assent.authorization.peer.PeerTls;
import org.assent.authorization.peer.TlsIdentity;
import org.assent.ledger.state.OrganizationLeaf;

/**
 * One member's port for sites, as an organization that joins calls it: TLS 1.3, the member must have the key that the
 * invitation gives, and lets this organization in once it is registered there. Thread-safe.
 */
final class MemberSite implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 4 << 20;

    private final OrganizationLeaf member;
    private final HttpClient http;

    MemberSite(OrganizationLeaf member, TlsIdentity own) {
        this.member = member;
        this.http = HttpClient.newBuilder()
                .sslContext(PeerTls.toPins(own, Set.copyOf(member.profile().tlsPins())))
                .connectTimeout(CONNECT)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** Its name on the ledger. */
    String name() {
        return member.profile().name();
    }

    /** There is no such height at the member. */
    static final class NoSuchHeight extends IOException {
        private static final long serialVersionUID = 1L;

        NoSuchHeight(String message) {
            super(message);
        }
    }

    /** Newest height at the member. */
    long height() throws IOException, InterruptedException {
        return light("status", "").path("height").asLong();
    }

    /** Hash of the header of a height, upper-case hexadecimal digits. */
    String headerHash(long height) throws IOException, InterruptedException {
        return light("commit", "?height=" + height)
                .path("signed_header")
                .path("commit")
                .path("block_id")
                .path("hash")
                .asText();
    }

    /**
     * Asks {@link LightBlocksServlet}.
     *
     * @param query empty, or with its question mark
     * @throws NoSuchHeight if the member does not have it
     * @throws IOException if it cannot be reached, does not let this organization in or answers otherwise
     */
    JsonNode light(String method, String query) throws IOException, InterruptedException {
        URI address = URI.create(member.profile().addresses().getFirst() + "/ledger/light/" + method + query);
        HttpResponse<InputStream> response = http.send(
                HttpRequest.newBuilder(address).timeout(ANSWER).build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(MOST_BYTES + 1);
            if (response.statusCode() == 404) {
                throw new NoSuchHeight(name() + " does not have that height");
            }
            if (response.statusCode() != 200 || bytes.length > MOST_BYTES) {
                throw new IOException(name() + " answers " + response.statusCode());
            }
            return JSON.readTree(bytes);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
