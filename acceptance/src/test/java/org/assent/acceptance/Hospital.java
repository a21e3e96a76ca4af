package org.assent.acceptance;

import static io.restassured.RestAssured.given;

import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One site of the running demo, as somebody with a token sees it. */
final class Hospital {

    private static final Duration TOKEN_REUSE = Duration.ofMinutes(3);

    private record Kept(String token, Instant until) {}

    private final FourSites sites;
    private final String name;
    private final int port;
    private final URI base;
    private final Map<String, Kept> tokens = new ConcurrentHashMap<>();

    Hospital(FourSites sites, String name, int port) {
        this.sites = sites;
        this.name = name;
        this.port = port;
        this.base = URI.create("http://127.0.0.1:" + port);
    }

    /** Lower case, as on the command line. */
    String name() {
        return name;
    }

    /** Its port for people. */
    int port() {
        return port;
    }

    /** Without a trailing slash. */
    String base() {
        return base.toString();
    }

    /** A bearer token as {@code ./assent token} prints it, for clinician, ehr, modality or privacy-officer. */
    String token(String as) {
        return tokens.compute(
                        as,
                        (role, kept) -> kept != null && kept.until().isAfter(Instant.now())
                                ? kept
                                : new Kept(
                                        sites.printToken(name, role),
                                        Instant.now().plus(TOKEN_REUSE)))
                .token();
    }

    /** The password that the demo printed for one of its people here. */
    String password(String user) {
        return sites.password(name, user);
    }

    /** Status of a clinician's search for one study: 200 if it is found, 204 if not. */
    int searchStatus(String studyUid) {
        return as("clinician")
                .get("/dicomweb/studies?StudyInstanceUID=" + studyUid)
                .statusCode();
    }

    /** A request to this site with a token. */
    RequestSpecification as(String role) {
        return anonymous().header("Authorization", "Bearer " + token(role));
    }

    /** A request to this site without any token. */
    RequestSpecification anonymous() {
        return given().baseUri(base()).urlEncodingEnabled(false);
    }
}
