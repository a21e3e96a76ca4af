package org.assent.fhir.share;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assent.audit.AccessLog;
import org.assent.audit.SecurityEvent;
import org.assent.authorization.peer.PeerClient;
import org.assent.authorization.peer.PeerResponse;
import org.assent.custody.share.OfferedShare;
import org.assent.custody.share.ShareExchange;
import org.assent.custody.share.ShareOutbox;
import org.assent.custody.share.SharedStudy;
import org.assent.fhir.Visibility;
import org.assent.fhir.enforcement.StudyUid;
import org.assent.fhir.jpa.ResourceStore;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.identity.OrganizationId;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what the outbox holds: at least once, to each recipient one message after the other, so that one that is away
 * delays nobody else.
 *
 * <p>A delivery is the present state of a consent for a recipient, read when it is delivered: first {@code $withdraw-share}
 * for what the decision point no longer opens, then {@code $receive-share} for what it opens. It is done when nothing is left
 * to withdraw, so that whatever changes on the way is made good in the next round.
 */
final class ShareDelivery implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ShareDelivery.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int AT_ONCE = 50;

    private final ShareOutbox outbox;
    private final ShareExchange shared;
    private final ResourceStore store;
    private final PeerClient peers;
    private final AccessLog log;
    private final Set<OrganizationId> busy = ConcurrentHashMap.newKeySet();
    private final ExecutorService deliveries = Executors.newVirtualThreadPerTaskExecutor();

    ShareDelivery(ShareOutbox outbox, ShareExchange shared, ResourceStore store, PeerClient peers, AccessLog log) {
        this.outbox = outbox;
        this.shared = shared;
        this.store = store;
        this.peers = peers;
        this.log = log;
    }

    /** Starts whatever is due and whose recipient is not busy. */
    void round() {
        for (ShareOutbox.Delivery delivery : outbox.due(AT_ONCE)) {
            if (busy.add(delivery.recipient())) {
                deliveries.execute(() -> {
                    try {
                        deliver(delivery);
                    } finally {
                        busy.remove(delivery.recipient());
                    }
                });
            }
        }
    }

    private void deliver(ShareOutbox.Delivery delivery) {
        String id = delivery.consentResourceId();
        try {
            for (OfferedShare ended : shared.endedFor(id, delivery.recipient())) {
                withdraw(ended);
                shared.ended(ended);
            }
            List<SharedStudy> opened = shared.openedBy(id, delivery.recipient());
            if (!opened.isEmpty()) {
                Consent consent = store.read(Consent.class, id).orElseThrow(ShareDelivery::notReadable);
                for (SharedStudy opening : opened) {
                    share(consent, opening, delivery.recipient());
                }
            }
            if (shared.endedFor(id, delivery.recipient()).isEmpty()) {
                outbox.delivered(delivery.id());
            }
        } catch (IOException | RuntimeException e) {
            LOG.info("share of Consent/{} not delivered yet", delivery.consentResourceId(), e);
            outbox.failed(delivery.id(), String.valueOf(e.getMessage()));
        }
    }

    /** Not stored yet, or deleted before the ledger's state was here: due again after a pause, and not before others. */
    private static IOException notReadable() {
        return new IOException("the Consent cannot be read now");
    }

    private void share(Consent consent, SharedStudy opening, OrganizationId recipient) throws IOException {
        String uid = opening.study().studyInstanceUid();
        List<ImagingStudy> held = store.find(ImagingStudy.class, StudyUid.query(uid) + "&" + Visibility.LOCAL_ONLY);
        Optional<ImagingStudy> study = held.stream().findFirst();
        Optional<Patient> patient = study.flatMap(known -> store.read(
                Patient.class, known.getSubject().getReferenceElement().getIdPart()));
        if (study.isPresent() && patient.isPresent()) {
            shared.offering(recipient, opening);
            SharePackage share = new SharePackage(
                    consent.copy(), study.get(), patient.get(), opening, shared.nextRevision(recipient));
            send(recipient, ReceiveShare.NAME, opening.consentResource(), SharePackageCodec.encode(share));
        }
    }

    private void withdraw(OfferedShare ended) throws IOException {
        ShareWithdrawal withdrawal = new ShareWithdrawal(ended.ended(), shared.nextRevision(ended.recipient()));
        send(ended.recipient(), WithdrawShare.NAME, ended.consentResourceId(), ShareWithdrawalCodec.encode(withdrawal));
    }

    private void send(OrganizationId recipient, String operation, String consent, Resource message) throws IOException {
        log.event(new SecurityEvent(
                "",
                SecurityEvent.Kind.RECORD_READ,
                true,
                recipient.toHex(),
                Map.of("operation", operation, "resource", "Consent/" + consent)));
        String body = store.fhir().newJsonParser().encodeResourceToString(message);
        PeerClient.PeerRequest request = new PeerClient.PeerRequest(
                "POST",
                "/fhir/r4/" + operation,
                Map.of("Content-Type", "application/fhir+json", "Accept", "application/fhir+json"),
                Bytes.of(body.getBytes(StandardCharsets.UTF_8)),
                TIMEOUT);
        try (PeerResponse response = peers.asOrganization(recipient, request)) {
            if (response.status() != 200) {
                throw new IOException("the recipient answered " + response.status());
            }
        }
    }

    @Override
    public void close() {
        deliveries.shutdownNow();
    }
}
