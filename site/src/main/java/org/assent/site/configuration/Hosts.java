package org.assent.site.configuration;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/** What the settings say about addresses, checked without asking the network: no name is resolved here. */
final class Hosts {

    private static final Pattern IP_LITERAL = Pattern.compile("[0-9.]+|\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*]?");
    private static final int MAX_PORT = 65_535;

    private Hosts() {}

    /** Whether only this machine can reach the address; {@code localhost} and loopback literals. */
    static boolean isLoopback(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        if (!IP_LITERAL.matcher(host).matches()) {
            return false;
        }
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Whether it is {@code scheme://host[:port]} in lower case and nothing more. */
    static boolean isOrigin(String address, String... schemes) {
        try {
            URI uri = new URI(address);
            boolean scheme = false;
            for (String allowed : schemes) {
                scheme |= allowed.equals(uri.getScheme());
            }
            return scheme
                    && uri.getHost() != null
                    && "".equals(uri.getRawPath())
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null
                    && address.equals(address.toLowerCase(Locale.ROOT));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    static boolean isPort(int port) {
        return port > 0 && port <= MAX_PORT;
    }

    /** Whether it is {@code host:port}. */
    static boolean isHostAndPort(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            return false;
        }
        return isPort(Integer.parseInt(text.substring(colon + 1)));
    }

    /** Whether it is a range like {@code 10.0.0.0/8} or {@code fd00::/8}. */
    static boolean isRange(String text) {
        return text.matches(
                "[0-9.]{7,15}/([0-9]|[12][0-9]|3[0-2])|[0-9a-fA-F:]{2,39}/([0-9]|[1-9][0-9]|1[01][0-9]|12[0-8])");
    }
}
