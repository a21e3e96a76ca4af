package org.assent.site.configuration;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The port for people, EHRs and modalities.
 *
 * @param address at which they reach it, {@code http(s)://host[:port]}; also the issuer of its tokens
 * @param aliases further addresses of the same port, possibly none
 * @param bind local address to listen on
 * @param port to listen on
 * @param tls certificate and key; without them the port speaks plain http, on loopback only
 * @param clientSecretsInForms whether programs may send their secret in the form of a token request ({@code
 *     client_secret_post}) instead of by Basic; not unless it says so
 * @param strict401 whether a token that does not cover a request is answered 401, as IHE IUA has it, instead of 403; not unless it
 *     says so
 */
public record PeopleSettings(
        String address,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> aliases,
        String bind,
        int port,
        @Nullable TlsFiles tls,
        @Nullable Boolean clientSecretsInForms,
        @Nullable Boolean strict401) {

    public PeopleSettings {
        aliases = List.copyOf(aliases);
    }

    /** Whether programs may send their secret in a form. */
    public boolean secretsInForms() {
        return Boolean.TRUE.equals(clientSecretsInForms);
    }

    /** Whether 401 stands for 403. */
    public boolean answersStrictly() {
        return Boolean.TRUE.equals(strict401);
    }

    void check(Path folder, Findings findings) {
        findings.require(Hosts.isPort(port), "people.port", "is a port from 1 to 65535, not " + port);
        findings.require(
                Hosts.isOrigin(address, "http", "https"),
                "people.address",
                "is https://host or https://host:port in lower case without a path, not " + address);
        aliases()
                .forEach(alias -> findings.require(
                        Hosts.isOrigin(alias, "http", "https"),
                        "people.aliases",
                        "are addresses like people.address, not " + alias));
        if (tls == null) {
            findings.require(
                    Hosts.isLoopback(bind),
                    "people.bind",
                    "is " + bind
                            + ", and without people.tls the port speaks plain http, which is served on loopback only:"
                            + " give people.tls a certificate and a key, or bind to 127.0.0.1 behind a proxy that"
                            + " terminates TLS");
        } else {
            tls.check(folder, findings);
            findings.require(
                    address.startsWith("https:"),
                    "people.address",
                    "begins with https:// when people.tls is given, not " + address);
        }
    }
}
