package org.assent.audit.cumulative;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.identity.SubjectId;

/**
 * One version of the map in a file, so that a start does not read the durable log from its beginning. What is missing or
 * damaged is made again from the log; only the chains of erased subjects cannot be, whose secrets are gone, and they stand
 * here as hashes.
 *
 * <p>One line of ASCII each: {@code assent-log-map/1 position entries intervals}; of each chain
 * {@code chain mapKey count head intervals valueHash}; of each access that was open {@code open opening subject interval};
 * last the SHA-256 of all bytes before.
 */
public final class MapFile {

    private static final String FORMAT = "assent-log-map/1";

    private final Path file;

    /** In that file, in a folder that is there; readable by the owner alone if the folder is. */
    public MapFile(Path file) {
        this.file = file;
    }

    /** Keeps a version in the place of the one before: durable when it returns, one of the two whatever happens. */
    public void write(LogVersion version) throws IOException {
        StringBuilder text = new StringBuilder();
        line(text, FORMAT, version.position(), version.entries(), version.intervals());
        version.tree()
                .forEach((head, valueHash) ->
                        line(text, "chain", head.mapKey(), head.count(), head.head(), head.intervals(), valueHash));
        version.open()
                .forEach((opening, interval) ->
                        line(text, "open", opening, interval.subject().toHex(), interval.interval()));
        byte[] body = text.toString().getBytes(StandardCharsets.US_ASCII);
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.write(next, body);
        Files.writeString(next, Hash.sha256(body).toHex() + "\n", StandardCharsets.US_ASCII, StandardOpenOption.APPEND);
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The version that is kept; empty if none is, or it is damaged. */
    public Optional<LogVersion> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        int last = text.lastIndexOf('\n', text.length() - 2) + 1;
        byte[] body = text.substring(0, last).getBytes(StandardCharsets.ISO_8859_1);
        return text.substring(last).equals(Hash.sha256(body).toHex() + "\n")
                ? Optional.of(version(text.substring(0, last).split("\n", -1)))
                : Optional.empty();
    }

    private static LogVersion version(String[] lines) throws IOException {
        LogTree tree = LogTree.EMPTY;
        Map<Long, LogVersion.OpenInterval> open = new HashMap<>();
        List<Long> numbers = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case FORMAT -> {
                    numbers.add(Long.valueOf(words[1]));
                    numbers.add(Long.valueOf(words[2]));
                    numbers.add(Long.valueOf(words[3]));
                }
                case "chain" ->
                    tree = tree.with(
                            new SubjectHead(
                                    Bytes32.fromHex(words[1]),
                                    Long.parseLong(words[2]),
                                    Bytes32.fromHex(words[3]),
                                    Long.parseLong(words[4])),
                            Bytes32.fromHex(words[5]));
                case "open" ->
                    open.put(
                            Long.valueOf(words[1]),
                            new LogVersion.OpenInterval(SubjectId.fromHex(words[2]), Long.parseLong(words[3])));
                case "" -> {}
                default -> throw new IOException("a map of the access log is of no known format");
            }
        }
        if (numbers.size() != 3) {
            throw new IOException("a map of the access log is of no known format");
        }
        return new LogVersion(numbers.get(0), tree, numbers.get(1), numbers.get(2), open);
    }

    private static void line(StringBuilder text, Object... words) {
        for (int i = 0; i < words.length; i++) {
            text.append(i == 0 ? "" : " ").append(words[i]);
        }
        text.append('\n');
    }
}
