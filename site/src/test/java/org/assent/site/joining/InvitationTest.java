package org.assent.site.joining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.codec.MalformedBytes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("L11")
class InvitationTest {

    private static final long SEED = 20;

    private final Path folder;
    private final Network network;

    InvitationTest(@TempDir Path folder) {
        this.folder = folder;
        network = new Network(folder);
    }

    @Test
    void shouldReadWhatWasSignedWhenNothingWasChanged() throws MalformedBytes {
        Invitation invitation = network.invitation();
        byte[] document = invitation.sign(network.north.service());

        Invitation read = Invitation.read(document);

        assertThat(read).isEqualTo(invitation);
        assertThat(read.chainId()).isEqualTo(Network.CHAIN);
        assertThat(read.inviting().profile().name()).isEqualTo("North");
        assertThat(read.fingerprint()).isEqualTo(invitation.fingerprint()).matches("([0-9a-f]{4} ){7}[0-9a-f]{4}");
    }

    @Test
    void shouldReadItWhenALineEndFollows() throws MalformedBytes {
        byte[] document = network.invitation().sign(network.north.service());
        byte[] line = Arrays.copyOf(document, document.length + 1);
        line[document.length] = '\n';

        assertThat(Invitation.read(line)).isEqualTo(network.invitation());
    }

    @Test
    void shouldRefuseWhenAnotherMemberThanTheInviterSigned() {
        byte[] document = network.invitation().sign(network.south.service());

        assertThatThrownBy(() -> Invitation.read(document)).hasMessageContaining("not the inviting organization's");
    }

    @Test
    void shouldSayWhyWhenAnyBitIsChanged() {
        byte[] document = network.invitation().sign(network.north.service());
        Random random = new Random(SEED);

        for (int change = 0; change < 3_000; change++) {
            byte[] changed = document.clone();
            int bit = random.nextInt(8 * document.length);
            changed[bit / 8] ^= (byte) (1 << bit % 8);

            assertThatThrownBy(() -> Invitation.read(changed))
                    .as("seed %d, bit %d", SEED, bit)
                    .isInstanceOf(MalformedBytes.class)
                    .message()
                    .isNotBlank();
        }
    }

    @Test
    void shouldSayWhyWhenItIsAnythingAtAll() {
        byte[] document = network.invitation().sign(network.north.service());
        Random random = new Random(SEED);

        for (int attempt = 0; attempt < 3_000; attempt++) {
            byte[] anything = anything(document, random);

            assertThatThrownBy(() -> Invitation.read(anything))
                    .as("seed %d, attempt %d", SEED, attempt)
                    .isInstanceOf(MalformedBytes.class)
                    .message()
                    .isNotBlank();
        }
    }

    /** Random bytes, an end that is missing, a piece that is there twice, another text for a value. */
    private static byte[] anything(byte[] document, Random random) {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        int at = 1 + random.nextInt(document.length - 1);
        String text = new String(document, StandardCharsets.US_ASCII);
        return switch (random.nextInt(4)) {
            case 0 -> bytes;
            case 1 -> Arrays.copyOf(document, at);
            case 2 -> (text.substring(0, at) + text.substring(at - 1)).getBytes(StandardCharsets.US_ASCII);
            default -> {
                String value =
                        List.of("null", "[]", "{}", "-1", "1e9", "\"\"", "true").get(random.nextInt(7));
                int colon = text.indexOf(':', random.nextInt(text.lastIndexOf(':')));
                int end = Math.max(text.indexOf(',', colon), colon + 1);
                yield (text.substring(0, colon + 1) + value + text.substring(end)).getBytes(StandardCharsets.US_ASCII);
            }
        };
    }

    @Test
    void shouldRefuseBeforeReadingWhenTheFileIsTooLong() throws Exception {
        Path file = folder.resolve("long.json");
        try (var channel = java.nio.channels.FileChannel.open(
                file, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(new byte[] {'{'}), Invitation.MAX_LENGTH + 100L);
        }

        assertThatThrownBy(() -> Invitation.read(file)).hasMessageContaining("longer than");
    }

    @Test
    void shouldNotHoldAnySecretWhenItIsWritten() throws Exception {
        byte[] document = network.invitation().sign(network.north.service());

        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] content = Files.readAllBytes(file);
                assertThat(indexOf(document, content)).as(file.toString()).isNegative();
            }
        }
        assertThat(Bytes.of(document).length()).isLessThan(Invitation.MAX_LENGTH);
    }

    private static int indexOf(byte[] text, byte[] part) {
        return new String(text, StandardCharsets.ISO_8859_1).indexOf(new String(part, StandardCharsets.ISO_8859_1));
    }
}
