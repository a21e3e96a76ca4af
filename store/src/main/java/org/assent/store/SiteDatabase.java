package org.assent.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/**
 * The database of one site, opened once and closed with it. H2 or PostgreSQL, by URL.
 *
 * <p>Each module owns a schema of its own name and migrates it by the numbered scripts in {@code db/<schema>} on its class
 * path ({@code V1__….sql}, …). What a commit returned for is on disk: H2 runs with {@code WRITE_DELAY=0}. H2 closes a database that
 * it cannot write; the next connection opens it again.
 */
public final class SiteDatabase implements AutoCloseable {

    /** Names without quotes are lower-case as in PostgreSQL: one script serves both, and {@code schema.table} means the same in both. */
    private static final String LOWER_CASE = ";DATABASE_TO_LOWER=TRUE";

    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private SiteDatabase(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
    }

    /**
     * Opens the database.
     *
     * @param url JDBC URL, {@code jdbc:h2:…} or {@code jdbc:postgresql:…}, without settings of H2's own
     * @param user database user
     * @param password its password, possibly empty
     * @param connections the most connections that are open at once, from 1
     */
    public static SiteDatabase open(String url, String user, String password, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(H2Connection.isH2(url) ? H2Connection.url(url, LOWER_CASE) : url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        config.setPoolName("site");
        ClosedDatabase closed = new ClosedDatabase();
        config.setExceptionOverride(closed);
        HikariDataSource pool = new HikariDataSource(config);
        closed.watch(pool);
        return new SiteDatabase(pool);
    }

    /**
     * Brings a module's schema up to its newest script, in order, each once.
     *
     * @param schema lower-case; names the folder of the scripts and the schema, which is made if it is not there
     */
    public void migrate(String schema) {
        Flyway.configure()
                .dataSource(pool)
                .schemas(schema)
                .defaultSchema(schema)
                .createSchemas(true)
                .locations("classpath:db/" + schema)
                .load()
                .migrate();
    }

    /** For statements; name tables with their schema. */
    public Jdbi jdbi() {
        return jdbi;
    }

    /** For code that wants plain JDBC. */
    public DataSource dataSource() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }
}
