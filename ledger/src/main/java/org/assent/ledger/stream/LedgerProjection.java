package org.assent.ledger.stream;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.state.AccessLogLeaf;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.StudyLeaf;
import org.assent.ledger.state.Subject;
import org.jspecify.annotations.Nullable;

/**
 * The committed state as a site sees it: follows the commit stream and answers from memory.
 *
 * <p>Atomic per height: a block becomes visible as a whole or not at all, and only if every leaf of it is canonical and
 * every annex is the one that its leaf commits to. A gap in the heights or a broken leaf is an {@link
 * IllegalStateException} to the stream; what was visible stays, grows stale and so fails closed. Thread-safe.
 */
public final class LedgerProjection implements LedgerView, CommitFollower {

    /** Ends a listening. */
    public interface Listening extends AutoCloseable {
        @Override
        void close();
    }

    private static final Logger LOG = System.getLogger(LedgerProjection.class.getName());

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final List<Consumer<CommittedBlock>> commitListeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> replacementListeners = new CopyOnWriteArrayList<>();

    private ProjectedState visible = new ProjectedState(0, Instant.EPOCH);

    /** The state that is being given, invisible until it is whole; the stream's thread only. */
    private @Nullable ProjectedState arriving;

    /**
     * Calls the listener after each block, when its state is visible, on the stream's thread: it must be quick. What it
     * throws is logged and stops neither the stream nor other listeners.
     */
    public Listening onCommit(Consumer<CommittedBlock> listener) {
        commitListeners.add(listener);
        return () -> commitListeners.remove(listener);
    }

    /** Calls the listener after a whole state has replaced what was known: anything may have changed. */
    public Listening onStateReplaced(Runnable listener) {
        replacementListeners.add(listener);
        return () -> replacementListeners.remove(listener);
    }

    @Override
    public void beginState(long height, Instant time, Bytes32 appHash) {
        arriving = new ProjectedState(height, time);
    }

    @Override
    public void leaf(ChangedLeaf leaf) {
        arriving().put(leaf);
    }

    @Override
    public void endOfState() {
        ProjectedState whole = arriving();
        arriving = null;
        write(() -> visible = whole);
        replacementListeners.forEach(listener -> call("the new state", listener));
    }

    @Override
    public void committed(CommittedBlock block) {
        if (arriving != null) {
            throw new IllegalStateException("block " + block.height() + " came before the whole state had come");
        }
        write(() -> {
            if (block.height() != visible.height() + 1) {
                throw new IllegalStateException("block " + block.height() + " came after height " + visible.height()
                        + ": something is missing");
            }
            visible.apply(block);
        });
        commitListeners.forEach(listener -> call("block " + block.height(), () -> listener.accept(block)));
    }

    @Override
    public long height() {
        return read(() -> visible.height());
    }

    @Override
    public Instant blockTime() {
        return read(() -> visible.time());
    }

    @Override
    public Optional<GovernanceLeaf> governance() {
        return read(() -> visible.governance());
    }

    @Override
    public Optional<OrganizationLeaf> organization(OrganizationId organization) {
        return read(() -> visible.organization(organization));
    }

    @Override
    public Collection<OrganizationLeaf> organizations() {
        return read(() -> visible.organizations());
    }

    @Override
    public Optional<AccessLogLeaf> accessLog(OrganizationId organization) {
        return read(() -> visible.accessLog(organization));
    }

    @Override
    public Optional<Subject> subject(SubjectId subject) {
        return read(() -> visible.subject(subject));
    }

    @Override
    public Optional<StudyLeaf> study(StudyRef study) {
        return read(() -> visible.study(study));
    }

    @Override
    public <T> T atOneHeight(Function<LedgerView, T> reading) {
        return read(() -> reading.apply(this));
    }

    private ProjectedState arriving() {
        if (arriving == null) {
            throw new IllegalStateException("no state is being given: beginState comes first");
        }
        return arriving;
    }

    private <T> T read(Supplier<T> reading) {
        lock.readLock().lock();
        try {
            return reading.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    private void write(Runnable writing) {
        lock.writeLock().lock();
        try {
            writing.run();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private static void call(String what, Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a listener failed at " + what, e);
        }
    }
}
