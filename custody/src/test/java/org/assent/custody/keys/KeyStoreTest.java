package org.assent.custody.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.signature.BouncyCastleVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyStoreTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path folder;

    private final SecureRandom random = new SecureRandom();

    @Test
    void shouldGiveTheSameKeysWhenItIsOpenedAgain() throws IOException {
        OrganizationKeys made = OrganizationKeys.loadOrCreate(KeyStore.open(folder, random), "north", NOW);

        OrganizationKeys read = OrganizationKeys.loadOrCreate(KeyStore.open(folder, random), "north", NOW);

        assertThat(read.organization()).isEqualTo(made.organization());
        assertThat(read.transaction().publicKey()).isEqualTo(made.transaction().publicKey());
        assertThat(read.service().publicKey()).isEqualTo(made.service().publicKey());
        assertThat(read.token().publicKey()).isEqualTo(made.token().publicKey());
        assertThat(read.tls().pin()).isEqualTo(made.tls().pin());
        assertThat(Set.of(
                        made.rootKey(),
                        made.transaction().publicKey(),
                        made.service().publicKey(),
                        made.token().publicKey()))
                .hasSize(4);
        Bytes32 message = Hash.sha256("m".getBytes(StandardCharsets.US_ASCII));
        assertThat(new BouncyCastleVerifier()
                        .verifies(
                                made.service().publicKey(),
                                message,
                                read.service().sign(message)))
                .isTrue();
        assertThat(made.profile("North", List.of("https://north.example"), Set.of(), List.of())
                        .organization())
                .isEqualTo(made.organization());
    }

    @Test
    void shouldKeepItsIdentityWhenTheRootKeyIsTakenOffline() throws IOException {
        OrganizationKeys made = OrganizationKeys.loadOrCreate(KeyStore.open(folder, random), "north", NOW);
        Files.delete(folder.resolve("root.key"));

        OrganizationKeys read = OrganizationKeys.loadOrCreate(KeyStore.open(folder, random), "north", NOW);

        assertThat(read.organization()).isEqualTo(made.organization());
        assertThat(read.root()).isEqualTo(Optional.empty());
        assertThat(folder.resolve("root.key")).doesNotExist();
    }

    @Test
    void shouldBelongToItsOwnerAloneAndHoldNoKeyInTheClear() throws IOException {
        OrganizationKeys keys = OrganizationKeys.loadOrCreate(KeyStore.open(folder, random), "north", NOW);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(8).allSatisfy(file -> {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain(new String(
                                Arrays.copyOfRange(keys.tls().privateKey().getEncoded(), 30, 60),
                                StandardCharsets.ISO_8859_1));
            });
        }
    }

    @Test
    void shouldNotOpenWhenOthersMayReadTheMasterKey() throws IOException {
        KeyStore.open(folder, random);
        Path master = folder.resolve("master.key");
        Files.setPosixFilePermissions(master, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> KeyStore.open(folder, random))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void shouldNotMakeANewMasterKeyWhenKeysAreThere() throws IOException {
        Path elsewhere = folder.resolve("elsewhere.secret");
        Path keys = folder.resolve("keys");
        OrganizationKeys.loadOrCreate(KeyStore.open(keys, elsewhere, random), "north", NOW);
        Files.delete(elsewhere);

        assertThatThrownBy(() -> KeyStore.open(keys, elsewhere, random))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("backup");
    }

    @Test
    void shouldNotOpenAKeyThatWasPutInThePlaceOfAnother() throws IOException {
        KeyStore store = KeyStore.open(folder, random);
        OrganizationKeys.loadOrCreate(store, "north", NOW);
        Files.copy(
                folder.resolve("service.key"),
                folder.resolve("transaction.key"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);

        assertThatThrownBy(() -> OrganizationKeys.loadOrCreate(store, "north", NOW))
                .isInstanceOf(SealBrokenException.class);
    }

    @Test
    void shouldNotOpenWhenAByteWasChanged() {
        SecretBox box = new SecretBox(new byte[32], random);
        byte[] sealed = box.sealText("what", "secret");
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> box.open("what", changed)).isInstanceOf(SealBrokenException.class);
        }
        assertThat(box.openText("what", sealed)).isEqualTo("secret");
        assertThat(box.sealText("what", "secret")).isNotEqualTo(sealed);
    }

    @Test
    void shouldSayNothingOfSecretsInTexts() throws IOException {
        KeyStore store = KeyStore.open(folder, random);
        OrganizationKeys keys = OrganizationKeys.loadOrCreate(store, "north", NOW);
        String master = Files.readString(folder.resolve("master.key")).strip();

        assertThat(List.of(
                        store.toString(),
                        store.box().toString(),
                        keys.toString(),
                        keys.tls().toString()))
                .noneMatch(text -> text.contains(master) || text.contains("PrivateKey"));
    }

    @Test
    void shouldPinTheKeyThatTlsUses() throws Exception {
        TlsKey tls = OrganizationKeys.loadOrCreate(KeyStore.open(folder, random), "north", NOW)
                .tls();

        assertThat(tls.pin())
                .isEqualTo(Hash.sha256(tls.certificate().getPublicKey().getEncoded()));
        tls.certificate().verify(tls.certificate().getPublicKey());
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(tls.privateKey());
        signature.update(new byte[] {1});
        byte[] signed = signature.sign();
        signature.initVerify(tls.certificate());
        signature.update(new byte[] {1});
        assertThat(signature.verify(signed)).isTrue();
        assertThat(tls.toKeyStore("memory".toCharArray()).isKeyEntry("site")).isTrue();
    }
}
