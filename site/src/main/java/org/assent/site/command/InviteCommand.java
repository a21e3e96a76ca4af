package org.assent.site.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.assent.abci.node.CometRpc;
import org.assent.custody.keys.KeyStore;
import org.assent.custody.keys.OrganizationKeys;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.site.SiteFolder;
import org.assent.site.configuration.ConfigurationFile;
import org.assent.site.configuration.SiteConfiguration;
import org.assent.site.joining.Invitation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./assent invite DIR > invitation.json}: an invitation to the network of a running site. */
@Command(name = "invite")
public final class InviteCommand implements Callable<Integer> {

    @Mixin
    private SiteChoice choice = new SiteChoice();

    @Parameters(index = "0", arity = "0..1")
    private @Nullable Path directory;

    @Override
    public Integer call() throws Exception {
        SiteFolder folder = choice.folder(directory);
        SiteConfiguration configuration = ConfigurationFile.read(folder.root());
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        OrganizationKeys keys = OrganizationKeys.loadOrCreate(
                KeyStore.open(folder.keys(), random),
                configuration.organization().name(),
                clock.instant());
        byte[] number = new byte[Bytes32.LENGTH];
        random.nextBytes(number);
        Invitation invitation;
        try {
            invitation = new Invitation(
                    Bytes32.of(number),
                    clock.instant().truncatedTo(ChronoUnit.SECONDS),
                    Bytes.of(Files.readAllBytes(
                            folder.root().resolve(configuration.ledger().genesis()))),
                    keys.organization(),
                    configuration.people().address(),
                    folder.members().read(),
                    trusted(configuration.ledger().rpcPort()));
            invitation.inviting();
        } catch (IllegalArgumentException e) {
            throw new IOException("this site cannot invite: it is not registered yet, or does not run", e);
        }
        folder.requests().invited(invitation);
        System.out.write(invitation.sign(keys.service()));
        System.out.println();
        System.err.println("Invitation of " + configuration.organization().name() + " to " + invitation.chainId()
                + ". Compare by phone: " + invitation.fingerprint());
        return 0;
    }

    private static Invitation.Trusted trusted(int rpcPort) throws IOException, InterruptedException {
        try (CometRpc rpc = new CometRpc(rpcPort)) {
            long height = Math.max(1, rpc.status().height() - 1);
            String hash = rpc.commit(height)
                    .path("signed_header")
                    .path("commit")
                    .path("block_id")
                    .path("hash")
                    .asText();
            return new Invitation.Trusted(height, Bytes32.fromHex(hash.toLowerCase(java.util.Locale.ROOT)));
        }
    }
}
