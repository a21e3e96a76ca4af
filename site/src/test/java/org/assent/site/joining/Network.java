package org.assent.site.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assent.custody.keys.KeyStore;
import org.assent.custody.keys.OrganizationKeys;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.OrganizationNode;
import org.assent.ledger.state.OrganizationProfile;

/** A network of two members, on paper. */
final class Network {

    static final String CHAIN = "assent-test";
    static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    static final Bytes32 NUMBER = Hash.sha256("number".getBytes(StandardCharsets.US_ASCII));

    final OrganizationKeys north;
    final OrganizationKeys south;

    Network(Path folder) {
        north = keys(folder.resolve("north"));
        south = keys(folder.resolve("south"));
    }

    static OrganizationKeys keys(Path folder) {
        try {
            return OrganizationKeys.loadOrCreate(KeyStore.open(folder, new SecureRandom()), "test", NOW);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static OrganizationProfile profile(OrganizationKeys keys, String name, int number) {
        String node =
                Hash.sha256(name.getBytes(StandardCharsets.US_ASCII)).toHex().substring(0, 40);
        return keys.profile(
                name,
                List.of("https://127.0.0.1:820" + number),
                Set.of(),
                List.of(new OrganizationNode(
                        node,
                        "127.0.0.1:830" + number,
                        Optional.of(Hash.sha256(node.getBytes(StandardCharsets.US_ASCII))))));
    }

    List<OrganizationLeaf> members() {
        return List.of(
                OrganizationLeaf.registered(profile(north, "North", 1), 0, NOW),
                OrganizationLeaf.registered(profile(south, "South", 2), 0, NOW));
    }

    Invitation invitation() {
        return new Invitation(
                NUMBER,
                NOW,
                Bytes.of(("{\"chain_id\":\"" + CHAIN + "\"}").getBytes(StandardCharsets.US_ASCII)),
                north.organization(),
                "https://north.example",
                members(),
                new Invitation.Trusted(42, Hash.sha256(new byte[] {42})));
    }
}
