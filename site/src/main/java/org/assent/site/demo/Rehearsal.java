package org.assent.site.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.assent.abci.node.NodeKeys;
import org.assent.dicom.PersonName;
import org.assent.dicom.phantom.CtHeadPhantom;
import org.assent.dicom.phantom.PhantomPatient;
import org.assent.site.RunningSite;
import org.assent.site.SiteFolder;
import org.assent.site.configuration.LedgerSettings;
import org.assent.site.network.NewSite;

/**
 * Runs one site of a network of its own in this JVM and asks of it what the demo asks, so that the JVM learns what to keep in
 * its AOT cache (JEP 483, JEP 514). A step of the build; what it asks for is not checked.
 */
public final class Rehearsal {

    private static final Duration READY_WITHIN = Duration.ofMinutes(3);
    private static final Duration AVAILABLE_WITHIN = Duration.ofSeconds(30);
    private static final int SLICES = 12;
    private static final int FIRST_BASE = 20_100;
    private static final int LAST_BASE = 30_000;
    private static final int STEP = 400;
    private static final long POLL_MILLIS = 300;

    private final Hospital hospital;
    private final DemoAccounts accounts;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final DemoTokens tokens = new DemoTokens(http);

    private Rehearsal(Hospital hospital, DemoAccounts accounts) {
        this.hospital = hospital;
        this.accounts = accounts;
    }

    /**
     * Plays it in an empty folder. The site goes on running until this process ends.
     *
     * @throws DemoException if the site is not ready in time
     */
    public static void play(Path root, PrintStream out) throws DemoException, IOException, InterruptedException {
        SecureRandom random = new SecureRandom();
        SiteFolder folder = new SiteFolder(root);
        Hospital hospital = new Hospital("North", 1, freeBase());
        NewSite.create(folder, Clock.systemUTC(), random, out);
        HospitalFolder.configure(
                folder.root(),
                hospital,
                List.of(hospital),
                folder.root().resolve("genesis.json"),
                List.of(NodeKeys.loadOrCreate(folder.node())),
                LedgerSettings.INSIDE);
        DemoAccounts accounts = DemoAccounts.create(random);
        Thread.ofPlatform().name("site").daemon().start(() -> {
            try {
                RunningSite.run(folder, Optional.of(accounts), Clock.systemUTC(), random);
            } catch (Exception e) {
                throw new IllegalStateException("the site of the rehearsal did not start", e);
            }
        });
        new Rehearsal(hospital, accounts).play();
    }

    private void play() throws DemoException, IOException, InterruptedException {
        awaitReady();
        CtHeadPhantom phantom = new CtHeadPhantom(
                new PhantomPatient(PersonName.of("Doe^Jane"), "REHEARSAL", "NORTH", LocalDate.of(1970, 1, 1), "F"),
                1,
                SLICES);
        String study = phantom.studyInstanceUid().toString();
        send(
                "modality",
                "POST",
                "/dicomweb/studies",
                "multipart/related; type=\"application/dicom\"; boundary=b",
                multipart(phantom));
        String series = "/dicomweb/studies/" + study + "/series/" + phantom.seriesInstanceUid();
        String instance = series + "/instances/" + phantom.sopInstanceUid(1);
        for (String path : List.of(
                "/dicomweb/studies?limit=101&offset=0&fuzzymatching=false&includefield=00081030%2C00080060",
                "/dicomweb/studies/" + study + "/series",
                series + "/instances",
                series + "/metadata",
                instance + "/frames/1",
                instance)) {
            send("clinician", "GET", path, "", new byte[0]);
        }
        awaitAvailable(study);
        for (String path :
                List.of("/metadata", "/Organization", "/Patient", "/Consent", "/Endpoint", "/Practitioner")) {
            send("ehr", "GET", "/fhir/r4" + path, "", new byte[0]);
        }
        send("privacy-officer", "GET", "/fhir/r4/AuditEvent?_count=10", "", new byte[0]);
        send("clinician", "GET", "/viewer/", "", new byte[0]);
        send("clinician", "GET", "/auth/sign-in", "", new byte[0]);
    }

    private void awaitReady() throws DemoException, InterruptedException {
        long from = System.nanoTime();
        while (System.nanoTime() - from < READY_WITHIN.toNanos()) {
            try {
                if (SiteProcess.readiness(http, hospital).path("ready").asBoolean()) {
                    return;
                }
            } catch (IOException e) {
                // Not listening yet.
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new DemoException("the site of the rehearsal was not ready within " + READY_WITHIN.toSeconds() + " s");
    }

    private void awaitAvailable(String study) throws DemoException, IOException, InterruptedException {
        long from = System.nanoTime();
        boolean available = false;
        while (!available && System.nanoTime() - from < AVAILABLE_WITHIN.toNanos()) {
            Thread.sleep(POLL_MILLIS);
            byte[] found = send(
                    "ehr", "GET", "/fhir/r4/ImagingStudy?identifier=urn:dicom:uid%7Curn:oid:" + study, "", new byte[0]);
            JsonNode bundle = new com.fasterxml.jackson.databind.ObjectMapper().readTree(found);
            available = bundle.at("/entry/0/resource/status").asText().equals("available");
        }
    }

    private byte[] send(String as, String method, String path, String contentType, byte[] body)
            throws DemoException, IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(hospital.programAddress() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + tokens.fetch(hospital, accounts.program(as)))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    private static byte[] multipart(CtHeadPhantom phantom) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int number = 1; number <= SLICES; number++) {
            body.write("--b\r\nContent-Type: application/dicom\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            body.write(phantom.slice(number));
            body.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        body.write("--b--\r\n".getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }

    private static int freeBase() throws DemoException {
        for (int base = FIRST_BASE; base < LAST_BASE; base += STEP) {
            if (Ports.areFree(new Hospital("North", 1, base))) {
                return base;
            }
        }
        throw new DemoException("no free ports from " + FIRST_BASE + " to " + LAST_BASE);
    }
}
