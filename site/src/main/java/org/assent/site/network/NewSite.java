package org.assent.site.network;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import org.assent.abci.app.GenesisState;
import org.assent.abci.node.Genesis;
import org.assent.abci.node.NodeKeys;
import org.assent.site.SiteFolder;
import org.assent.site.configuration.ConfigurationTemplate;

/**
 * {@code ./assent site init}: a folder with a commented configuration, keys, and a network of this one site, to try it with.
 *
 * <p>In a network of several hospitals the operator replaces {@code genesis.json} by that network's before the first start
 * and removes {@code keys/accreditors}: others vouch for the organization then.
 */
public final class NewSite {

    private static final long POWER = 10;

    private NewSite() {}

    /**
     * Makes the folder.
     *
     * @throws java.nio.file.FileAlreadyExistsException if it has a configuration already
     */
    public static void create(SiteFolder folder, Clock clock, SecureRandom random, PrintStream out) throws IOException {
        Path configuration = ConfigurationTemplate.writeTo(folder.root());
        folder.create();
        NodeKeys node = NodeKeys.loadOrCreate(folder.node());
        Accreditors accreditors = Accreditors.loadOrCreate(accreditors(folder), 1, 1, random);
        byte[] suffix = new byte[6];
        random.nextBytes(suffix);
        Genesis genesis = new Genesis(
                "assent-" + HexFormat.of().formatHex(suffix),
                clock.instant(),
                List.of(new Genesis.Validator("first", node.validatorKey(), POWER)),
                new GenesisState(accreditors.publicKeys(), 1, GenesisState.DEFAULT_STALENESS_BOUND));
        PrivateFile.write(folder.root().resolve("genesis.json"), genesis.toJson());
        out.printf("""
                Made %s.

                  1. Read it and change what is yours: name, addresses, ports, certificate.
                  2. ./assent site %s

                The site begins with a network of its own (genesis.json, keys/accreditors). To join the network of other
                hospitals instead, put its genesis file there before the first start, remove keys/accreditors, and give
                the other members this node's id: %s
                """, configuration, folder.root(), node.nodeId());
    }

    /** Where the accreditors' keys of a network of one lie. */
    public static Path accreditors(SiteFolder folder) {
        return folder.keys().resolve("accreditors");
    }

    /** Whether the site's own folder holds who may vouch for it. */
    public static boolean vouchesForItself(SiteFolder folder) {
        return Files.exists(accreditors(folder).resolve("1.key"));
    }
}
