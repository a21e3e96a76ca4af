package org.assent.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.assent.abci.app.CheckTxAnswer;
import org.assent.abci.node.CometRpc;
import org.assent.abci.node.RpcException;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.TransactionCodec;
import org.jspecify.annotations.Nullable;

/**
 * Enrols patients as fast as the quota lets it, at one site after the other, and never asks what became of them; and records consents,
 * at whichever site answers, and sends again until each is applied.
 */
final class SoakLoad implements AutoCloseable {

    private static final Duration FOR_EVER = Duration.ofDays(1);
    private static final int ENOUGH_IN_ADVANCE = 20;
    private static final long PAUSE_MILLIS = 20;

    private final List<SoakSite> sites;
    private final Member member = new Member("soak");
    private final Member flooding = new Member("flooding");
    private final ConcurrentLinkedQueue<Integer> withConsent = new ConcurrentLinkedQueue<>();
    private final AtomicInteger admitted = new AtomicInteger();
    private final List<Thread> threads = List.of(
            Thread.ofVirtual().unstarted(this::record), Thread.ofVirtual().unstarted(this::flood));

    private SoakLoad(List<SoakSite> sites) {
        this.sites = sites;
    }

    static SoakLoad start(List<SoakSite> sites) throws InterruptedException {
        SoakLoad load = new SoakLoad(sites);
        awaitApplied(sites, () -> load.member.register(Network.soon()), FOR_EVER);
        awaitApplied(sites, () -> load.flooding.register(Network.soon()), FOR_EVER);
        load.threads.forEach(Thread::start);
        return load;
    }

    private void record() {
        try {
            for (int next = 0; !Thread.currentThread().isInterrupted(); next++) {
                int patient = next;
                awaitApplied(sites, () -> member.enroll(patient, Network.soon()), FOR_EVER);
                awaitApplied(sites, () -> member.consent(patient, 1, Network.soon()), FOR_EVER);
                withConsent.add(patient);
                while (withConsent.size() >= ENOUGH_IN_ADVANCE) {
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void flood() {
        try {
            for (int next = 0; !Thread.currentThread().isInterrupted(); next++) {
                if (isAdmitted(send(sites.get(next % sites.size()), flooding.enroll(next, Network.soon())))) {
                    admitted.incrementAndGet();
                } else {
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes a consent at one site; the transaction if the site has admitted it. */
    Optional<SignedTransaction> restrict(SoakSite site) throws InterruptedException {
        Integer patient = withConsent.poll();
        if (patient == null) {
            return Optional.empty();
        }
        SignedTransaction restriction = member.close(patient, 1);
        CometRpc.@Nullable Broadcast answer = send(site, restriction);
        return isAdmitted(answer) ? Optional.of(restriction) : Optional.empty();
    }

    /** How many enrolments got into a mempool. */
    int admitted() {
        return admitted.get();
    }

    static void awaitApplied(List<SoakSite> sites, SignedTransaction transaction, Duration patience)
            throws InterruptedException {
        awaitApplied(sites, () -> transaction, patience);
    }

    /** Sends to one site after the other until one answers that the effect is there. */
    private static void awaitApplied(List<SoakSite> sites, Supplier<SignedTransaction> transaction, Duration patience)
            throws InterruptedException {
        Instant end = Instant.now().plus(patience);
        SignedTransaction current = transaction.get();
        for (int turn = 0; !isApplied(send(sites.get(turn % sites.size()), current)); turn++) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException("a transaction does not take effect: " + current.id(Member.CHAIN));
            }
            Thread.sleep(PAUSE_MILLIS);
            if (turn % 100 == 99) {
                current = transaction.get(); // before the first expires
            }
        }
    }

    private static boolean isAdmitted(CometRpc.@Nullable Broadcast answer) {
        return answer != null && answer.code() == 0;
    }

    private static boolean isApplied(CometRpc.@Nullable Broadcast answer) {
        return answer != null
                && answer.codespace().equals(CheckTxAnswer.DOOR)
                && answer.code() == CheckTxAnswer.ALREADY_APPLIED;
    }

    private static CometRpc.@Nullable Broadcast send(SoakSite site, SignedTransaction transaction)
            throws InterruptedException {
        try {
            return site.rpc().broadcastTxSync(TransactionCodec.encode(transaction));
        } catch (RpcException e) {
            return null; // it is away, or has it already in its mempool
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
