package org.assent.site.demo;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One hospital of the demo and its ports; all of them on loopback.
 *
 * @param name North, South, East or West
 * @param number 1 to 4, in this order
 * @param portBase what its ports are counted from
 */
public record Hospital(String name, int number, int portBase) {

    /** What the ports are counted from unless the user says otherwise. */
    public static final int DEFAULT_PORT_BASE = 8100;

    private static final int HIGHEST_BASE = 65_535 - 304;

    /** One port of a hospital and what it is for. */
    record Port(int number, String purpose) {}

    /**
     * All four.
     *
     * @throws DemoException if there are no such ports
     */
    public static List<Hospital> all(int portBase) throws DemoException {
        if (portBase < 1024 || portBase > HIGHEST_BASE) {
            throw new DemoException("--port-base is a number from 1024 to " + HIGHEST_BASE + ", not " + portBase);
        }
        List<String> names = List.of("North", "South", "East", "West");
        return Stream.of(1, 2, 3, 4)
                .map(number -> new Hospital(names.get(number - 1), number, portBase))
                .toList();
    }

    /** The one that is called so on the command line, e.g. {@code north}. */
    public static Hospital named(String shortName, int portBase) throws DemoException {
        return all(portBase).stream()
                .filter(hospital -> hospital.shortName().equals(shortName))
                .findFirst()
                .orElseThrow(() -> new DemoException("--site is one of north, south, east, west, not " + shortName));
    }

    /** Its name in lower case: of its folder, its cookie, and on the command line. */
    public String shortName() {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Its name on the ledger. */
    public String organization() {
        return name + " Hospital";
    }

    /** The port for people and programs. */
    public int peoplePort() {
        return portBase + number;
    }

    /** The port for other sites. */
    public int sitesPort() {
        return portBase + 100 + number;
    }

    /** The port of its node for other nodes. */
    public int nodePort() {
        return portBase + 200 + number;
    }

    /** The port of its node for itself. */
    public int rpcPort() {
        return portBase + 300 + number;
    }

    /** Address for people; by name, since a passkey cannot belong to an IP address. */
    public URI address() {
        return URI.create("http://localhost:" + peoplePort());
    }

    /** The same port for programs. */
    public URI programAddress() {
        return URI.create("http://127.0.0.1:" + peoplePort());
    }

    /** Address for other sites. */
    public URI peerAddress() {
        return URI.create("https://127.0.0.1:" + sitesPort());
    }

    List<Port> ports() {
        return List.of(
                new Port(peoplePort(), "for people at " + name),
                new Port(sitesPort(), "for other sites at " + name),
                new Port(nodePort(), "of " + name + "'s node"),
                new Port(rpcPort(), "of " + name + "'s node, for itself"));
    }
}
