package org.assent.site.configuration;

import java.nio.file.Path;

/**
 * A certificate for people's browsers and its key, PEM files; relative paths lie in the site's folder.
 *
 * @param certificate the certificate and its chain, the site's own first
 * @param key the private key, PKCS#8, without a password
 */
public record TlsFiles(Path certificate, Path key) {

    void check(Path folder, Findings findings) {
        findings.require(
                folder.resolve(certificate).toFile().canRead(),
                "people.tls.certificate",
                "names " + folder.resolve(certificate) + ", which cannot be read");
        findings.require(
                folder.resolve(key).toFile().canRead(),
                "people.tls.key",
                "names " + folder.resolve(key) + ", which cannot be read");
    }
}
