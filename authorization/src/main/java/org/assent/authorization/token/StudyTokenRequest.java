package org.assent.authorization.token;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.assent.authorization.http.FormBody;
import org.assent.authorization.scope.RoleScopes;
import org.assent.authorization.scope.Scopes;
import org.assent.decision.request.PurposeOfUse;

/**
 * What another organization asks a token for, well formed. The parameters beyond OAuth are this project's own: {@code
 * imaging_study} as {@code urn:oid:<StudyInstanceUID>}, {@code purpose_of_use} as {@code system|code} (repeatable), {@code
 * on_behalf_of} as an opaque id.
 *
 * @param studyInstanceUid which study
 * @param purposes why
 * @param onBehalfOf opaque id of the person there, 1 to 128 visible ASCII characters
 * @param scopes what for
 */
record StudyTokenRequest(String studyInstanceUid, Set<PurposeOfUse> purposes, String onBehalfOf, Scopes scopes) {

    /** Parameter, and claim of the token, that names the study. */
    static final String STUDY = "imaging_study";

    /** What stands before the study's UID in it. */
    static final String STUDY_PREFIX = "urn:oid:";

    private static final Pattern STUDY_FORM =
            Pattern.compile(STUDY_PREFIX + "((?:0|[1-9]\\d*)(?:\\.(?:0|[1-9]\\d*))+)");
    private static final Pattern ACTOR = Pattern.compile("[\\x21-\\x7E]{1,128}");
    private static final int MAX_UID = 64;

    /** Reads the form, and refuses one that differs from what the assertion says of the same things. */
    static StudyTokenRequest of(FormBody form, JWTClaimsSet assertion) throws OAuthError.Refusal {
        String study = form.single(STUDY).orElse("");
        var uid = STUDY_FORM.matcher(study);
        if (!uid.matches() || uid.group(1).length() > MAX_UID) {
            throw OAuthError.invalidRequest("imaging_study is urn:oid: and a Study Instance UID.")
                    .refusal();
        }
        Set<PurposeOfUse> purposes = Codings.fromParameters(form.all("purpose_of_use"))
                .orElseThrow(() -> OAuthError.invalidRequest("purpose_of_use is system|code, 1 to 8 times.")
                        .refusal());
        String actor = form.single("on_behalf_of").orElse("");
        if (!ACTOR.matcher(actor).matches()) {
            throw OAuthError.invalidRequest("on_behalf_of is an opaque id of 1 to 128 visible ASCII characters.")
                    .refusal();
        }
        Scopes scopes = Scopes.parse(form.single("scope").orElse("patient/ImagingStudy.rs"))
                .filter(asked -> asked.isWithin(RoleScopes.PEER))
                .orElseThrow(OAuthError.REFUSED::refusal);
        requireSigned(assertion, STUDY, List.of(study));
        requireSigned(assertion, "purpose_of_use", form.all("purpose_of_use"));
        requireSigned(assertion, "on_behalf_of", List.of(actor));
        return new StudyTokenRequest(uid.group(1), purposes, actor, scopes);
    }

    /** An assertion that names what it is for binds the request to it: that makes it evidence of this very request. */
    private static void requireSigned(JWTClaimsSet assertion, String name, List<String> asked)
            throws OAuthError.Refusal {
        Object claim = assertion.getClaim(name);
        try {
            List<String> signed = claim instanceof String one ? List.of(one) : assertion.getStringListClaim(name);
            if (signed != null && !new TreeSet<>(signed).equals(new TreeSet<>(asked))) {
                throw OAuthError.invalidRequest(name + " is not what the assertion says.")
                        .refusal();
            }
        } catch (ParseException e) {
            throw OAuthError.invalidRequest(name + " in the assertion is text.").refusal();
        }
    }
}
