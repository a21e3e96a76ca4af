package org.assent.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.restassured.response.Response;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.assent.site.command.ClientCommand;
import org.assent.site.command.UserCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code ./assent client} and {@code ./assent user}, by the key in the folder of a site that runs. */
@ExtendWith(OneSite.Shared.class)
class OperatorCommandsTest {

    @TempDir
    private Path folder;

    private record Ran(int code, String out, String err) {}

    private static Ran run(OneSite site, Object command, String... words) {
        String[] all = new String[words.length + 2];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--site";
        all[words.length + 1] = site.folder().root().toString();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println(failure.getMessage());
                    return 1;
                })
                .execute(all);
        return new Ran(code, out.toString(), err.toString());
    }

    private static int patients(OneSite site, String token) {
        return site.request()
                .header("Authorization", "Bearer " + token)
                .get("/fhir/r4/Patient?identifier=x")
                .statusCode();
    }

    @Test
    void shouldLetAProgramInByItsSecretUntilItIsRevoked(OneSite site) throws Exception {
        site.asOwn();
        Ran added = run(site, new ClientCommand(), "add", "ehr-a", "--role", "ehr", "--secret");
        assertThat(added.code()).as(added.err()).isZero();
        String secret = added.out().strip();

        Response asked = site.request()
                .auth()
                .preemptive()
                .basic("ehr-a", secret)
                .formParam("grant_type", "client_credentials")
                .post("/auth/token");
        assertThat(asked.statusCode()).as(asked.asString()).isEqualTo(200);
        String token = asked.path("access_token");
        assertThat(patients(site, token)).isEqualTo(200);
        assertThat(run(site, new ClientCommand(), "list").out())
                .contains("ehr-a", "client_secret_basic", "operator", "private_key_jwt")
                .doesNotContain(secret);

        Ran revoked = run(site, new ClientCommand(), "revoke", "ehr-a");

        assertThat(revoked.code()).as(revoked.err()).isZero();
        assertThat(patients(site, token)).isEqualTo(401);
        Ran again = run(site, new ClientCommand(), "revoke", "ehr-a");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("There is no such client");
    }

    @Test
    void shouldLetAProgramInByItsKey(OneSite site) throws Exception {
        site.asOwn();
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("ehr-b-1").generate();
        Path keys = Files.writeString(folder.resolve("jwks.json"), new JWKSet(key).toString(true));
        Ran added = run(site, new ClientCommand(), "add", "ehr-b", "--role", "ehr", "--jwks", keys.toString());
        assertThat(added.code()).as(added.err()).isZero();
        assertThat(added.out()).isEmpty();

        SignedJWT assertion = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ehr-b-1").build(),
                new JWTClaimsSet.Builder()
                        .issuer("ehr-b")
                        .subject("ehr-b")
                        .audience(site.address() + "/auth/token")
                        .jwtID(UUID.randomUUID().toString())
                        .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                        .build());
        assertion.sign(new ECDSASigner(key));
        Response asked = site.request()
                .urlEncodingEnabled(true)
                .formParam("grant_type", "client_credentials")
                .formParam("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                .formParam("client_assertion", assertion.serialize())
                .post("/auth/token");

        assertThat(asked.statusCode()).as(asked.asString()).isEqualTo(200);
        assertThat(run(site, new ClientCommand(), "revoke", "ehr-b").code()).isZero();
    }

    @Test
    void shouldGiveALinkForSomebodyWhoThenIsInTheList(OneSite site) throws Exception {
        site.asOwn();
        Ran added = run(site, new UserCommand(), "add", "Grace Example", "--role", "clinician");
        assertThat(added.code()).as(added.err()).isZero();
        assertThat(added.out().strip()).startsWith(site.address() + "/auth/first?code=");
        String line = run(site, new UserCommand(), "list")
                .out()
                .lines()
                .filter(one -> one.contains("Grace Example"))
                .findFirst()
                .orElseThrow();
        assertThat(line).contains("clinician", "not here yet");
        String id = line.substring(0, 36);

        assertThat(run(site, new UserCommand(), "invite", id).out()).contains("/auth/first?code=");
        assertThat(run(site, new UserCommand(), "remove", id).code()).isZero();
        assertThat(run(site, new UserCommand(), "list").out()).doesNotContain("Grace Example");
    }

    @Test
    void shouldSayWhatIsWrongWhenItIsRefused(OneSite site) throws Exception {
        site.asOwn();

        Ran noRole = run(site, new ClientCommand(), "add", "x", "--role", "king", "--secret");
        Ran noProof = run(site, new ClientCommand(), "add", "x", "--role", "ehr");

        assertThat(noRole.code()).isEqualTo(1);
        assertThat(noRole.err()).contains("roles are some of");
        assertThat(noProof.code()).isEqualTo(2);
        assertThat(noProof.err()).contains("--secret", "--jwks", "--public");
    }
}
