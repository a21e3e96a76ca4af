package org.assent.dicomweb.multipart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 2046 §5.1 and PS3.18 §8.6.1.2. */
class MultipartTest {

    private static final MultipartLimits LIMITS = new MultipartLimits(1_000, 8_192, 1 << 20);

    @Test
    @Tag("DW-M-10")
    @Tag("DW-M-11")
    void shouldWriteTheseBytes() throws Exception {
        MultipartWriter writer = MultipartWriter.withBoundary("xyz");
        OutgoingPart known = new OutgoingPart("text/plain", "http://here/1", 3, out -> out.write(ascii("one")));
        OutgoingPart unknown = new OutgoingPart("application/dicom", null, -1, out -> out.write(ascii("two")));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        writer.write(known, out);
        writer.write(unknown, out);
        writer.end(out);

        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("""
                        --xyz
                        Content-Type: text/plain
                        Content-Location: http://here/1
                        Content-Length: 3

                        one
                        --xyz
                        Content-Type: application/dicom

                        two
                        --xyz--
                        """.replace("\n", "\r\n"));
        assertThat(writer.length(List.of(known, unknown))).isEqualTo(-1);
        assertThat(writer.contentType("text/plain"))
                .isEqualTo("multipart/related; type=\"text/plain\"; boundary=\"xyz\"");
    }

    @Test
    @Tag("DW-M-11")
    void shouldReadBackWhatWasWrittenWhateverTheContent() throws Exception {
        Random random = Seeds.random("MultipartTest");
        for (int round = 0; round < 2_000; round++) {
            List<byte[]> bodies = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bodies.add(body(random));
            }
            MultipartWriter writer = MultipartWriter.withBoundary("--bound");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            List<OutgoingPart> parts = bodies.stream()
                    .map(body -> new OutgoingPart("application/dicom", null, body.length, to -> to.write(body)))
                    .toList();
            for (OutgoingPart part : parts) {
                writer.write(part, out);
            }
            writer.end(out);

            assertThat(writer.length(parts)).isEqualTo(out.size());
            assertThat(read(new Trickle(out.toByteArray(), random), "--bound")).containsExactlyElementsOf(bodies);
        }
    }

    /** Random bytes with many near misses of a delimiter; sometimes longer than the reader's buffer. */
    private static byte[] body(Random random) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        String[] pieces = {"\r\n", "\r\n--", "\r\n----boun", "--bound", "-", "\r", "\n", "\r\r\n----boune", "x"};
        for (int i = random.nextInt(30); i > 0; i--) {
            body.writeBytes(ascii(pieces[random.nextInt(pieces.length)]));
        }
        if (random.nextInt(50) == 0) {
            byte[] large = new byte[150_000];
            random.nextBytes(large);
            body.writeBytes(large);
        }
        byte[] bytes = body.toByteArray();
        // The writer's promise is that its boundary is in no body.
        return new String(bytes, StandardCharsets.ISO_8859_1).contains("\r\n----bound") ? new byte[0] : bytes;
    }

    @Test
    void shouldSkipPreambleAndEpilogueAndWhatWasNotRead() throws Exception {
        String message = "preamble\r\n--b  \r\nA: 1\r\nX-Y:  z \r\n\r\nfirst\r\n--b\r\n\r\nsecond\r\n--b--\r\nepilogue";
        MultipartReader reader = new MultipartReader(new ByteArrayInputStream(ascii(message)), "b", LIMITS);

        MultipartReader.Part first = Objects.requireNonNull(reader.next());
        MultipartReader.Part second = Objects.requireNonNull(reader.next());

        assertThat(first.headers()).containsEntry("a", "1").containsEntry("x-y", "z");
        assertThat(second.headers()).isEmpty();
        assertThat(second.body().readAllBytes()).isEqualTo(ascii("second"));
        assertThat(reader.next()).isNull();
        assertThat(reader.next()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--",
                "no boundary at all",
                "--b",
                "--b\r\n",
                "--b\r\nA: 1",
                "--b\r\nA: 1\r\n\r\nbody",
                "--b\r\nA: 1\r\n\r\nbody\r\n--b",
                "--b\r\nA: 1\r\n\r\nbody\r\n--bxx\r\n\r\n--b--",
                "--b\r\nno colon\r\n\r\nbody\r\n--b--",
                "--b\r\nA: 1\r\n folded\r\n\r\nbody\r\n--b--",
                "--b\nA: 1\n\nbody\n--b--"
            })
    @Tag("DW-S-10")
    void shouldRefuseWhatIsMalformed(String message) {
        assertThatThrownBy(() -> read(new ByteArrayInputStream(ascii(message)), "b"))
                .isInstanceOfSatisfying(MalformedMultipartException.class, e -> assertThat(e.isTooLarge())
                        .isFalse());
    }

    @Test
    @Tag("DW-S-10")
    void shouldRefuseWhatPassesALimit() {
        String part = "--b\r\nA: 1\r\n\r\nbody\r\n";
        assertThatThrownBy(() -> read(part.repeat(3) + "--b--", new MultipartLimits(2, 100, 100)))
                .hasMessageContaining("more than 2 parts");
        assertThatThrownBy(() -> read(part + "--b--", new MultipartLimits(2, 100, 3)))
                .hasMessageContaining("more than 3 bytes");
        assertThatThrownBy(() -> read("--b\r\nA: " + "x".repeat(200), new MultipartLimits(2, 100, 100)))
                .hasMessageContaining("more than 100 bytes");
        assertThatThrownBy(() -> read("--b\r\nA: " + "x".repeat(100_000), new MultipartLimits(2, 1 << 20, 100)))
                .isInstanceOf(MalformedMultipartException.class);
        assertThatThrownBy(() -> read("p".repeat(200) + part + "--b--", new MultipartLimits(2, 100, 100)))
                .isInstanceOf(MalformedMultipartException.class);
    }

    private static void read(String message, MultipartLimits limits) throws IOException {
        MultipartReader reader = new MultipartReader(new ByteArrayInputStream(ascii(message)), "b", limits);
        for (MultipartReader.Part part = reader.next(); part != null; part = reader.next()) {
            part.body().readAllBytes();
        }
    }

    private static List<byte[]> read(InputStream in, String boundary) throws IOException {
        MultipartReader reader = new MultipartReader(in, boundary, LIMITS);
        List<byte[]> bodies = new ArrayList<>();
        for (MultipartReader.Part part = reader.next(); part != null; part = reader.next()) {
            bodies.add(part.body().readAllBytes());
        }
        return bodies;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A stream that gives as little at a time as a network may. */
    private static final class Trickle extends InputStream {
        private final byte[] bytes;
        private final Random random;
        private int position;

        Trickle(byte[] bytes, Random random) {
            this.bytes = bytes;
            this.random = random;
        }

        @Override
        public int read() {
            return position == bytes.length ? -1 : bytes[position++] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (position == bytes.length) {
                return -1;
            }
            int most = bytes.length > 10_000 ? 40_000 : 20;
            int count = Math.min(Math.min(1 + random.nextInt(most), length), bytes.length - position);
            System.arraycopy(bytes, position, target, offset, count);
            position += count;
            return count;
        }
    }
}
