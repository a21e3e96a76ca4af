package org.assent.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.restassured.http.Cookies;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assent.site.configuration.ConfigurationException;
import org.assent.site.configuration.ConfigurationFile;
import org.assent.site.demo.DemoAccounts;
import org.assent.site.network.NewSite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A site of one's own: nobody of the demo comes in, and its first administrator does, once. */
@ExtendWith(OneSite.Shared.class)
class OwnSiteTest {

    private static final Pattern FORM_FIELD = Pattern.compile("name=\"form\" value=\"([^\"]+)\"");
    private static final Pattern LINK = Pattern.compile("http://localhost:\\d+(/auth/first\\?code=(\\S+))");

    @Test
    void shouldLetNobodyOfTheDemoInWhenTheSiteIsOnesOwn(OneSite site) throws Exception {
        site.asDemo();
        for (DemoAccounts.Person person : OneSite.ACCOUNTS.people()) {
            assertThat(signIn(site, person).statusCode())
                    .as("in the demo: %s", person)
                    .isEqualTo(303);
        }
        for (DemoAccounts.Program program : OneSite.ACCOUNTS.programs()) {
            assertThat(token(site, program).statusCode())
                    .as("in the demo: %s", program)
                    .isEqualTo(200);
        }
        String oldToken = token(site, OneSite.ACCOUNTS.programs().get(0)).path("access_token");
        Cookies oldSession = signIn(site, OneSite.ACCOUNTS.people().get(0)).detailedCookies();

        site.asOwn();

        for (DemoAccounts.Person person : OneSite.ACCOUNTS.people()) {
            Response refused = signIn(site, person);
            assertThat(refused.statusCode()).as(person.toString()).isEqualTo(403);
            assertThat(refused.asString()).contains("Nobody can sign in with this name and password.");
        }
        for (DemoAccounts.Program program : OneSite.ACCOUNTS.programs()) {
            Response refused = token(site, program);
            assertThat(refused.statusCode()).as(program.toString()).isEqualTo(401);
            assertThat(refused.<String>path("error")).isEqualTo("invalid_client");
        }
        assertThat(site.request()
                        .header("Authorization", "Bearer " + oldToken)
                        .get("/fhir/r4/Patient")
                        .statusCode())
                .as("a token of a program of the demo")
                .isEqualTo(401);
        assertThat(site.request().cookies(oldSession).get("/dicomweb/studies").statusCode())
                .as("a session of a person of the demo")
                .isEqualTo(401);
    }

    @Test
    void shouldLetTheFirstAdministratorInOnceWhenTheLinkIsFollowed(OneSite site) throws Exception {
        Matcher link = LINK.matcher(site.asOwn().greeting());
        assertThat(link.find()).as(site.running().greeting()).isTrue();

        assertThat(follow(site, link.group(1), "wrong" + link.group(2).substring(5))
                        .statusCode())
                .isEqualTo(403);
        Response first = follow(site, link.group(1), link.group(2));
        Response second = follow(site, link.group(1), link.group(2));

        assertThat(first.statusCode()).as(first.asString()).isEqualTo(303);
        assertThat(site.request()
                        .cookies(first.detailedCookies())
                        .get("/auth/people")
                        .statusCode())
                .isEqualTo(200);
        assertThat(second.statusCode()).isEqualTo(403);
        assertThat(second.asString()).contains("not good any more");
        assertThat(site.request()
                        .cookies(second.detailedCookies())
                        .get("/auth/people")
                        .statusCode())
                .isNotEqualTo(200);
    }

    @Test
    void shouldNotStartAndSayWhyWhenBoundBeyondLoopbackWithoutTls(@TempDir Path root) throws Exception {
        SiteFolder folder = new SiteFolder(root.resolve("site"));
        NewSite.create(
                folder,
                Clock.systemUTC(),
                new SecureRandom(),
                new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8));
        Path file = folder.root().resolve(ConfigurationFile.NAME);
        Files.writeString(file, Files.readString(file).replace("bind: 127.0.0.1\n", "bind: 0.0.0.0\n"));

        assertThatThrownBy(() -> RunningSite.run(folder, Optional.empty(), Clock.systemUTC(), new SecureRandom()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("people.bind")
                .hasMessageContaining("0.0.0.0")
                .hasMessageContaining("on loopback only")
                .hasMessageContaining("people.tls");
        assertThat(folder.processId()).doesNotExist();
    }

    private static Response signIn(OneSite site, DemoAccounts.Person person) {
        Response page = site.request().get("/auth/first?code=none"); // on a site of one's own sign-in has no form
        return site.request()
                .cookies(page.detailedCookies())
                .header("Origin", origin(site))
                .formParam("form", formToken(page))
                .formParam("name", person.user())
                .formParam("password", person.password())
                .post("/auth/sign-in");
    }

    private static Response follow(OneSite site, String path, String code) {
        Response page = site.request().get(path);
        return site.request()
                .cookies(page.detailedCookies())
                .header("Origin", origin(site))
                .formParam("form", formToken(page))
                .formParam("code", code)
                .post("/auth/first");
    }

    private static Response token(OneSite site, DemoAccounts.Program program) {
        return site.request()
                .auth()
                .preemptive()
                .basic(program.id(), program.secret())
                .formParam("grant_type", "client_credentials")
                .post("/auth/token");
    }

    private static String formToken(Response page) {
        Matcher field = FORM_FIELD.matcher(page.asString());
        assertThat(field.find()).as(page.asString()).isTrue();
        return field.group(1);
    }

    private static String origin(OneSite site) {
        return "http://127.0.0.1:" + site.running().web().peoplePort();
    }
}
