package org.assent.audit.cumulative;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.assent.ledger.bytes.Bytes32;

/**
 * Which anchors were submitted, one line {@code sequence position root} each, durable before the submission: so that the map
 * under the anchor that the ledger holds is found again after a crash, whether or not its answer came.
 */
final class AnchorJournal {

    private final Path file;
    private final List<AnchorAttempt> attempts = new ArrayList<>();

    AnchorJournal(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            String whole = text.substring(0, text.lastIndexOf('\n') + 1); // a torn line was never submitted
            for (String line : whole.split("\n", -1)) {
                String[] words = line.split(" ", -1);
                if (words.length == 3) {
                    attempts.add(new AnchorAttempt(
                            Long.parseLong(words[0]), Long.parseLong(words[1]), Bytes32.fromHex(words[2])));
                }
            }
            rewrite();
        }
    }

    /** In their order. */
    List<AnchorAttempt> attempts() {
        return List.copyOf(attempts);
    }

    /** Durable when it returns. */
    void add(AnchorAttempt attempt) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.seek(out.length());
            out.write(line(attempt).getBytes(StandardCharsets.ISO_8859_1));
            out.getFD().sync();
        }
        attempts.add(attempt);
    }

    /** Forgets what came before an anchor that the ledger holds. */
    void forgetBefore(long sequence) throws IOException {
        if (attempts.removeIf(attempt -> attempt.sequence() < sequence)) {
            rewrite();
        }
    }

    private void rewrite() throws IOException {
        StringBuilder text = new StringBuilder();
        attempts.forEach(attempt -> text.append(line(attempt)));
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try (RandomAccessFile out = new RandomAccessFile(next.toFile(), "rw")) {
            out.setLength(0);
            out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
            out.getFD().sync();
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String line(AnchorAttempt attempt) {
        return attempt.sequence() + " " + attempt.position() + " "
                + attempt.root().toHex() + "\n";
    }
}
