package org.assent.site.http;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a site listens.
 *
 * @param peopleBind local address of the port for people and clients
 * @param peoplePort its port
 * @param peopleTls certificate chain and key, PEM; empty for plain http on loopback
 * @param sitesBind local address of the port for other sites
 * @param sitesPort its port
 */
public record WebServerSettings(
        String peopleBind, int peoplePort, Optional<PemFiles> peopleTls, String sitesBind, int sitesPort) {

    /** A certificate with its chain, and its PKCS#8 key. */
    public record PemFiles(Path certificate, Path key) {}
}
