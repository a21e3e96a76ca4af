package org.assent.abci.client;

import java.util.concurrent.atomic.AtomicInteger;
import org.assent.abci.node.CometRpc;
import org.assent.abci.node.RpcException;
import org.assent.abci.testing.Hospital;
import org.assent.ledger.transaction.TransactionCodec;

/** Enrols new patients at one node, one after the other, as fast as it takes them. */
final class OrdinaryLoad implements AutoCloseable {

    private final AtomicInteger admitted = new AtomicInteger();
    private final Thread thread;

    private OrdinaryLoad(CometRpc rpc, Hospital hospital, String name) {
        this.thread = Thread.ofVirtual().unstarted(() -> run(rpc, hospital, name));
    }

    static OrdinaryLoad start(CometRpc rpc, Hospital hospital, String name) {
        OrdinaryLoad load = new OrdinaryLoad(rpc, hospital, name);
        load.thread.start();
        return load;
    }

    private void run(CometRpc rpc, Hospital hospital, String name) {
        try {
            for (int patient = 0; !Thread.currentThread().isInterrupted(); patient++) {
                byte[] enrolment = TransactionCodec.encode(hospital.enroll(name + " " + patient, Sites.soon()));
                if (isAdmitted(rpc, enrolment)) {
                    admitted.incrementAndGet();
                } else {
                    Thread.sleep(20); // over its quota, or the node is away
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isAdmitted(CometRpc rpc, byte[] transaction) throws InterruptedException {
        try {
            return rpc.broadcastTxSync(transaction).code() == 0;
        } catch (RpcException e) {
            return false;
        }
    }

    /** How many have got into the mempool. */
    int admitted() {
        return admitted.get();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
