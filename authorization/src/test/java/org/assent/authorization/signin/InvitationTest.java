package org.assent.authorization.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assent.authorization.network.Browser;
import org.assent.authorization.network.TestClock;
import org.assent.authorization.network.TestLedger;
import org.assent.authorization.network.TestSite;
import org.assent.testsupport.FixedClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One-time links, on a real site: nobody has a password. */
class InvitationTest {

    private final FixedClock clock = TestClock.ahead();
    private final Browser browser = new Browser();
    private TestSite site;

    @BeforeEach
    void start() throws Exception {
        site = TestSite.startReal("real", new TestLedger(), clock, TestSite.memory());
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private String firstCode() {
        return site.authorization
                .invitations()
                .firstAdministrator()
                .orElseThrow()
                .code();
    }

    private HttpResponse<String> accept(Browser who, String code) throws Exception {
        String page = who.get(site.uri("/auth/first?code=" + code)).body();
        return who.post(
                site.uri("/auth/first"),
                Map.of("form", Browser.field(page, "form"), "code", Browser.field(page, "code")),
                "Origin",
                site.origin());
    }

    @Test
    void shouldLetTheFirstAdministratorInOnce() throws Exception {
        String code = firstCode();
        browser.get(site.uri("/auth/first?code=" + code)); // a preview of the link uses nothing up

        HttpResponse<String> accepted = accept(browser, code);

        assertThat(code).hasSizeGreaterThanOrEqualTo(22);
        assertThat(accepted.statusCode()).isEqualTo(303);
        assertThat(accepted.headers().firstValue("location")).contains("/auth/people");
        assertThat(browser.get(site.uri("/auth/people")).statusCode()).isEqualTo(200);
        assertThat(accept(new Browser(), code).statusCode()).as("a second time").isEqualTo(403);
        assertThat(site.authorization.invitations().firstAdministrator())
                .as("there is one now")
                .isEmpty();
    }

    @Test
    void shouldReplaceALinkThatWasNeverUsedAndEndOneAfterFifteenMinutes() throws Exception {
        String earlier = firstCode();
        String code = firstCode();
        assertThat(accept(browser, earlier).statusCode()).isEqualTo(403);

        clock.advance(Duration.ofMinutes(16));

        assertThat(accept(browser, code).statusCode()).isEqualTo(403);
        assertThat(site.authorization.users().all()).hasSize(1);
    }

    @Test
    void shouldLetAdministratorsInviteAndRemovePeople() throws Exception {
        accept(browser, firstCode());
        HttpResponse<String> invited = people("action", "invite", "name", "Carl <b>", "role", "CLINICIAN");
        Matcher link = Pattern.compile("/auth/first\\?code=([A-Za-z0-9_-]+)").matcher(invited.body());
        assertThat(link.find()).isTrue();
        assertThat(invited.body()).contains("Carl &lt;b&gt;").doesNotContain("Carl <b>");

        Browser carl = new Browser();
        accept(carl, link.group(1));
        assertThat(carl.get(site.uri("/dicomweb/studies")).statusCode()).isEqualTo(200);
        assertThat(carl.get(site.uri("/auth/people")).statusCode()).isEqualTo(403);

        String id = site.authorization.users().all().stream()
                .filter(a -> a.displayName().startsWith("Carl"))
                .findFirst()
                .orElseThrow()
                .id();
        people("action", "remove", "person", id);
        assertThat(carl.get(site.uri("/dicomweb/studies")).statusCode())
                .as("sessions end at once")
                .isEqualTo(401);
    }

    @Test
    void shouldRefuseChangesOfPeopleWithoutTheFormsTokenOrByOthers() throws Exception {
        assertThat(browser.get(site.uri("/auth/people")).statusCode()).isEqualTo(303);
        accept(browser, firstCode());

        Map<String, String> form = Map.of("action", "invite", "name", "Mallory", "role", "ADMINISTRATOR");
        assertThat(browser.post(site.uri("/auth/people"), form, "Origin", site.origin())
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.post(site.uri("/auth/people"), form, "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(people("action", "remove", "person", "nobody").statusCode()).isEqualTo(400);
        assertThat(people("action", "invite", "name", "Nora", "role", "EMPEROR").statusCode())
                .isEqualTo(400);
        assertThat(site.authorization.users().all()).hasSize(1);
    }

    private HttpResponse<String> people(String... fields) throws Exception {
        Map<String, String> form = new java.util.HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            form.put(fields[i], fields[i + 1]);
        }
        form.put("form", Browser.field(browser.get(site.uri("/auth/people")).body(), "form"));
        return browser.post(site.uri("/auth/people"), form, "Origin", site.origin());
    }
}
