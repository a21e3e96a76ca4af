package org.assent.site.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.signature.Signer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which accreditor signs, with a key file or, in the demo, by number, and that it does. */
final class AccreditorKey {

    private static final int LONGEST_KEY = 4_096;

    @Option(names = "--key")
    private @Nullable Path key;

    @Option(names = "--as")
    private @Nullable Integer accreditor;

    @Option(names = "--yes")
    private boolean yes;

    /** Whether what was shown is to be signed; says so if not. */
    boolean isGiven() throws IOException {
        boolean given = yes || Prompt.ask("Sign this? Type yes").equals(Optional.of("yes"));
        if (!given) {
            System.err.println("assent: nothing was signed");
        }
        return given;
    }

    /** The key, to sign with. */
    Signer signer(SiteChoice choice) throws IOException {
        Path file = key;
        if (file == null && accreditor != null && choice.isDemo()) {
            file = choice.home().resolve("accreditors/" + accreditor + ".key");
        }
        if (file == null) {
            throw new IOException("say who signs: --key FILE (PKCS#8), or in the demo --as 1, 2 or 3");
        }
        if (Files.notExists(file) || Files.size(file) > LONGEST_KEY) {
            throw new IOException("there is no accreditor's key at " + file);
        }
        try {
            return P256Signer.fromPkcs8(Files.readAllBytes(file));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is no P-256 key in PKCS#8", e);
        }
    }
}
