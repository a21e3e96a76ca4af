package org.assent.dicomweb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A line of {@code pydicom-store.tsv}: a file of pydicom's test data and what a Store request is to make of it.
 *
 * @param path below pydicom's folder of data
 * @param sha256 of its bytes
 * @param alone {@code stored} or the failure reason in hexadecimal, in an empty store
 * @param together likewise, in one store that has all files of the lines before
 */
record PydicomFile(String path, String sha256, String alone, String together) {

    static final String STORED = "stored";

    private static final Path TABLE = Path.of("src", "test", "resources", "pydicom-store.tsv");

    static List<PydicomFile> table() throws IOException {
        return Files.readAllLines(TABLE, StandardCharsets.UTF_8).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .map(columns -> new PydicomFile(columns[0], columns[1], columns[2], columns[3]))
                .toList();
    }

    /** Whether a file of a line before has its SOPInstanceUID and other bytes. */
    boolean reusesUid() {
        return together.equals("0111");
    }

    /** Its bytes, which must be those that the table was made of. */
    byte[] bytes(Path data) throws IOException, NoSuchAlgorithmException {
        byte[] bytes = Files.readAllBytes(data.resolve(path));
        String found =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        if (!found.equals(sha256)) {
            throw new IOException(path + " is not the file that the table was made of");
        }
        return bytes;
    }
}
