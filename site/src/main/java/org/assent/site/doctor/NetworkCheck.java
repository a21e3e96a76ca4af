package org.assent.site.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assent.site.configuration.SiteConfiguration;
import org.assent.site.configuration.TlsFiles;
import org.assent.site.http.PemIdentity;
import org.jspecify.annotations.Nullable;

/** Whether the site can listen where it is told to, and with a certificate that is good. */
final class NetworkCheck {

    private static final Duration RENEW_BEFORE = Duration.ofDays(30);

    private final SiteConfiguration configuration;
    private final Path root;

    NetworkCheck(SiteConfiguration configuration, Path root) {
        this.configuration = configuration;
        this.root = root;
    }

    /**
     * Looks.
     *
     * @param web whether the web side runs already
     * @param ledger whether the ledger runs already
     */
    List<Diagnosis> look(boolean web, boolean ledger, Instant now) {
        List<Diagnosis> found = new ArrayList<>();
        Map<String, InetSocketAddress> ports = new LinkedHashMap<>();
        if (!web) {
            ports.put(
                    "people.port",
                    new InetSocketAddress(
                            configuration.people().bind(),
                            configuration.people().port()));
            ports.put(
                    "sites.port",
                    new InetSocketAddress(
                            configuration.sites().bind(), configuration.sites().port()));
        }
        if (!ledger) {
            String bind = configuration.ledger().bind();
            int colon = bind.lastIndexOf(':');
            ports.put(
                    "ledger.bind",
                    new InetSocketAddress(
                            bind.substring(0, colon).replaceAll("^\\[|]$", ""),
                            Integer.parseInt(bind.substring(colon + 1))));
            ports.put(
                    "ledger.rpcPort",
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(),
                            configuration.ledger().rpcPort()));
        }
        ports.forEach((setting, address) -> found.add(port(setting, address)));
        if (web || ledger) {
            found.add(Diagnosis.ok("ports", "those of the running " + what(web, ledger) + " are its own"));
        }
        found.add(certificate(configuration.people().tls(), now));
        return found;
    }

    private static String what(boolean web, boolean ledger) {
        if (web && ledger) {
            return "site";
        }
        return web ? "web side" : "ledger";
    }

    private static Diagnosis port(String setting, InetSocketAddress address) {
        if (address.isUnresolved()) {
            return Diagnosis.fail(
                    setting, address.getHostString() + " is not known here", "give an address of this machine");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return Diagnosis.ok(setting, address.getPort() + " is free");
        } catch (IOException e) {
            return Diagnosis.fail(
                    setting,
                    address.getHostString() + ":" + address.getPort() + " cannot be used: " + e.getMessage(),
                    "end what uses it (ss -ltnp shows it), or set another " + setting + " in site.yaml");
        }
    }

    private Diagnosis certificate(@Nullable TlsFiles tls, Instant now) {
        if (tls == null) {
            return Diagnosis.ok("people.tls", "none is set: plain http on loopback only");
        }
        Path certificate = root.resolve(tls.certificate());
        try {
            KeyStore store = PemIdentity.load(certificate, root.resolve(tls.key()));
            String alias = store.aliases().nextElement();
            Certificate leaf = store.getCertificate(alias);
            if (!(leaf instanceof X509Certificate x509)
                    || !(store.getKey(alias, new char[0]) instanceof PrivateKey key)
                    || !belongTogether(key, x509)) {
                return Diagnosis.fail(
                        "people.tls", "the key is not the one of " + certificate, "give the key that it was made for");
            }
            if (!Files.getPosixFilePermissions(root.resolve(tls.key())).stream()
                    .allMatch(one -> one.name().startsWith("OWNER_"))) {
                return Diagnosis.fail("people.tls", "others may read its key", "chmod 600 " + root.resolve(tls.key()));
            }
            return validity(x509, certificate, now);
        } catch (IOException | GeneralSecurityException e) {
            return Diagnosis.fail(
                    "people.tls",
                    String.valueOf(e.getMessage()),
                    "give a certificate chain and its unencrypted PKCS#8 key, both PEM");
        }
    }

    private static boolean belongTogether(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "Ed25519";
                };
        byte[] probe = {1, 2, 3};
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(probe);
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certificate.getPublicKey());
            verifying.update(probe);
            return verifying.verify(signing.sign());
        } catch (java.security.InvalidKeyException e) {
            return false;
        }
    }

    private static Diagnosis validity(X509Certificate certificate, Path file, Instant now) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (now.isBefore(from) || now.isAfter(until)) {
            return Diagnosis.fail(
                    "people.tls",
                    file + " is good from " + from + " to " + until + " only",
                    "renew it, or set this machine's clock right");
        }
        return until.minus(RENEW_BEFORE).isBefore(now)
                ? Diagnosis.warn("people.tls", "the certificate ends on " + until, "renew it before")
                : Diagnosis.ok("people.tls", "the certificate is good until " + until);
    }
}
