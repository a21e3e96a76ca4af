package org.assent.site.configuration;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The organization whose site this is.
 *
 * @param name public name, 1 to 120 characters, as the accreditors vouch for it
 * @param shortName 1 to 24 lower-case letters and digits; names the session cookie, so that several sites of one host get
 *     along
 * @param patientIdIssuer assigning authority of patient ids that name none in DICOM; {@code shortName} if left out
 * @param timeZone zone of dates and times that name none, such as {@code Europe/Berlin}; the machine's if left out
 */
public record OrganizationSettings(
        String name,
        String shortName,
        @Nullable String patientIdIssuer,
        @Nullable String timeZone) {

    private static final Pattern SHORT_NAME = Pattern.compile("[a-z][a-z0-9]{0,23}");
    private static final int LONGEST_NAME = 120;
    private static final int LONGEST_ISSUER = 64;

    /** The assigning authority of patient ids that name none. */
    public String issuer() {
        return patientIdIssuer == null ? shortName : patientIdIssuer;
    }

    /** The zone of dates and times that name none. */
    public ZoneId zone() {
        return timeZone == null ? ZoneId.systemDefault() : ZoneId.of(timeZone);
    }

    void check(Findings findings) {
        findings.require(
                !name.isBlank() && name.length() <= LONGEST_NAME,
                "organization.name",
                "is the public name of the organization, 1 to 120 characters");
        findings.require(
                SHORT_NAME.matcher(shortName).matches(),
                "organization.shortName",
                "is a lower-case letter followed by up to 23 lower-case letters and digits, e.g. north");
        findings.require(
                !issuer().isBlank() && issuer().length() <= LONGEST_ISSUER,
                "organization.patientIdIssuer",
                "is the assigning authority of your patient ids, 1 to 64 characters, best an OID");
        findings.require(isZone(timeZone), "organization.timeZone", "is a name like Europe/Berlin, not " + timeZone);
    }

    private static boolean isZone(@Nullable String name) {
        try {
            return name == null || ZoneId.of(name).getId().equals(name);
        } catch (DateTimeException e) {
            return false;
        }
    }
}
