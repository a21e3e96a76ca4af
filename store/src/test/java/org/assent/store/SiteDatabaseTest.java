package org.assent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteDatabaseTest {

    @TempDir
    Path folder;

    @Test
    void shouldRunEachScriptOnceWhenMigratedAgain() {
        try (SiteDatabase database = open()) {
            database.migrate("one");
            insert(database, 1);
            database.migrate("one");
            assertThat(versions(database)).containsExactly("1", "2");
        }
        try (SiteDatabase database = open()) {
            database.migrate("one");
            assertThat(count(database)).isOne();
            assertThat(versions(database)).containsExactly("1", "2");
        }
    }

    @Test
    void shouldKeepSchemasApartWhenTwoModulesHaveTablesOfOneName() {
        try (SiteDatabase database = open()) {
            database.migrate("one");
            database.migrate("two");
            insert(database, 1);
            assertThat(count(database)).isOne();
            assertThat(count(database, "two")).isZero();
        }
    }

    @Test
    void shouldUndoEverythingWhenATransactionFails() {
        try (SiteDatabase database = open()) {
            database.migrate("one");
            assertThatThrownBy(() -> database.jdbi().useTransaction(handle -> {
                        handle.execute("INSERT INTO one.entry (number) VALUES (1)");
                        handle.execute("INSERT INTO one.entry (number) VALUES (1)");
                    }))
                    .isInstanceOf(UnableToExecuteStatementException.class);
            assertThat(count(database)).isZero();
        }
    }

    @Test
    void shouldGoOnWhenAThreadIsInterruptedWhileItCommits() {
        try (SiteDatabase database = open()) {
            database.migrate("one");
            database.jdbi().useTransaction(handle -> {
                handle.execute("INSERT INTO one.entry (number) VALUES (1)");
                Thread.currentThread().interrupt();
            });
            assertThat(Thread.interrupted())
                    .as("taken by H2, which tries again")
                    .isFalse();
            insert(database, 2);
            assertThat(count(database)).isEqualTo(2);
        }
        try (SiteDatabase database = open()) {
            assertThat(count(database)).isEqualTo(2);
        }
    }

    @Test
    void shouldHaveEveryCommitWhenTheProcessDiesWithoutClosing() throws Exception {
        // Given a process that commits ten rows, says so after each and then stops at once
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DyingWriter.class.getName(),
                        url())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(DyingWriter.EXIT);
        assertThat(said).contains("committed " + DyingWriter.ROWS);
        // When
        try (SiteDatabase database = open()) {
            // Then
            assertThat(count(database)).isEqualTo(DyingWriter.ROWS);
        }
    }

    private SiteDatabase open() {
        return SiteDatabase.open(url(), "sa", "", 4);
    }

    private String url() {
        return "jdbc:h2:file:" + folder.resolve("site");
    }

    private static void insert(SiteDatabase database, int number) {
        database.jdbi()
                .useHandle(handle -> handle.execute("INSERT INTO one.entry (number, note) VALUES (?, 'x')", number));
    }

    private static int count(SiteDatabase database) {
        return count(database, "one");
    }

    private static int count(SiteDatabase database, String schema) {
        try (Handle handle = database.jdbi().open()) {
            return handle.createQuery("SELECT COUNT(*) FROM " + schema + ".entry")
                    .mapTo(Integer.class)
                    .one();
        }
    }

    /** The numbers of the scripts that ran, in order. */
    private static List<String> versions(SiteDatabase database) {
        try (Handle handle = database.jdbi().open()) {
            return handle.createQuery("SELECT \"version\" FROM one.\"flyway_schema_history\""
                            + " WHERE \"version\" IS NOT NULL ORDER BY \"installed_rank\"")
                    .mapTo(String.class)
                    .list();
        }
    }
}
