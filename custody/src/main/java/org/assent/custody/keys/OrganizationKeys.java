package org.assent.custody.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assent.decision.ImplicitPolicy;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.signature.Signer;
import org.assent.ledger.state.OrganizationKey;
import org.assent.ledger.state.OrganizationNode;
import org.assent.ledger.state.OrganizationProfile;

/**
 * The keys of an organization, by role. Made once; private halves are at rest only sealed.
 *
 * @param rootKey the public half of the root key, which gives the organization its id
 * @param root changes the organization's leaf; empty if it is kept offline ({@code root.key} taken away)
 * @param transaction signs transactions
 * @param service signs assertions to other sites, receipts and that consents are held
 * @param token signs access tokens that this site issues and reads; not on the ledger
 * @param tls on the wire between sites
 */
public record OrganizationKeys(
        PublicKey rootKey, Optional<Signer> root, Signer transaction, Signer service, Signer token, TlsKey tls) {

    private static final String ROOT_PUBLIC = "root.pub";
    private static final String TLS_CERTIFICATE = "tls.der";

    /**
     * Reads the keys, and makes those that are not there.
     *
     * @param name common name of the TLS certificate, such as the site's name
     */
    public static OrganizationKeys loadOrCreate(KeyStore store, String name, Instant now) throws IOException {
        Optional<PublicKey> known = store.readPublic(ROOT_PUBLIC)
                .map(bytes ->
                        PublicKey.p256(HexFormat.of().parseHex(new String(bytes, StandardCharsets.US_ASCII).strip())));
        Optional<Signer> root = store.read("root").map(P256Signer::fromPkcs8);
        if (known.isEmpty()) {
            Signer made = root.isPresent() ? root.orElseThrow() : signer(store, "root");
            root = Optional.of(made);
            known = Optional.of(made.publicKey());
            store.writePublic(ROOT_PUBLIC, (made.publicKey().toHex() + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return new OrganizationKeys(
                known.orElseThrow(),
                root,
                signer(store, "transaction"),
                signer(store, "service"),
                signer(store, "token"),
                tls(store, name, now));
    }

    /** The id that the root key gives the organization. */
    public OrganizationId organization() {
        return OrganizationId.of(rootKey);
    }

    /**
     * What accreditors are asked to vouch for: these keys from the beginning and without end, people of its own read by the
     * basic policy, others by the patient's permission only.
     *
     * @param name public name of the organization
     * @param addresses https base addresses for other sites
     * @param nodes its nodes of the chain
     */
    public OrganizationProfile profile(
            String name, List<String> addresses, Set<OrganizationProfile.Flag> flags, List<OrganizationNode> nodes) {
        return new OrganizationProfile(
                rootKey,
                name,
                List.of(
                        new OrganizationKey(OrganizationKey.Role.ROOT, rootKey, 0, Long.MAX_VALUE),
                        new OrganizationKey(
                                OrganizationKey.Role.TRANSACTION, transaction.publicKey(), 0, Long.MAX_VALUE),
                        new OrganizationKey(OrganizationKey.Role.SERVICE, service.publicKey(), 0, Long.MAX_VALUE)),
                addresses,
                List.of(tls.pin()),
                flags,
                ImplicitPolicy.BASIC_NORMAL.uri(),
                ImplicitPolicy.DENY.uri(),
                nodes);
    }

    private static Signer signer(KeyStore store, String name) throws IOException {
        Optional<byte[]> kept = store.read(name);
        if (kept.isPresent()) {
            return P256Signer.fromPkcs8(kept.orElseThrow());
        }
        P256Signer fresh = P256Signer.generate(store.random());
        store.write(name, fresh.toPkcs8());
        return fresh;
    }

    private static TlsKey tls(KeyStore store, String name, Instant now) throws IOException {
        Optional<byte[]> key = store.read("tls");
        Optional<byte[]> certificate = store.readPublic(TLS_CERTIFICATE);
        if (key.isPresent() && certificate.isPresent()) {
            return TlsKey.of(key.orElseThrow(), certificate.orElseThrow());
        }
        TlsKey fresh = TlsKey.generate(name, now, store.random());
        try {
            store.writePublic(TLS_CERTIFICATE, fresh.certificate().getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IOException("the TLS certificate cannot be encoded", e);
        }
        store.write("tls", fresh.pkcs8());
        return fresh;
    }

    @Override
    public String toString() {
        return "keys of organization " + organization();
    }
}
