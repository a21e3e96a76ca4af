package org.assent.site.joining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.assent.custody.keys.OrganizationKeys;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.signature.Signer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("L11")
class JoinRequestTest {

    private static final long SEED = 21;

    @TempDir
    private Path folder;

    private JoinRequest request(String chain) {
        OrganizationKeys keys = Network.keys(folder.resolve("center"));
        return JoinRequest.sign(
                chain,
                Network.NUMBER,
                true,
                Network.profile(keys, "Center", 5),
                Network.NOW.plus(Duration.ofDays(7)),
                keys.root().orElseThrow());
    }

    @Test
    void shouldCollectSignaturesOfDifferentKeysOnceWhenAccreditorsSign() throws MalformedBytes {
        Signer first = P256Signer.generate(new SecureRandom());
        Signer second = P256Signer.generate(new SecureRandom());
        JoinRequest request = request(Network.CHAIN);

        List<PublicKey> accreditors = List.of(first.publicKey(), second.publicKey());
        JoinRequest kept = request.signedBy(first, Optional.empty(), accreditors);
        JoinRequest signed = request.signedBy(second, Optional.of(kept), accreditors)
                .signedBy(first, Optional.of(kept), accreditors);
        JoinRequest read = JoinRequest.read(signed.toJson());

        assertThat(read).isEqualTo(signed);
        assertThat(read.signed().signatures()).hasSize(3);
        assertThat(read.hasSigned(first.publicKey())).isTrue();
        assertThat(read.fingerprint()).isEqualTo(request.fingerprint());
        assertThat(read.validator()).isPresent();
    }

    @Test
    void shouldLeaveOutSignaturesOfNobodyWhenTheyFillTheRequest() throws MalformedBytes {
        Signer accreditor = P256Signer.generate(new SecureRandom());
        JoinRequest request = request(Network.CHAIN);
        List<Signer> strangers = Stream.generate(() -> (Signer) P256Signer.generate(new SecureRandom()))
                .limit(15)
                .toList();
        JoinRequest stuffed = request;
        for (Signer stranger : strangers) {
            stuffed = stuffed.signedBy(
                    stranger,
                    Optional.empty(),
                    strangers.stream().map(Signer::publicKey).toList());
        }
        assertThat(JoinRequest.read(stuffed.toJson()).signed().signatures()).hasSize(16);

        JoinRequest signed = stuffed.signedBy(accreditor, Optional.of(stuffed), List.of(accreditor.publicKey()));

        assertThat(signed.signed().signatures()).hasSize(2);
        assertThat(signed.hasSigned(accreditor.publicKey())).isTrue();
        assertThat(JoinRequest.read(signed.toJson())).isEqualTo(signed);
    }

    @Test
    void shouldRefuseWhenItWasSignedForAnotherChain() {
        JoinRequest request = request("another-chain");
        JoinRequest moved =
                new JoinRequest(Network.CHAIN, request.invitation(), true, request.registration(), request.signed());

        assertThatThrownBy(() -> JoinRequest.read(moved.toJson())).hasMessageContaining("of another chain");
    }

    @Test
    void shouldSayWhyWhenAnyBitOfWhatIsSignedIsChanged() {
        byte[] document = request(Network.CHAIN).toJson();
        Random random = new Random(SEED);
        int from = new String(document, java.nio.charset.StandardCharsets.US_ASCII).indexOf("registration");

        for (int change = 0; change < 1_000; change++) {
            byte[] changed = document.clone();
            int bit = 8 * from + random.nextInt(8 * (document.length - from));
            changed[bit / 8] ^= (byte) (1 << bit % 8);

            // Whether a vote is wanted stands behind it and is no secret of anybody's: accreditors decide that by
            // itself.
            try {
                assertThat(JoinRequest.read(changed).registration())
                        .as("seed %d, bit %d", SEED, bit)
                        .isEqualTo(request(Network.CHAIN).registration());
            } catch (MalformedBytes e) {
                assertThat(e).message().isNotBlank();
            }
        }
    }
}
