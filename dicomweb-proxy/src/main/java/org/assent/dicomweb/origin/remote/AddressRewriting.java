package org.assent.dicomweb.origin.remote;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Turns addresses below one study at its source into the same ones here (DW-E-09). Immutable.
 *
 * <p>An address that is not below the study is not passed on: a client would follow it to wherever the source likes.
 */
final class AddressRewriting {

    /** Neither dot segments, by which a client would climb out of the study (RFC 3986, 5.2.4), nor anything encoded. */
    private static final Pattern BELOW_STUDY = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9.,_~-]+)*");

    private final String study;
    private final String here;

    /**
     * For one study.
     *
     * @param baseUrl address of the service here
     */
    AddressRewriting(String study, String baseUrl) {
        this.study = "/studies/" + study;
        this.here = baseUrl + this.study;
    }

    /** The address here, or empty if the address is none below the study. */
    Optional<String> rewrite(String address) {
        int at = address.indexOf(study);
        if (at < 0) {
            return Optional.empty();
        }
        String rest = address.substring(at + study.length());
        return BELOW_STUDY.matcher(rest).matches() ? Optional.of(here + rest) : Optional.empty();
    }
}
