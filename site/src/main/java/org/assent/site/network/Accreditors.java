package org.assent.site.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.signature.Signer;

/**
 * Who vouches for organizations in a network that is made here: keys in files, {@code 1.key}, {@code 2.key}, … (PKCS#8).
 *
 * @param signers all of them
 * @param threshold how many it takes
 */
public record Accreditors(List<Signer> signers, int threshold) {

    public Accreditors {
        signers = List.copyOf(signers);
    }

    /** Reads the keys in a folder, and makes those that are not there. */
    public static Accreditors loadOrCreate(Path folder, int count, int threshold, SecureRandom random)
            throws IOException {
        List<Signer> signers = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            Path file = folder.resolve(number + ".key");
            if (Files.notExists(file)) {
                PrivateFile.write(file, P256Signer.generate(random).toPkcs8());
            }
            signers.add(P256Signer.fromPkcs8(Files.readAllBytes(file)));
        }
        return new Accreditors(signers, threshold);
    }

    /** Their public keys, for the genesis file. */
    public List<PublicKey> publicKeys() {
        return signers.stream().map(Signer::publicKey).toList();
    }

    /** As many as it takes. */
    public List<Signer> enough() {
        return signers.subList(0, threshold);
    }
}
