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
import org.assent.custody.share.ShareOutbox;
import org.assent.custody.share.SharedStudies;
import org.assent.custody.share.SharedStudy;
import org.assent.fhir.Visibility;
import org.assent.fhir.enforcement.StudyUid;
import org.assent.fhir.jpa.ResourceStore;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.identity.OrganizationId;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Patient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what the outbox holds to the recipients' {@code $receive-share}: at least once, one recipient at a time in
 * order, so that one that is away delays nobody else.
 */
final class ShareDelivery implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ShareDelivery.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int AT_ONCE = 50;

    private final ShareOutbox outbox;
    private final SharedStudies shared;
    private final ResourceStore store;
    private final PeerClient peers;
    private final AccessLog log;
    private final Set<OrganizationId> busy = ConcurrentHashMap.newKeySet();
    private final ExecutorService deliveries = Executors.newVirtualThreadPerTaskExecutor();

    ShareDelivery(ShareOutbox outbox, SharedStudies shared, ResourceStore store, PeerClient peers, AccessLog log) {
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
        Optional<Consent> consent = store.read(Consent.class, delivery.consentResourceId());
        if (consent.isEmpty()) {
            return; // final on the ledger, not stored yet: due again at once
        }
        try {
            for (SharedStudy opening : shared.openedBy(delivery.consentResourceId(), delivery.recipient())) {
                Optional<SharePackage> share = share(consent.get(), opening);
                if (share.isPresent()) {
                    send(delivery.recipient(), share.get());
                }
            }
            outbox.delivered(delivery.id());
        } catch (IOException | RuntimeException e) {
            LOG.info("share of Consent/{} not delivered yet", delivery.consentResourceId(), e);
            outbox.failed(delivery.id(), String.valueOf(e.getMessage()));
        }
    }

    private Optional<SharePackage> share(Consent consent, SharedStudy opening) {
        String uid = opening.study().studyInstanceUid();
        List<ImagingStudy> held = store.find(ImagingStudy.class, StudyUid.query(uid) + "&" + Visibility.LOCAL_ONLY);
        return held.stream().findFirst().flatMap(study -> store.read(
                        Patient.class, study.getSubject().getReferenceElement().getIdPart())
                .map(patient -> new SharePackage(consent.copy(), study, patient, opening)));
    }

    private void send(OrganizationId recipient, SharePackage share) throws IOException {
        String consent = "Consent/" + share.opening().consentResource();
        log.event(new SecurityEvent(
                "",
                SecurityEvent.Kind.RECORD_READ,
                true,
                recipient.toHex(),
                Map.of("operation", ReceiveShare.NAME, "resource", consent)));
        String body = store.fhir().newJsonParser().encodeResourceToString(SharePackageCodec.encode(share));
        PeerClient.PeerRequest request = new PeerClient.PeerRequest(
                "POST",
                "/fhir/r4/" + ReceiveShare.NAME,
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
