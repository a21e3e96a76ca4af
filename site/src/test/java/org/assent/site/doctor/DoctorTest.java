package org.assent.site.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assent.abci.client.StateFileWitness;
import org.assent.abci.tree.BlockCommit;
import org.assent.abci.tree.MvStoreNodeStore;
import org.assent.abci.tree.StateTree;
import org.assent.abci.tree.StoredState;
import org.assent.abci.tree.TreeUpdate;
import org.assent.custody.keys.KeyStore;
import org.assent.custody.keys.OrganizationKeys;
import org.assent.ledger.stream.CommittedBlock;
import org.assent.site.SiteFolder;
import org.assent.site.SiteLock;
import org.assent.site.command.DoctorCommand;
import org.assent.site.configuration.ConfigurationFile;
import org.assent.site.doctor.Diagnosis.Level;
import org.assent.site.network.NewSite;
import org.assent.testsupport.FreePorts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A healthy folder, and one thing of it broken at a time. */
class DoctorTest {

    private static final String CHAIN_IN_GENESIS = "\"chain_id\" : \"";

    @TempDir
    private Path temporary;

    private SiteFolder folder = new SiteFolder(Path.of("none"));
    private Path cometBft = Path.of("");
    private List<Integer> ports = List.of();

    @BeforeEach
    void makeSite() throws Exception {
        folder = new SiteFolder(temporary.resolve("site"));
        NewSite.create(
                folder,
                Clock.systemUTC(),
                new SecureRandom(),
                new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8));
        ports = FreePorts.take(4);
        edit("8101", String.valueOf(ports.get(0)));
        edit("8201", String.valueOf(ports.get(1)));
        edit("26656", String.valueOf(ports.get(2)));
        edit("26657", String.valueOf(ports.get(3)));
        edit("0.0.0.0", "127.0.0.1");
        cometBft = program("echo 0.39.0");
    }

    @Test
    void shouldFindNothingAmissAndChangeNothingWhenTheSiteIsNew() throws Exception {
        List<String> before = everything();

        List<Diagnosis> found = look();

        assertThat(found).noneMatch(one -> one.level() == Level.FAIL);
        assertThat(new TreeSet<>(found.stream().map(Diagnosis::subject).toList()))
                .contains(
                        "Java",
                        "CometBFT",
                        "owner",
                        "folder",
                        "keys",
                        "sockets",
                        "disk",
                        "site.yaml",
                        "people.port",
                        "sites.port",
                        "ledger.bind",
                        "ledger.rpcPort",
                        "people.tls",
                        "genesis",
                        "state file",
                        "ledger's disk",
                        "clock");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void shouldEndWithOneAndSayWhatHelpsWhenSomethingMustBePutRight() throws Exception {
        assertThat(new CommandLine(new DoctorCommand())
                        .execute(temporary.resolve("nowhere").toString()))
                .isEqualTo(1);
        for (Diagnosis one :
                Doctor.look(cometBft, Optional.of(new SiteFolder(temporary.resolve("nowhere"))), clock())) {
            assertThat(one.level() == Level.OK)
                    .as(one.text())
                    .isEqualTo(one.advice().isEmpty());
        }
    }

    @Test
    void shouldFailWhenTheNodesProgramIsMissingBrokenOrAnother() throws Exception {
        cometBft = temporary.resolve("none");
        assertThat(found("CometBFT")).isEqualTo(Level.FAIL);
        cometBft = program("exit 3");
        assertThat(found("CometBFT")).isEqualTo(Level.FAIL);
        cometBft = program("echo 0.34.1");
        assertThat(found("CometBFT")).isEqualTo(Level.WARN);
    }

    @Test
    void shouldFailWhenOthersMayReadTheFolderOrAKey() throws Exception {
        permit(folder.root(), "rwxr-xr-x");
        assertThat(found("folder")).isEqualTo(Level.FAIL);
        permit(folder.root(), "rwx------");
        assertThat(found("folder")).isEqualTo(Level.OK);

        Path key = folder.node().resolve("config/priv_validator_key.json");
        permit(key, "rw-r--r--");
        assertThat(found("keys")).isEqualTo(Level.FAIL);
        Files.delete(key);
        assertThat(found("keys")).isEqualTo(Level.FAIL);
    }

    @Test
    void shouldNameTheSettingWhenTheConfigurationCannotBeUsed() throws Exception {
        edit("# process: own", "process: elsewhere");

        assertThat(look())
                .anyMatch(one -> one.level() == Level.FAIL
                        && one.subject().equals("site.yaml")
                        && one.found().contains("ledger.process is inside, own or external, not elsewhere"));
    }

    @Test
    void shouldFailWhenAPortIsTakenAndNotWhenTheSiteItselfHasIt() throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.get(0)));
            assertThat(found("people.port")).isEqualTo(Level.FAIL);

            try (SiteLock running = SiteLock.take(folder.lock())) {
                assertThat(running.isHeld()).isTrue();
                assertThat(look()).noneMatch(one -> one.subject().equals("people.port"));
            }
        }
        assertThat(found("people.port")).isEqualTo(Level.OK);
    }

    @Test
    void shouldFailWhenTheGenesisFileIsAnotherThanTheNodes() throws Exception {
        Path node = folder.node().resolve("config/genesis.json");
        Files.copy(genesis(), node);
        assertThat(found("genesis")).isEqualTo(Level.OK);

        Files.writeString(genesis(), Files.readString(genesis()).replace(CHAIN_IN_GENESIS, CHAIN_IN_GENESIS + "x"));
        assertThat(found("genesis")).isEqualTo(Level.FAIL);

        Files.writeString(genesis(), "not a genesis file");
        assertThat(found("genesis")).isEqualTo(Level.FAIL);
    }

    @Test
    void shouldFailWhenTheStateFileIsInUseDamagedOrOfAnotherChain() throws Exception {
        try (MvStoreNodeStore open = commit(chainId(), Instant.now())) {
            assertThat(open.newest()).isPresent();
            assertThat(found("state file")).isEqualTo(Level.FAIL);
        }
        assertThat(found("state file")).isEqualTo(Level.OK);

        byte[] noise = new byte[20_000];
        new SecureRandom().nextBytes(noise);
        Files.write(folder.ledgerState(), noise);
        assertThat(found("state file")).isEqualTo(Level.FAIL);

        Files.delete(folder.ledgerState());
        commit(chainId(), Instant.now()).close();
        new StateFileWitness(folder.ledgerState()).note();
        byte[] written = Files.readAllBytes(folder.ledgerState());
        for (int at = 8_192; at < written.length; at++) {
            written[at] ^= (byte) (at % 97 == 0 ? 4 : 0);
        }
        Files.write(folder.ledgerState(), written);
        assertThat(look())
                .as("one bit in every hundred bytes")
                .anyMatch(one ->
                        one.level() == Level.FAIL && one.found().contains(folder.ledgerState() + ": it is damaged"));

        Files.delete(folder.ledgerState());
        commit("assent-other", Instant.now()).close();
        assertThat(found("state file")).isEqualTo(Level.FAIL);
    }

    @Test
    void shouldWarnWhenTheLedgerTakesMoreOfTheDiskThanItsBudget() throws Exception {
        edit("# diskBudgetMib: 51200", "diskBudgetMib: 10");
        assertThat(found("ledger's disk")).isEqualTo(Level.OK);

        try (RandomAccessFile block = new RandomAccessFile(
                Files.createDirectories(folder.node().resolve("data"))
                        .resolve("blocks")
                        .toFile(),
                "rw")) {
            block.setLength(9L << 20);
            assertThat(look())
                    .anyMatch(one -> one.level() == Level.WARN
                            && one.found().contains("of the 10 MiB")
                            && one.found().contains("NEAR"));
            block.setLength(11L << 20);
            assertThat(look())
                    .anyMatch(one -> one.level() == Level.WARN
                            && one.found().contains("of the 10 MiB")
                            && one.found().contains("OVER"));
        }
    }

    @Test
    void shouldFailWhenTheClockIsBehindTheNewestBlock() throws Exception {
        commit(chainId(), Instant.now().plus(Duration.ofHours(1))).close();

        assertThat(found("clock")).isEqualTo(Level.FAIL);
    }

    @Test
    void shouldTellWhenTheKeysOfASiteThatHasRunAreGone() throws Exception {
        commit(chainId(), Instant.now()).close();
        assertThat(found("keys")).isEqualTo(Level.FAIL);

        keys();
        assertThat(found("keys")).isEqualTo(Level.OK);
    }

    @Test
    void shouldJudgeTheCertificateByItsDatesAndItsKey() throws Exception {
        OrganizationKeys keys = keys();
        X509Certificate certificate = keys.tls().certificate();
        withTls(certificate, keys.tls().privateKey());
        assertThat(found("people.tls")).isEqualTo(Level.OK);

        Instant until = certificate.getNotAfter().toInstant();
        assertThat(level("people.tls", look(at(until.minus(Duration.ofDays(3))))))
                .isEqualTo(Level.WARN);
        assertThat(level("people.tls", look(at(until.plusSeconds(1))))).isEqualTo(Level.FAIL);

        permit(folder.root().resolve("keys/people.key"), "rw-r--r--");
        assertThat(found("people.tls")).isEqualTo(Level.FAIL);

        withTls(certificate, otherKey());
        assertThat(found("people.tls")).isEqualTo(Level.FAIL);
        Files.writeString(folder.root().resolve("keys/people.key"), "no key");
        assertThat(found("people.tls")).isEqualTo(Level.FAIL);
    }

    private void withTls(X509Certificate certificate, PrivateKey key) throws Exception {
        pem(folder.root().resolve("keys/people.crt"), "CERTIFICATE", certificate.getEncoded());
        pem(folder.root().resolve("keys/people.key"), "PRIVATE KEY", key.getEncoded());
        edit("address: http://localhost", "address: https://localhost");
        edit("  # tls:\n  #   certificate: keys/people.crt\n  #   key: keys/people.key", """
                  tls:
                    certificate: keys/people.crt
                    key: keys/people.key""".indent(2)
                .stripTrailing());
    }

    private static void pem(Path file, String kind, byte[] content) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                file,
                "-----BEGIN " + kind + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + kind
                        + "-----\n");
    }

    private static PrivateKey otherKey() throws Exception {
        return java.security.KeyPairGenerator.getInstance("EC")
                .generateKeyPair()
                .getPrivate();
    }

    private OrganizationKeys keys() throws IOException {
        return OrganizationKeys.loadOrCreate(
                KeyStore.open(folder.keys(), new SecureRandom()), "Example Hospital", Instant.now());
    }

    private MvStoreNodeStore commit(String chainId, Instant time) {
        MvStoreNodeStore store = MvStoreNodeStore.open(folder.ledgerState());
        StoredState state = new StoredState(chainId, 1, time, null);
        store.commit(new BlockCommit(
                state,
                TreeUpdate.of(StateTree.empty(), 1, List.of()),
                new CommittedBlock(1, time, state.appHash(), List.of(), List.of())));
        return store;
    }

    private Path genesis() {
        return folder.root().resolve("genesis.json");
    }

    private String chainId() throws IOException {
        String text = Files.readString(genesis());
        int from = text.indexOf(CHAIN_IN_GENESIS) + CHAIN_IN_GENESIS.length();
        return text.substring(from, text.indexOf('"', from));
    }

    private void edit(String from, String to) throws IOException {
        Path file = folder.root().resolve(ConfigurationFile.NAME);
        Files.writeString(file, Files.readString(file).replace(from, to));
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private Path program(String script) throws IOException {
        Path file = Files.createTempFile(temporary, "cometbft", "");
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        permit(file, "rwx------");
        return file;
    }

    private List<Diagnosis> look() throws Exception {
        return look(clock());
    }

    private List<Diagnosis> look(Clock clock) throws Exception {
        return Doctor.look(cometBft, Optional.of(folder), clock);
    }

    private Level found(String subject) throws Exception {
        return level(subject, look());
    }

    private static Level level(String subject, List<Diagnosis> found) {
        List<Diagnosis> of =
                found.stream().filter(one -> one.subject().equals(subject)).toList();
        assertThat(of).as("%s in %s", subject, found).hasSize(1);
        assertThat(of.getFirst().level() == Level.OK)
                .as(
                        "whatever is not as it should be comes with what helps: %s",
                        of.getFirst().text())
                .isEqualTo(of.getFirst().advice().isEmpty());
        return of.getFirst().level();
    }

    private static Clock clock() {
        return Clock.systemUTC();
    }

    private static Clock at(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }

    /** Every file with its time and length. */
    private List<String> everything() throws IOException {
        try (Stream<Path> files = Files.walk(folder.root())) {
            return files.sorted()
                    .map(file -> file + " " + file.toFile().lastModified() + " "
                            + file.toFile().length())
                    .toList();
        }
    }
}
