package org.assent.authorization.peer;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.assent.ledger.bytes.Bytes32;

/**
 * The TLS key of this site towards other sites, wrapped in a certificate. Its hash is on the ledger, which is what others
 * check; the certificate's name and dates say nothing. The text form tells nothing of the private key.
 */
public final class TlsIdentity {

    private final PrivateKey key;
    private final X509Certificate certificate;

    private TlsIdentity(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /** Of a private key and a certificate of its public half, which is usually self-signed. */
    public static TlsIdentity of(PrivateKey key, X509Certificate certificate) {
        return new TlsIdentity(key, certificate);
    }

    /** What goes on the ledger: SHA-256 of the SubjectPublicKeyInfo. */
    public Bytes32 pin() {
        return PeerPins.of(certificate);
    }

    KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
        char[] password = new char[0];
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, password);
        store.setKeyEntry("site", key, password, new Certificate[] {certificate});
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        return factory.getKeyManagers();
    }

    @Override
    public String toString() {
        return "TLS key with pin " + pin();
    }
}
