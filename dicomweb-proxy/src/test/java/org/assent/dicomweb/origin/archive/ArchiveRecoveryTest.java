package org.assent.dicomweb.origin.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assent.store.SiteDatabase;
import org.assent.testsupport.SyntheticDicom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of the archive after crashes and losses. */
class ArchiveRecoveryTest {

    private static final byte[] BASE = "http://here".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;

    private SiteDatabase database;

    @BeforeEach
    void openDatabase() {
        database = SiteDatabase.open("jdbc:h2:" + folder.resolve("db"), "sa", "", 4);
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    private Archive open() throws IOException {
        return Archive.open(database, folder.resolve("archive"), "urn:test", 0, Clock.systemUTC());
    }

    private static byte[] file(int number) {
        return SyntheticDicom.secondaryCapture("2.25.1", "2.25.2", "2.25.3." + number, "P");
    }

    private static StoreOutcome store(Archive archive, byte[] file) throws Exception {
        StagedInstance staged = archive.staging().stage(new ByteArrayInputStream(file));
        Map<StagedInstance, StoreOutcome> outcomes = archive.store(List.of(staged));
        return outcomes.values().iterator().next();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("archive"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void shouldRemoveWhatOnlyWaitedWhenItStarts() throws Exception {
        Archive archive = open();
        assertThat(store(archive, file(1))).isEqualTo(StoreOutcome.STORED);
        List<Path> kept = files();
        // Staged, but the process ends before it is stored:
        archive.staging().stage(new ByteArrayInputStream(file(2)));

        Archive again = open();

        assertThat(files()).isEqualTo(kept);
        assertThat(again.ofStudy("2.25.1")).hasSize(1);
    }

    @Test
    void shouldMakeTheIndexAgainFromTheFilesWhenItIsLost() throws Exception {
        Archive archive = open();
        for (int number = 1; number <= 3; number++) {
            store(archive, file(number));
        }
        List<StoredInstance> before = archive.ofStudy("2.25.1");
        String metadata = metadata(archive, before.get(0));
        List<Path> kept = files();
        database.close();
        Files.delete(folder.resolve("db.mv.db"));
        openDatabase();

        Archive again = open();

        assertThat(again.ofStudy("2.25.1")).extracting(StoredInstance::sha256).isEqualTo(sha256(before));
        assertThat(metadata(again, again.ofStudy("2.25.1").get(0))).isEqualTo(metadata);
        assertThat(files()).isEqualTo(kept);
    }

    @Test
    void shouldKeepAndNotOfferAFileThatIsNotWhatItsNameSays() throws Exception {
        store(open(), file(1));
        Path damaged = folder.resolve("archive/instances/ab/" + "ab".repeat(32) + ".dcm");
        Files.write(damaged, file(3));

        Archive again = open();

        assertThat(damaged).exists();
        assertThat(again.ofStudy("2.25.1")).hasSize(1);
    }

    private static List<String> sha256(List<StoredInstance> instances) {
        return instances.stream().map(StoredInstance::sha256).toList();
    }

    @Test
    void shouldHideAnInstanceWhoseFileIsGoneUntilItIsStoredAgain() throws Exception {
        store(open(), file(1));
        Files.delete(files().stream()
                .filter(f -> f.toString().endsWith(".dcm"))
                .findFirst()
                .orElseThrow());

        Archive again = open();
        assertThat(again.ofStudy("2.25.1")).isEmpty();
        assertThat(store(again, file(1))).isEqualTo(StoreOutcome.STORED);

        assertThat(again.ofStudy("2.25.1")).hasSize(1);
        assertThat(open().ofStudy("2.25.1")).hasSize(1);
    }

    @Test
    void shouldMakeReadingAidsAgainWhenTheyAreGoneOrDamaged() throws Exception {
        Archive archive = open();
        store(archive, file(1));
        StoredInstance instance = archive.ofStudy("2.25.1").get(0);
        String metadata = metadata(archive, instance);
        Object manifest = archive.manifestEntry(instance);
        Path aid = files().stream()
                .filter(f -> f.toString().endsWith(".aid"))
                .findFirst()
                .orElseThrow();

        Files.delete(aid);
        assertThat(metadata(archive, instance)).isEqualTo(metadata);
        byte[] bytes = Files.readAllBytes(aid);
        for (int at : new int[] {0, 5, 30, bytes.length - 1}) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 0x55;
            Files.write(aid, damaged);
            assertThat(metadata(archive, instance)).isEqualTo(metadata);
            assertThat(archive.manifestEntry(instance)).isEqualTo(manifest);
        }
        Files.write(aid, new byte[0]);
        assertThat(metadata(archive, instance)).isEqualTo(metadata);
    }

    @Test
    void shouldForgetARegisteredRevisionOnlyWhenAnotherCame() throws Exception {
        Archive archive = open();
        ArchiveCatalogue catalogue = new ArchiveCatalogue(archive, database, Duration.ZERO, Clock.systemUTC());
        store(archive, file(1));
        assertThat(catalogue.awaitingRegistration(5))
                .extracting(u -> u.revision())
                .containsExactly(1L);

        catalogue.registered("2.25.1", 1);
        assertThat(catalogue.awaitingRegistration(5)).isEmpty();
        store(archive, file(2));
        catalogue.registered("2.25.1", 1);

        assertThat(catalogue.awaitingRegistration(5))
                .extracting(u -> u.revision())
                .containsExactly(2L);
        assertThat(catalogue.holds("2.25.1")).isTrue();
        assertThat(catalogue.describe("2.25.1").orElseThrow().patient().issuer())
                .isEqualTo("urn:test");
        assertThat(catalogue.describe("2.25.9")).isEmpty();
    }

    private static String metadata(Archive archive, StoredInstance instance) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        archive.writeMetadata(instance, BASE, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
