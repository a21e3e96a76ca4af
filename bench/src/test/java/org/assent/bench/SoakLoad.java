package org.assent.bench;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.assent.abci.node.CometRpc;
import org.assent.abci.node.RpcException;
import org.assent.abci.stream.RemoteCommitStream;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.stream.LedgerProjection;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.TransactionCodec;
import org.jspecify.annotations.Nullable;

/**
 * Enrols patients as fast as the quota lets it, at one site after the other, and never asks what became of them; and records consents,
 * at whichever site answers, and sends again until each is applied.
 */
final class SoakLoad implements AutoCloseable {

    private static final int RESEND_TURNS = 50;
    private static final int RENEW_TURNS = 1_000;
    private static final int ENOUGH_IN_ADVANCE = 20;
    private static final long PAUSE_MILLIS = 20;

    private final List<SoakSite> sites;
    private final RemoteCommitStream stream;
    private final LedgerProjection state = new LedgerProjection();
    private final Member member = new Member("soak");
    private final Member flooding = new Member("flooding");
    private final ConcurrentLinkedQueue<Integer> withConsent = new ConcurrentLinkedQueue<>();
    private final AtomicInteger admitted = new AtomicInteger();
    private final List<Thread> threads = List.of(
            Thread.ofVirtual().unstarted(this::record), Thread.ofVirtual().unstarted(this::flood));

    private SoakLoad(List<SoakSite> sites) {
        this.sites = sites;
        this.stream = RemoteCommitStream.of(sites.getFirst().stream(), Member.CHAIN);
        stream.follow(0, state);
    }

    static SoakLoad start(List<SoakSite> sites) throws InterruptedException {
        SoakLoad load = new SoakLoad(sites);
        load.awaitRegistered(load.member);
        load.awaitRegistered(load.flooding);
        load.threads.forEach(Thread::start);
        return load;
    }

    private void awaitRegistered(Member organization) throws InterruptedException {
        awaitApplied(
                () -> organization.register(Network.soon()),
                () -> state.organization(organization.profile().organization()).isPresent());
    }

    private void record() {
        try {
            for (int next = 0; !Thread.currentThread().isInterrupted(); next++) {
                int patient = next;
                SubjectId subject = member.subject(patient);
                awaitApplied(() -> member.enroll(patient, Network.soon()), () -> state.subject(subject)
                        .isPresent());
                awaitApplied(() -> member.consent(patient, 1, Network.soon()), () -> state.subject(subject)
                        .filter(found -> !found.consents().isEmpty())
                        .isPresent());
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

    /** Closes a consent at one site; the patient if the site has admitted it. */
    Optional<Integer> restrict(SoakSite site) throws InterruptedException {
        Integer patient = withConsent.poll();
        if (patient == null) {
            return Optional.empty();
        }
        SignedTransaction restriction = member.close(patient, 1);
        CometRpc.@Nullable Broadcast answer = send(site, restriction);
        return isAdmitted(answer) ? Optional.of(patient) : Optional.empty();
    }

    /** How many enrolments got into a mempool. */
    int admitted() {
        return admitted.get();
    }

    /** Whether the patient's consent is closed, as the first site tells it. */
    boolean isClosed(int patient) {
        return state.subject(member.subject(patient))
                .filter(subject -> subject.consents().isEmpty())
                .isPresent();
    }

    /** Sends to one site after the other until the first site tells of the effect. */
    private void awaitApplied(Supplier<SignedTransaction> transaction, BooleanSupplier applied)
            throws InterruptedException {
        SignedTransaction current = transaction.get();
        for (int turn = 0; !applied.getAsBoolean(); turn++) {
            if (turn % RESEND_TURNS == 0) {
                send(sites.get(turn / RESEND_TURNS % sites.size()), current);
            }
            if (turn % RENEW_TURNS == RENEW_TURNS - 1) {
                current = transaction.get(); // before the first expires
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private static boolean isAdmitted(CometRpc.@Nullable Broadcast answer) {
        return answer != null && answer.code() == 0;
    }

    private static CometRpc.@Nullable Broadcast send(SoakSite site, SignedTransaction transaction)
            throws InterruptedException {
        try {
            return site.rpc().broadcastTxSync(TransactionCodec.encode(transaction));
        } catch (RpcException e) {
            return null; // it is away, or has had it already
        }
    }

    /** Ends the sending; what the first site tells is still followed. */
    void stopSending() {
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopSending();
        stream.close();
    }
}
