package org.assent.fhir.share;

import org.assent.audit.AccessLog;
import org.assent.authorization.peer.PeerClient;
import org.assent.custody.share.ShareExchange;
import org.assent.custody.share.ShareOutbox;
import org.assent.fhir.consent.CanonicalConsent;
import org.assent.fhir.jpa.ResourceStore;

/** The parts of this package, wired: what is served and what is done in the background. */
public final class ShareService implements AutoCloseable {

    private final ShareExchange shared;
    private final SharedResources resources;
    private final ReceiveShare receive;
    private final WithdrawShare withdraw;
    private final ShareDelivery delivery;

    /** Wires them. */
    public ShareService(
            ResourceStore store,
            SharedResources resources,
            ShareExchange shared,
            ShareOutbox outbox,
            PeerClient peers,
            AccessLog log) {
        this.shared = shared;
        this.resources = resources;
        MessageOrder order = new MessageOrder(shared);
        this.receive = new ReceiveShare(shared, resources, new CanonicalConsent(store.fhir()), order, log);
        this.withdraw = new WithdrawShare(shared, order, log);
        this.delivery = new ShareDelivery(outbox, shared, store, peers, log);
    }

    /** The receiving operation. */
    public ReceiveShare receive() {
        return receive;
    }

    /** The operation that ends what was received. */
    public WithdrawShare withdraw() {
        return withdraw;
    }

    /** Starts deliveries that are due. */
    public void deliver() {
        delivery.round();
    }

    /** Forgets what is no longer shared with this site. */
    public int forgetUnshared() {
        return resources.forgetUnless(shared::keptFrom);
    }

    @Override
    public void close() {
        delivery.close();
    }
}
