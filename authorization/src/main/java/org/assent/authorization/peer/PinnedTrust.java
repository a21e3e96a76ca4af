package org.assent.authorization.peer;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a TLS key because it is the right one, and for no other reason: neither issuer, name nor date of its certificate
 * matter. That the other end has the key, TLS proves. Asked during the handshake, before any byte of a request.
 */
final class PinnedTrust extends X509ExtendedTrustManager {

    private final Predicate<X509Certificate> right;

    PinnedTrust(Predicate<X509Certificate> right) {
        this.right = right;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (chain.length == 0 || !right.test(chain[0])) {
            throw new CertificateException("the TLS key is not one that the ledger has for this organization");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
