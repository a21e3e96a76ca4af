package org.assent.site.joining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.signature.Signer;
import org.assent.ledger.transaction.SuspendOrganization;
import org.assent.ledger.transaction.TransactionCodec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("TH-02")
class StandingRequestTest {

    @TempDir
    private Path folder;

    private OrganizationId south = new OrganizationId(Network.NUMBER);
    private List<Signer> accreditors = List.of();

    @BeforeEach
    void makeNetwork() {
        Network network = new Network(folder);
        south = network.south.organization();
        accreditors =
                List.of(network.north.root().orElseThrow(), network.south.root().orElseThrow());
    }

    private StandingRequest suspension(Signer signer) {
        return StandingRequest.sign(Network.CHAIN, south, 1, true, Network.NOW.plus(Duration.ofDays(6)), signer);
    }

    @Test
    void shouldCountEachAccreditorOnceWhenSignaturesComeTogether() throws Exception {
        StandingRequest one = suspension(accreditors.get(0));
        StandingRequest other = suspension(accreditors.get(1));

        List<PublicKey> keys = accreditors.stream().map(Signer::publicKey).toList();
        StandingRequest both = one.signedBy(accreditors.get(1), Optional.of(other), keys)
                .signedBy(accreditors.get(0), Optional.of(one), keys);

        assertThat(both.approvals(keys)).isEqualTo(2);
        assertThat(both.signed().signatures()).hasSize(2);
        assertThat(both.fingerprint()).isEqualTo(one.fingerprint());
        assertThat(TransactionCodec.decodeBody(both.signed().body())).isInstanceOf(SuspendOrganization.class);
        assertThat(StandingRequest.read(both.toJson())).isEqualTo(both);
    }

    @Test
    void shouldBeReadAgainFromWhereASiteKeepsItWhenItWaits() throws Exception {
        RequestFolder requests = new RequestFolder(folder.resolve("joining"));
        StandingRequest kept = suspension(accreditors.get(0));
        assertThat(requests.standings()).isEmpty();

        requests.keep(kept);

        assertThat(requests.standing(south)).isEqualTo(Optional.of(kept));
        assertThat(requests.standings()).containsExactly(kept);
        assertThat(requests.requests()).isEmpty();
        assertThat(StandingRequest.read(requests.standingFile(south))).isEqualTo(kept);
    }

    @Test
    void shouldSayWhatIsWrongWhenAFileIsSomethingElse() throws Exception {
        StandingRequest request = suspension(accreditors.get(0));
        String text = new String(request.toJson(), StandardCharsets.UTF_8);
        Path file = folder.resolve("request.json");

        Files.writeString(file, text + "\n");
        assertThat(StandingRequest.read(file)).isEqualTo(request);

        refused(file, text.replace(Network.CHAIN, Network.CHAIN + "x"), "has a signature that does not hold");
        refused(file, text.replace("assent-standing-request", "assent-join-request"), "is something else than");
        refused(file, text.replace("\"version\":1", "\"version\":2"), "version");
        refused(file, "x".repeat(StandingRequest.MAX_LENGTH + 2), "is longer than");
        assertThatExceptionOfType(MalformedBytes.class)
                .isThrownBy(() -> JoinRequest.read(request.toJson()))
                .withMessageContaining("is something else than a request to join");
    }

    private static void refused(Path file, String text, String why) throws IOException {
        Files.writeString(file, text);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> StandingRequest.read(file))
                .withMessageContaining(file.toString())
                .withMessageContaining(why);
    }
}
