package org.assent.store;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Set;
import org.h2.api.ErrorCode;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Notices that H2 has closed its database, as it does when it cannot write, and lets go of every connection to it: the next
 * connection opens the database again. Without this the pool would hand out dead connections until the site is started again,
 * though there is space on the disk. Thread-safe.
 */
final class ClosedDatabase implements SQLExceptionOverride {

    private static final Set<Integer> CLOSED =
            Set.of(ErrorCode.DATABASE_IS_CLOSED, ErrorCode.DATABASE_CALLED_AT_SHUTDOWN, ErrorCode.IO_EXCEPTION_1);

    private volatile @Nullable HikariDataSource pool;

    /** Says whose connections to let go of. */
    void watch(HikariDataSource connections) {
        pool = connections;
    }

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        if (!isClosed(failure)) {
            return Override.CONTINUE_EVICT;
        }
        HikariDataSource connections = pool;
        if (connections != null && connections.isRunning()) {
            connections.getHikariPoolMXBean().softEvictConnections();
        }
        return Override.MUST_EVICT;
    }

    private static boolean isClosed(SQLException failure) {
        if (CLOSED.contains(failure.getErrorCode())) {
            return true;
        }
        Throwable cause = failure.getCause();
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (cause instanceof MVStoreException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
