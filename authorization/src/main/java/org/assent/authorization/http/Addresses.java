package org.assent.authorization.http;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assent.authorization.scope.ResourceServer;

/**
 * The addresses of one site, without path and trailing slash.
 *
 * @param publicAddress at which people and clients reach it; also the issuer of its tokens (RFC 8414 §2)
 * @param aliases further addresses of the same port, e.g. {@code http://127.0.0.1:8101} beside {@code http://localhost:8101}
 * @param peerAddresses at which other sites reach it, as on the ledger; https, the first is the usual one
 */
public record Addresses(URI publicAddress, Set<URI> aliases, List<URI> peerAddresses) {

    public Addresses {
        aliases = Set.copyOf(aliases);
        peerAddresses = List.copyOf(peerAddresses);
        requireOrigin(publicAddress);
        aliases.forEach(Addresses::requireOrigin);
        peerAddresses.forEach(Addresses::requireOrigin);
    }

    private static void requireOrigin(URI address) {
        boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
        boolean bare = "".equals(address.getRawPath())
                && address.getRawQuery() == null
                && address.getRawFragment() == null
                && address.getRawUserInfo() == null;
        if (!web || !bare || address.getHost() == null) {
            throw new IllegalArgumentException(
                    "an address of a site is http(s)://host[:port] and nothing more: " + address);
        }
        if (!address.toString().equals(address.toString().toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("an address of a site is in lower case: " + address);
        }
    }

    /** Name of this site as the issuer of tokens. */
    public String issuer() {
        return publicAddress.toString();
    }

    /** Whether people reach it by https. */
    public boolean secure() {
        return "https".equals(publicAddress.getScheme());
    }

    /** The origins that its own pages have, as browsers write them (RFC 6454 §6.2). */
    public Set<String> origins() {
        return people().map(Addresses::origin).collect(Collectors.toUnmodifiableSet());
    }

    /** A part of the site, at every address of one of its two ports. */
    public Set<String> of(ResourceServer part, boolean sitesPort) {
        return at(part.path(), sitesPort);
    }

    /** A path, at every address of one of its two ports. */
    public Set<String> at(String path, boolean sitesPort) {
        Stream<URI> addresses = sitesPort ? peerAddresses.stream() : people();
        return addresses.map(address -> address + path).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Stream<URI> people() {
        return Stream.concat(Stream.of(publicAddress), aliases.stream());
    }

    /** An address as browsers write its origin: in lower case, without the usual port (RFC 6454 §6.2). */
    public static String origin(URI address) {
        boolean usual = address.getPort() == ("https".equals(address.getScheme()) ? 443 : 80);
        String port = address.getPort() < 0 || usual ? "" : ":" + address.getPort();
        return (address.getScheme() + "://" + address.getHost() + port).toLowerCase(Locale.ROOT);
    }
}
