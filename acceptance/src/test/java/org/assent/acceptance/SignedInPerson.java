package org.assent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.filter.cookie.CookieFilter;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A person who signed in by a site's own page, as the browser that has the cookie. */
final class SignedInPerson {

    private static final Pattern FORM = Pattern.compile("name=\"form\" value=\"([^\"]*)\"");

    private final Hospital hospital;
    private final CookieFilter cookies = new CookieFilter();

    /** Signs in. */
    SignedInPerson(Hospital hospital, String user) {
        this.hospital = hospital;
        Matcher form = FORM.matcher(request().get("/auth/sign-in").asString());
        assertThat(form.find()).as("the form of the sign-in page").isTrue();
        Response response = request()
                .header("Origin", hospital.base())
                .formParam("form", form.group(1))
                .formParam("name", user)
                .formParam("password", hospital.password(user))
                .redirects()
                .follow(false)
                .post("/auth/sign-in");
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(303);
    }

    /** A request with the cookie and nothing else. */
    RequestSpecification request() {
        return hospital.anonymous().filter(cookies);
    }
}
