package org.assent.fhir;

import jakarta.servlet.http.HttpServlet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.assent.authorization.route.Route;
import org.assent.fhir.audit.AuditTrailFollower;
import org.assent.fhir.consent.ConsentService;
import org.assent.fhir.enforcement.Disclosure;
import org.assent.fhir.enforcement.FhirRoutes;
import org.assent.fhir.enforcement.FhirServlet;
import org.assent.fhir.enforcement.LocalReferences;
import org.assent.fhir.enforcement.PlainWriting;
import org.assent.fhir.enforcement.Reading;
import org.assent.fhir.enforcement.ServedType;
import org.assent.fhir.imagingstudy.SiteEndpoint;
import org.assent.fhir.jpa.ResourceStore;
import org.assent.fhir.metadata.Capabilities;
import org.assent.fhir.organization.Members;
import org.assent.fhir.share.ShareService;

/**
 * The FHIR R4 server of a site: one servlet at {@code /fhir/r4}, its routes, and what it does in the background. To be
 * mapped behind the filters of {@code authorization}; keeps no state between requests.
 */
public final class FhirServer implements AutoCloseable {

    private static final Duration HEALING = Duration.ofSeconds(1);
    private static final Duration DELIVERY = Duration.ofMillis(200);
    private static final Duration FOLLOWING = Duration.ofMillis(200);
    private static final Duration MIRRORING = Duration.ofMillis(500);
    private static final Duration FORGETTING = Duration.ofSeconds(60);

    private final FhirStore store;
    private final FhirParts parts;
    private final Members members;
    private final ConsentService consents;
    private final ShareService shares;
    private final FhirServlet servlet;
    private final List<Rounds> rounds = new ArrayList<>();
    private final AtomicBoolean mirrored = new AtomicBoolean();

    /** Wires the server over an open store; {@link #start()} begins its background work. */
    public FhirServer(FhirStore store, FhirParts parts) {
        this.store = store;
        this.parts = parts;
        FhirSettings settings = store.settings();
        ResourceStore resources = store.resources();
        String base = settings.fhirBase();
        Disclosure disclosure = new Disclosure(parts.decisions(), parts.log(), parts.clock());
        this.members = new Members(resources, parts.ledger(), new LocalReferences(resources, base));
        this.consents = new ConsentService(settings, parts, resources, disclosure, members);
        this.shares =
                new ShareService(resources, store.shared(), parts.shared(), parts.outbox(), parts.peers(), parts.log());
        this.servlet = new FhirServlet(
                resources.fhir(),
                providers(resources, disclosure, base),
                new Capabilities(base, settings.siteName(), parts.clock().instant(), parts.consents()),
                base);
    }

    private List<Object> providers(ResourceStore resources, Disclosure disclosure, String base) {
        List<Object> providers = new ArrayList<>();
        for (ServedType type : ServedType.values()) {
            providers.add(
                    switch (type.writing()) {
                        case NONE -> new Reading(type, resources, disclosure, base);
                        case PLAIN -> new PlainWriting(type, resources, disclosure, base);
                        case LEDGER -> consents.interactions();
                    });
        }
        providers.add(consents.status());
        providers.add(consents.explain());
        providers.add(consents.dryRun());
        providers.add(shares.receive());
        providers.add(shares.withdraw());
        return providers;
    }

    /** The servlet, for the mapping {@code /fhir/r4/*}. */
    public HttpServlet servlet() {
        return servlet;
    }

    /** All its routes. */
    public List<Route> routes() {
        return FhirRoutes.all();
    }

    /** Heals what a crash left, then begins to mirror members, deliver shares and render the access log. */
    public void start() {
        FhirSettings settings = store.settings();
        SiteEndpoint.put(store.resources(), settings.dicomWebBase(), settings.organization(), settings.siteName());
        AtomicLong mirroredHeight = new AtomicLong(-1);
        AuditTrailFollower follower = new AuditTrailFollower(
                store.resources(), settings.organization(), parts.shared()::sourceOf, parts.trails());
        rounds.add(Rounds.start("members", MIRRORING, () -> {
            mirror(mirroredHeight);
            return false;
        }));
        rounds.add(Rounds.start("consents", HEALING, () -> {
            consents.heal();
            return false;
        }));
        rounds.add(Rounds.start("shares", DELIVERY, () -> {
            if (parts.decisions().currentEnoughForOthers()) { // else what is delivered could be an old state
                shares.deliver();
            }
            return false;
        }));
        rounds.add(Rounds.start("unshared", FORGETTING, () -> {
            if (parts.decisions().currentEnoughForOthers()) {
                shares.forgetUnshared();
            }
            return false;
        }));
        rounds.add(Rounds.start("audit", FOLLOWING, follower::round));
    }

    private void mirror(AtomicLong mirroredHeight) {
        long height = parts.ledger().height();
        if (height > 0 && height != mirroredHeight.get()) {
            members.refresh();
            mirroredHeight.set(height);
            mirrored.set(true);
        }
    }

    /** Whether it can answer: the members of the ledger are known to it. */
    public boolean ready() {
        return mirrored.get();
    }

    /** Ends the background work; the store stays open. */
    @Override
    public void close() {
        rounds.forEach(Rounds::close);
        shares.close();
    }
}
