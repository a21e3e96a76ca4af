package org.assent.site.status;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.assent.site.SiteFolder;
import org.assent.site.configuration.PeopleSettings;
import org.assent.site.configuration.TlsFiles;

/**
 * How commands on a site's machine reach its port for people.
 *
 * @param address without TLS the port on loopback; with it the address that the certificate is for
 * @param http trusts the site's own certificate, whoever signed it, and no other
 */
public record LocalWebSide(URI address, HttpClient http) {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** Of the site in a folder. */
    public static LocalWebSide of(PeopleSettings people, SiteFolder folder) throws IOException {
        HttpClient.Builder http = HttpClient.newBuilder().connectTimeout(CONNECT);
        TlsFiles tls = people.tls();
        if (tls != null) {
            http.sslContext(trusting(folder.root().resolve(tls.certificate())));
        }
        return new LocalWebSide(address(people), http.build());
    }

    /** The address alone. */
    static URI address(PeopleSettings people) {
        return URI.create(people.tls() == null ? "http://127.0.0.1:" + people.port() : people.address());
    }

    private static SSLContext trusting(Path certificate) throws IOException {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            int number = 0;
            for (Certificate one : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(certificate)))) {
                trusted.setCertificateEntry("site-" + number++, one);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(certificate + " cannot be used as a certificate", e);
        }
    }
}
