package org.assent.authorization.peer;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which network addresses another site may have: public ones, and private or loopback ones that the operator lists. Never
 * link-local (where clouds keep their metadata), multicast, reserved, or this site itself. Asked with the resolved address
 * that is then dialled. Immutable.
 */
public final class AddressPolicy {

    /** Private, loopback and shared ranges (RFC 6890): only if listed. */
    private static final List<AddressRange> PRIVATE = ranges(
            "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7");

    /** Never: unspecified, link-local, protocol, benchmark, multicast, reserved; and IPv6 that stands for IPv4. */
    private static final List<AddressRange> NEVER = ranges(
            "0.0.0.0/8",
            "169.254.0.0/16",
            "192.0.0.0/24",
            "198.18.0.0/15",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/128",
            "::ffff:0:0/96",
            "64:ff9b::/96",
            "64:ff9b:1::/48",
            "2001::/32",
            "2002::/16",
            "fe80::/10",
            "fec0::/10",
            "ff00::/8",
            "fd00:ec2::/32");

    private final List<AddressRange> listed;
    private final Set<Integer> ownPorts;

    private AddressPolicy(List<AddressRange> listed, Set<Integer> ownPorts) {
        this.listed = List.copyOf(listed);
        this.ownPorts = Set.copyOf(ownPorts);
    }

    /**
     * A policy.
     *
     * @param listed private and loopback ranges in which other sites may be, e.g. {@code 10.20.0.0/16}
     * @param ownPorts ports that this site itself listens on
     * @throws IllegalArgumentException if a range is malformed
     */
    public static AddressPolicy of(List<String> listed, Set<Integer> ownPorts) {
        return new AddressPolicy(listed.stream().map(AddressRange::parse).toList(), ownPorts);
    }

    /** Whether another site may be there. */
    public boolean permits(InetAddress address, int port) {
        if (NEVER.stream().anyMatch(range -> range.contains(address)) || isSelf(address, port)) {
            return false;
        }
        return PRIVATE.stream().noneMatch(range -> range.contains(address))
                || listed.stream().anyMatch(range -> range.contains(address));
    }

    private boolean isSelf(InetAddress address, int port) {
        if (!ownPorts.contains(port)) {
            return false;
        }
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return true;
        }
    }

    private static List<AddressRange> ranges(String... texts) {
        return Stream.of(texts).map(AddressRange::parse).toList();
    }
}
