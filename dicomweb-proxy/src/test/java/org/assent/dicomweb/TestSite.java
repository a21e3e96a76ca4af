package org.assent.dicomweb;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assent.authorization.principal.Principal;
import org.assent.authorization.principal.Role;
import org.assent.authorization.testing.GuardedServer;
import org.assent.decision.request.PurposeOfUse;
import org.assent.dicomweb.origin.archive.Archive;
import org.assent.dicomweb.origin.archive.ArchiveCatalogue;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.OrganizationId;
import org.assent.store.SiteDatabase;

/** A site with the DICOMweb server behind the real filters, everything else a fake that the test sets. */
final class TestSite implements AutoCloseable {

    static final OrganizationId OWN = organization(1);
    static final OrganizationId OTHER = organization(2);
    static final String MULTIPART_DICOM = "multipart/related; type=\"application/dicom\"; transfer-syntax=*";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    final SiteDatabase database;
    final Archive archive;
    final ArchiveCatalogue catalogue;
    final FakeDecisionPoint decisions;
    final FakeAccessLog log = new FakeAccessLog();
    final FakeSharing sharing = new FakeSharing();
    final AtomicInteger wakeUps = new AtomicInteger();
    /** Ids of the receipts that answers of other sites named. */
    final List<String> receiptsNamed = new java.util.concurrent.CopyOnWriteArrayList<>();

    final DicomwebServer dicomweb;
    final GuardedServer server;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path folder;
    private final String clinician;
    private final String modality;

    private TestSite(OrganizationId own, Path folder, DicomwebSettings settings, long minimumFreeBytes)
            throws Exception {
        this(
                own,
                folder,
                "jdbc:h2:mem:dicomweb" + NUMBER.incrementAndGet() + ";DB_CLOSE_DELAY=-1",
                settings,
                minimumFreeBytes);
    }

    private TestSite(OrganizationId own, Path folder, String index, DicomwebSettings settings, long minimumFreeBytes)
            throws Exception {
        this.folder = folder;
        database = SiteDatabase.open(index, "sa", "", 8);
        archive = Archive.open(database, folder, "urn:test:issuer", minimumFreeBytes, Clock.systemUTC());
        catalogue = new ArchiveCatalogue(archive, database, Duration.ZERO, Clock.systemUTC());
        decisions = new FakeDecisionPoint(own, archive::holds);
        dicomweb = new DicomwebServer(
                settings,
                new DicomwebParts(
                        database,
                        archive,
                        decisions,
                        (requester, patient, study) -> patient.equals("any"),
                        sharing,
                        log,
                        sharing,
                        wakeUps::incrementAndGet,
                        (source, receipt, access) -> receiptsNamed.add(receipt + " for " + access),
                        Clock.systemUTC()));
        server = GuardedServer.start(dicomweb.routes(), Map.of("/dicomweb/*", dicomweb.servlet()));
        clinician = server.bearer(person(own, Role.CLINICIAN));
        modality = server.bearer(person(own, Role.MODALITY));
    }

    static TestSite start(Path folder) throws Exception {
        return new TestSite(OWN, folder, DicomwebSettings.standard(), 0);
    }

    static TestSite start(OrganizationId own, Path folder) throws Exception {
        return new TestSite(own, folder, DicomwebSettings.standard(), 0);
    }

    static TestSite start(Path folder, DicomwebSettings settings, long minimumFreeBytes) throws Exception {
        return new TestSite(OWN, folder, settings, minimumFreeBytes);
    }

    /** With the index in a database file. */
    static TestSite startOnDisk(Path folder, Path index) throws Exception {
        return new TestSite(OWN, folder, "jdbc:h2:" + index, DicomwebSettings.standard(), 0);
    }

    static OrganizationId organization(int number) {
        byte[] bytes = new byte[32];
        bytes[31] = (byte) number;
        return new OrganizationId(Bytes32.of(bytes));
    }

    private static Principal person(OrganizationId own, Role role) {
        return new Principal.Person(own, "actor", "session", Set.of(PurposeOfUse.TREAT), Set.of(role));
    }

    static Principal.Peer peer(OrganizationId organization, String patient) {
        return new Principal.Peer(organization, "somebody", "token", Set.of(PurposeOfUse.TREAT), patient);
    }

    URI uri(String path) {
        return server.uri("/dicomweb" + path);
    }

    String base() {
        return uri("").toString();
    }

    /** A request as a clinician. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + clinician);
    }

    HttpResponse<byte[]> get(String path, String accept) throws IOException {
        return send(request(path).header("Accept", accept));
    }

    /** As another organization, with a token about {@code patient}; the tests' binding knows the patient "any". */
    HttpResponse<byte[]> getAsPeer(OrganizationId organization, String patient, String path, String accept)
            throws IOException {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + server.bearer(peer(organization, patient)))
                .header(server.peerHeader(), server.asPeer(organization))
                .header("Accept", accept));
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Stores instances as a modality, one part each. */
    HttpResponse<byte[]> store(byte[]... instances) throws IOException {
        return storeTo("/studies", instances);
    }

    HttpResponse<byte[]> storeTo(String path, byte[]... instances) throws IOException {
        String boundary = "b-" + UUID.randomUUID();
        return storeBody(
                path,
                "multipart/related; type=\"application/dicom\"; boundary=" + boundary,
                MultipartBytes.of(boundary, "application/dicom", List.of(instances)));
    }

    HttpResponse<byte[]> storeBody(String path, String contentType, byte[] body) throws IOException {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + modality)
                .header("Accept", "application/dicom+json")
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    /** What is in the archive: the names of its files, and the table of each row of its index. */
    List<String> contents() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files()) {
            found.add(folder.relativize(file).toString());
        }
        for (String table : List.of("study", "study_modality", "series", "series_request", "instance")) {
            int rows = database.jdbi().withHandle(handle -> handle.select("select count(*) from dicomweb." + table)
                    .mapTo(Integer.class)
                    .one());
            found.addAll(Collections.nCopies(rows, table));
        }
        return found;
    }

    /** Deletes all that is in the archive. What the server remembers of it stays: no UID may come again with other bytes. */
    void empty() throws IOException {
        database.jdbi().useHandle(handle -> handle.execute("delete from dicomweb.study"));
        for (Path file : files()) {
            Files.delete(file);
        }
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String part : List.of("incoming", "instances")) {
            try (Stream<Path> all = Files.walk(folder.resolve(part))) {
                all.filter(Files::isRegularFile).forEach(files::add);
            }
        }
        return files;
    }

    /** The head of a Store request, for tests that write the rest to the socket themselves; ends with the empty line. */
    String storeHead(String path, String... headers) {
        return "POST " + uri(path).getRawPath() + " HTTP/1.1\r\nHost: "
                + uri(path).getAuthority()
                + "\r\nConnection: close\r\nAuthorization: Bearer " + modality + "\r\n"
                + String.join("\r\n", headers) + "\r\n\r\n";
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (Exception e) {
            throw new IllegalStateException("the server did not stop", e);
        }
        dicomweb.close();
        database.jdbi().useHandle(handle -> handle.execute("set db_close_delay 0")); // else its memory is kept
        database.close();
    }
}
