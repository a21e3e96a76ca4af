package org.assent.fhir.jpa;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * The tables of the FHIR database, and the empty template of an H2 file that saves each new site from making them.
 *
 * <p>HAPI's tables are of the version that is built in; those of a database made by another version are changed by HAPI's
 * own migrations, never by this program.
 */
public final class FhirSchema {

    private static final String OWN_TABLE =
            "create table if not exists assent_position (follower varchar(64) primary key, position bigint not null)";

    private FhirSchema() {}

    /**
     * Makes the template: an empty database with all tables.
     *
     * @param arguments one, the file to make, ending in {@code .mv.db}
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("give the file to make, ending in .mv.db");
        }
        makeTemplate(Path.of(arguments[0]));
    }

    /**
     * Makes an empty database with all tables.
     *
     * @param file ends in {@code .mv.db}; an existing one is replaced when the new one is complete
     */
    public static void makeTemplate(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        String name = absolute.getFileName().toString();
        if (!name.endsWith(".mv.db")) {
            throw new IllegalArgumentException("an H2 file ends in .mv.db: " + name);
        }
        Files.createDirectories(absolute.getParent());
        Path work = Files.createTempDirectory(absolute.getParent(), "template");
        try {
            ResourceStore.open(new FhirDatabase("jdbc:h2:file:" + work.resolve("fhir"), "sa", "", 4))
                    .close();
            Files.move(work.resolve("fhir.mv.db"), absolute, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(work.resolve("fhir.mv.db"));
            Files.deleteIfExists(work);
        }
    }

    /**
     * An H2 database in a file, begun as a copy of the template if there is neither the file nor a reason to make its
     * tables anew.
     *
     * @param file without {@code .mv.db}
     * @param template a file that {@link #makeTemplate} made; if it does not exist, the tables are made at the first start
     */
    public static FhirDatabase inFile(Path file, Path template) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path target = absolute.resolveSibling(absolute.getFileName() + ".mv.db");
        if (!Files.exists(target) && Files.exists(template)) {
            Files.createDirectories(absolute.getParent());
            Path part = absolute.resolveSibling(absolute.getFileName() + ".part");
            Files.copy(template, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        }
        return new FhirDatabase("jdbc:h2:file:" + absolute, "sa", "", 8);
    }

    /** Makes our own table, and says whether HAPI's are there. */
    static SchemaMode modeFor(FhirDatabase database) {
        try (Connection connection = DriverManager.getConnection(
                database.connectionUrl() + (database.isInMemory() ? ";DB_CLOSE_DELAY=-1" : ""),
                database.user(),
                database.password())) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(OWN_TABLE);
            }
            return hasTable(connection, "HFJ_RESOURCE") ? SchemaMode.KEEP : SchemaMode.CREATE;
        } catch (SQLException e) {
            throw new IllegalStateException("the FHIR database cannot be opened: " + database, e);
        }
    }

    private static boolean hasTable(Connection connection, String name) throws SQLException {
        for (String spelled : new String[] {name, name.toLowerCase(Locale.ROOT)}) {
            try (ResultSet tables = connection
                    .getMetaData()
                    .getTables(connection.getCatalog(), connection.getSchema(), spelled, new String[] {"TABLE"})) {
                if (tables.next()) {
                    return true;
                }
            }
            try (ResultSet tables = connection
                    .getMetaData()
                    .getTables(connection.getCatalog(), connection.getSchema(), spelled, new String[] {"BASE TABLE"})) {
                if (tables.next()) {
                    return true;
                }
            }
        }
        return false;
    }
}
