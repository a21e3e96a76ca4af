package org.assent.site.configuration;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;

/**
 * The TLS port for other sites.
 *
 * @param address at which they reach it, {@code https://host[:port]}, as it stands on the ledger
 * @param bind local address to listen on
 * @param port to listen on
 * @param privateNetworks ranges of private or loopback addresses at which other sites may lie, e.g. {@code 10.20.0.0/16};
 *     possibly none: then only public addresses are called
 */
public record SitesSettings(
        String address,
        String bind,
        int port,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> privateNetworks) {

    public SitesSettings {
        privateNetworks = List.copyOf(privateNetworks);
    }

    void check(Findings findings) {
        findings.require(Hosts.isPort(port), "sites.port", "is a port from 1 to 65535, not " + port);
        findings.require(
                Hosts.isOrigin(address, "https"),
                "sites.address",
                "is https://host or https://host:port in lower case without a path, not " + address
                        + "; sites speak TLS with each other and nothing else");
        privateNetworks()
                .forEach(range -> findings.require(
                        Hosts.isRange(range),
                        "sites.privateNetworks",
                        "are ranges like 10.20.0.0/16 or fd00::/8, not " + range));
    }
}
