package org.assent.site.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assent.abci.node.CometRpc;
import org.assent.abci.node.RpcException;
import org.assent.custody.keys.KeyStore;
import org.assent.custody.keys.OrganizationKeys;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.transaction.AnchorAccessLog;
import org.assent.ledger.transaction.Transaction;
import org.assent.ledger.transaction.TransactionCodec;
import org.assent.site.demo.story.DemoSite;

/** A site that the launcher started, as the story sees it. */
final class LaunchedSite implements DemoSite {

    private static final long POLL_MILLIS = 200;

    private final SiteProcess process;
    private final DemoAccounts accounts;
    private final DemoTokens tokens = new DemoTokens();

    LaunchedSite(SiteProcess process, DemoAccounts accounts) {
        this.process = process;
        this.accounts = accounts;
    }

    @Override
    public String name() {
        return process.hospital().name();
    }

    @Override
    public URI address() {
        return process.hospital().programAddress();
    }

    @Override
    public URI peerAddress() {
        return process.hospital().peerAddress();
    }

    @Override
    public String token(String as) throws IOException, InterruptedException {
        try {
            return tokens.fetch(process.hospital(), accounts.program(as));
        } catch (DemoException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public Path folder() {
        return process.folder().root();
    }

    @Override
    public OrganizationKeys keys() throws IOException {
        SecureRandom random = new SecureRandom();
        return OrganizationKeys.loadOrCreate(
                KeyStore.open(process.folder().keys(), random),
                process.hospital().organization(),
                Instant.now());
    }

    @Override
    public long ledgerHeight() throws IOException, InterruptedException {
        try (CometRpc rpc = new CometRpc(process.hospital().rpcPort())) {
            return rpc.status().height();
        } catch (RpcException e) {
            throw new IOException("the node of " + name() + " does not say its height", e);
        }
    }

    @Override
    public List<String> putOnLedgerAfter(long height) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        try (CometRpc rpc = new CometRpc(process.hospital().rpcPort())) {
            long newest = rpc.status().height();
            for (long at = height + 1; at <= newest; at++) {
                for (byte[] envelope : rpc.transactions(at)) {
                    Transaction transaction = TransactionCodec.decodeBody(
                            TransactionCodec.decode(envelope).body());
                    if (!(transaction instanceof AnchorAccessLog)) {
                        names.add(transaction.getClass().getSimpleName());
                    }
                }
            }
            return names;
        } catch (RpcException | MalformedBytes e) {
            throw new IOException("the node of " + name() + " does not say its blocks", e);
        }
    }

    @Override
    public void killSite() throws InterruptedException {
        process.kill();
    }

    @Override
    public void startAgain(Duration atMost) throws IOException, InterruptedException {
        process.start();
        Instant deadline = Instant.now().plus(atMost);
        while (!process.readiness().map(LaunchedSite::ready).orElse(false)) {
            try {
                process.requireRunning();
            } catch (DemoException e) {
                throw new IOException(e.getMessage(), e);
            }
            if (Instant.now().isAfter(deadline)) {
                throw new IOException(name() + " was not ready within " + atMost.toSeconds() + " s");
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static boolean ready(JsonNode readiness) {
        return readiness.path("ready").asBoolean();
    }

    @Override
    public int runningNodes() {
        String home = process.folder().node().toString();
        return (int) ProcessHandle.allProcesses()
                .filter(handle -> handle.info()
                        .arguments()
                        .map(arguments -> Optional.of(String.join(" ", arguments))
                                .filter(line -> line.contains(home))
                                .isPresent())
                        .orElse(false))
                .filter(handle -> handle.info().command().orElse("").endsWith("cometbft"))
                .count();
    }
}
