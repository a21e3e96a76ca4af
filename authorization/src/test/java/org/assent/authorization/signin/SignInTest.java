package org.assent.authorization.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assent.audit.SecurityEvent;
import org.assent.authorization.network.Browser;
import org.assent.authorization.network.TestClock;
import org.assent.authorization.network.TestLedger;
import org.assent.authorization.network.TestSite;
import org.assent.authorization.principal.Role;
import org.assent.store.SiteDatabase;
import org.assent.testsupport.FixedClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People coming in and going, with a browser's cookies. */
class SignInTest {

    private static final List<DemoUser> USERS = List.of(
            new DemoUser("clara", "Clara Demo", "clara-password", Set.of(Role.CLINICIAN)),
            new DemoUser("paul", "Paul Demo", "paul-password", Set.of(Role.PRIVACY_OFFICER)),
            new DemoUser("ada", "Ada Demo", "ada-password", Set.of(Role.ADMINISTRATOR)));
    private static final FixedClock CLOCK = TestClock.ahead();

    private static TestSite north;
    private static TestSite south;
    private final Browser browser = new Browser();

    @BeforeAll
    static void start() throws Exception {
        TestLedger ledger = new TestLedger();
        north = TestSite.start("north", ledger, CLOCK, USERS);
        south = TestSite.start("south", ledger, CLOCK, USERS);
    }

    @AfterAll
    static void stop() {
        north.close();
        south.close();
    }

    @Test
    void shouldOpenASessionThatOnlyThisBrowserHas() throws Exception {
        HttpResponse<String> response = browser.signIn(north, "clara", "clara-password", "/viewer/?a=b");

        assertThat(response.statusCode()).isEqualTo(303);
        assertThat(response.headers().firstValue("location")).contains("/viewer/?a=b");
        String cookie = response.headers().allValues("set-cookie").stream()
                .filter(c -> c.startsWith("assent-north="))
                .findFirst()
                .orElse("");
        assertThat(cookie).contains("HttpOnly").contains("SameSite=Lax").contains("Path=/");
        assertThat(browser.get(north.uri("/dicomweb/studies")).body()).contains("Person ");
        assertThat(new Browser().get(north.uri("/dicomweb/studies")).statusCode())
                .isEqualTo(401);
        assertThat(north.log.events().getLast().kind()).isEqualTo(SecurityEvent.Kind.SIGN_IN);
    }

    @Test
    void shouldKeepSessionsOfFourSitesOnOneHostApart() throws Exception {
        TestLedger ledger = new TestLedger();
        try (TestSite east = TestSite.start("east", ledger, CLOCK, USERS);
                TestSite west = TestSite.start("west", ledger, CLOCK, USERS)) {
            List<TestSite> sites = List.of(north, south, east, west);
            for (TestSite site : sites) {
                browser.signIn(site, "clara", "clara-password", "/viewer/");
            }
            browser.post(south.uri("/auth/sign-out"), Map.of(), "Origin", south.origin());

            for (TestSite site : sites) {
                assertThat(browser.get(site.uri("/dicomweb/studies")).statusCode())
                        .as(site.origin())
                        .isEqualTo(site.equals(south) ? 401 : 200);
            }
        }
    }

    @Test
    void shouldRefusePeopleWithoutTheRole() throws Exception {
        browser.signIn(south, "paul", "paul-password", "/viewer/");

        assertThat(browser.get(south.uri("/dicomweb/studies")).statusCode()).isEqualTo(403);
        assertThat(browser.get(south.uri("/viewer/")).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "/viewer/?x=1, /viewer/?x=1",
        "https://evil.example/, /viewer/",
        "//evil.example/, /viewer/",
        "/\\evil.example, /viewer/",
        "/dicomweb/studies, /viewer/",
        "javascript:alert(1), /viewer/"
    })
    void shouldGoOnOnlyToPagesOfThisSite(String next, String location) throws Exception {
        HttpResponse<String> response = new Browser().signIn(north, "clara", "clara-password", next);

        assertThat(response.headers().firstValue("location")).contains(location);
        assertThat(browser.get(north.uri("/auth/sign-in?next="
                                + java.net.URLEncoder.encode(next, java.nio.charset.StandardCharsets.UTF_8)))
                        .body())
                .contains("name=\"next\" value=\"" + location + "\"");
    }

    @Test
    void shouldRefuseWrongNamesAndPasswordsInTheSameWay() throws Exception {
        HttpResponse<String> wrong = browser.signIn(north, "clara", "clara-passwort", "/");
        HttpResponse<String> unknown = browser.signIn(north, "nobody", "clara-password", "/");

        assertThat(wrong.statusCode()).isEqualTo(403);
        assertThat(unknown.body().replaceAll("name=\"form\" value=\"[^\"]*\"", ""))
                .isEqualTo(wrong.body().replaceAll("name=\"form\" value=\"[^\"]*\"", ""));
    }

    @Test
    void shouldRefuseFormsThatThisSiteDidNotShowToThisBrowser() throws Exception {
        Map<String, String> form = new HashMap<>(Map.of("name", "clara", "password", "clara-password"));
        assertThat(browser.post(north.uri("/auth/sign-in"), form).statusCode()).isEqualTo(403);

        String foreign =
                Browser.field(new Browser().get(north.uri("/auth/sign-in")).body(), "form");
        browser.get(north.uri("/auth/sign-in"));
        form.put("form", foreign);
        assertThat(browser.post(north.uri("/auth/sign-in"), form).statusCode())
                .as("another browser's")
                .isEqualTo(403);

        form.put("form", Browser.field(browser.get(south.uri("/auth/sign-in")).body(), "form"));
        assertThat(browser.post(north.uri("/auth/sign-in"), form).statusCode())
                .as("another site's")
                .isEqualTo(403);

        form.put("form", Browser.field(browser.get(north.uri("/auth/sign-in")).body(), "form"));
        assertThat(browser.post(north.uri("/auth/sign-in"), form, "Origin", south.origin())
                        .statusCode())
                .as("from another site's page")
                .isEqualTo(403);
        assertThat(browser.post(north.uri("/auth/sign-in"), form, "Origin", north.origin())
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void shouldLimitAttemptsOnOneName() throws Exception {
        TestSite west = TestSite.start("west", new TestLedger(), CLOCK, USERS);
        try (west) {
            for (int i = 0; i < 5; i++) {
                assertThat(browser.signIn(west, "clara", "guess-" + i, "/").statusCode())
                        .isEqualTo(403);
            }
            HttpResponse<String> limited = browser.signIn(west, "clara", "clara-password", "/");
            assertThat(limited.statusCode()).isEqualTo(429);
            assertThat(limited.headers().firstValue("retry-after")).isPresent();

            CLOCK.advance(Duration.ofMinutes(1));
            assertThat(browser.signIn(west, "clara", "clara-password", "/").statusCode())
                    .isEqualTo(303);
        }
    }

    @Test
    void shouldEndSessionsThatAreIdleOrOld() throws Exception {
        Browser idle = new Browser();
        idle.signIn(north, "clara", "clara-password", "/");
        CLOCK.advance(Duration.ofMinutes(29));
        assertThat(idle.get(north.uri("/dicomweb/studies")).statusCode()).isEqualTo(200);
        CLOCK.advance(Duration.ofMinutes(29));
        assertThat(idle.get(north.uri("/dicomweb/studies")).statusCode()).isEqualTo(200);
        CLOCK.advance(Duration.ofMinutes(31));
        assertThat(idle.get(north.uri("/dicomweb/studies")).statusCode()).isEqualTo(401);

        Browser busy = new Browser();
        busy.signIn(north, "clara", "clara-password", "/");
        int last = 200;
        for (int i = 0; i < 25; i++) {
            CLOCK.advance(Duration.ofMinutes(29));
            last = busy.get(north.uri("/dicomweb/studies")).statusCode();
        }
        assertThat(last).as("after twelve hours").isEqualTo(401);
    }

    @Test
    void shouldEndTheSessionOnlyByThisSitesButton() throws Exception {
        browser.signIn(north, "clara", "clara-password", "/");
        assertThat(browser.post(north.uri("/auth/sign-out"), Map.of(), "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        String page = browser.get(north.uri("/auth/sign-out")).body();
        assertThat(browser.get(north.uri("/dicomweb/studies")).statusCode())
                .as("the link alone does nothing")
                .isEqualTo(200);

        browser.post(north.uri("/auth/sign-out"), Map.of("form", Browser.field(page, "form")));

        assertThat(browser.get(north.uri("/dicomweb/studies")).statusCode()).isEqualTo(401);
    }

    @Test
    void shouldLetNoDemoUserInWhenTheSameDataIsStartedAsARealSite() throws Exception {
        String url = TestSite.memory();
        try (SiteDatabase demo = SiteDatabase.open(url, "sa", "", 2)) {
            demo.migrate("authorization");
            var users = new UserDirectory(demo, CLOCK, new java.security.SecureRandom());
            users.installDemo(USERS);
            assertThat(users.withPassword("clara", "clara-password")).isPresent();
        }
        try (TestSite real = TestSite.startReal("real", new TestLedger(), CLOCK, url)) {
            assertThat(real.authorization.users().all()).isEmpty();
            String page = browser.get(real.uri("/auth/sign-in")).body();
            assertThat(page).doesNotContain("type=\"password\"");
            for (DemoUser user : USERS) {
                assertThat(real.authorization.users().withPassword(user.name(), user.password()))
                        .isEmpty();
                String form = Browser.field(browser.get(real.uri("/auth/first")).body(), "form");
                assertThat(browser.post(
                                        real.uri("/auth/sign-in"),
                                        Map.of("form", form, "name", user.name(), "password", user.password()))
                                .statusCode())
                        .isEqualTo(403);
                assertThat(browser.get(real.uri("/viewer/")).statusCode()).isEqualTo(303);
            }
        }
    }
}
