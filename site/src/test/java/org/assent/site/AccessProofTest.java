package org.assent.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.Cookies;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assent.audit.cumulative.ProofCodec;
import org.assent.audit.cumulative.SeenHead;
import org.assent.audit.cumulative.SubjectProofVerifier;
import org.assent.audit.cumulative.Verdict;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.site.command.VerifyLogCommand;
import org.assent.site.demo.DemoAccounts;
import org.assent.testsupport.SyntheticDicom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Over a real node: who looked at a patient's study is anchored, and the proof that this is all checks offline. */
@ExtendWith(OneSite.Shared.class)
@Tag("L6")
@Tag("L7")
class AccessProofTest {

    private static final Pattern FORM_FIELD = Pattern.compile("name=\"form\" value=\"([^\"]+)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String STUDY = "2.25.880001";

    @TempDir
    private Path folder;

    @Test
    void shouldProveAllAccessesOfAPatientWhenTheAnchorIsFinal(OneSite site) throws Exception {
        // Given a study of a patient, looked at by a clinician
        Looked looked = looked(site);
        Cookies privacy = looked.privacy();
        String patient = looked.patient();
        SeenHead first = complete(site, privacy, patient, Optional.empty()).seen();

        // When it is looked at once more, in another session
        look(site, signIn(site, OneSite.ACCOUNTS.people().get(0)));

        // Then the next proof goes on from the first one, and shows the new access
        Awaitility.await("the next anchor")
                .atMost(PATIENCE)
                .until(() ->
                        complete(site, privacy, patient, Optional.of(first)).accesses() > 1);
        assertThat(site.request().get("/health/ready").<Boolean>path("anchors.overdue"))
                .isFalse();
    }

    @Test
    void shouldSayOfflineWhetherTheLogGoesOnFromTheEarlierCheck(OneSite site) throws Exception {
        // Given a patient whose study was looked at, and what a client keeps of a first check
        Looked looked = looked(site);
        Cookies privacy = looked.privacy();
        String patient = looked.patient();
        Awaitility.await("an access that is shown")
                .atMost(PATIENCE)
                .until(() -> complete(site, privacy, patient, Optional.empty()).accesses() > 0);
        VerifiedLog first = new VerifiedLog(site, privacy, folder.resolve("first"));
        first.fetch(patient);
        Path kept = folder.resolve("kept.json");
        assertThat(first.verify("--kept", kept.toString())).isZero();

        // When there are more accesses
        long before = complete(site, privacy, patient, Optional.empty()).accesses();
        look(site, signIn(site, OneSite.ACCOUNTS.people().get(0)));
        Awaitility.await("the next anchor")
                .atMost(PATIENCE)
                .until(() -> complete(site, privacy, patient, Optional.empty()).accesses() > before);
        VerifiedLog next = new VerifiedLog(site, privacy, folder.resolve("next"));
        next.fetch(patient);

        // Then the log goes on, the older one no longer does, and no header but the right one will do
        assertThat(next.verify("--kept", kept.toString())).isZero();
        assertThat(first.verify("--kept", kept.toString())).isEqualTo(1);
        assertThat(first.said("--kept", kept.toString())).contains("older than the newest one that was checked");
        assertThat(first.verify()).isZero();
        Files.copy(
                next.folder().resolve("header.json"),
                first.folder().resolve("header.json"),
                StandardCopyOption.REPLACE_EXISTING);
        assertThat(first.verify()).isEqualTo(1);
        byte[] proof = Files.readAllBytes(next.folder().resolve("proof.json"));
        proof[proof.length / 2] ^= 1;
        Files.write(next.folder().resolve("proof.json"), proof);
        assertThat(next.verify("--kept", kept.toString())).isEqualTo(1);
        Files.delete(next.folder().resolve("header.json"));
        assertThat(next.verify()).isEqualTo(2);
    }

    /** What a patient's client has of a log, in a folder, and what {@code ./assent verify-log} says of it. */
    private record VerifiedLog(OneSite site, Cookies privacy, Path folder) {

        void fetch(String patient) throws IOException, MalformedBytes {
            Files.createDirectories(folder);
            byte[] proof = AccessProofTest.proof(site, privacy, patient).asByteArray();
            long height = ProofCodec.decode(proof).anchor().height() + 1;
            Files.write(folder.resolve("proof.json"), proof);
            Response header = site.request().cookies(privacy).get("/access-log/headers/" + height);
            assertThat(header.statusCode()).isEqualTo(200);
            Files.write(folder.resolve("header.json"), header.asByteArray());
            for (String file : List.of("genesis.json", "trust.json")) {
                Files.write(
                        folder.resolve(file),
                        site.request().get("/.well-known/assent/" + file).asByteArray());
            }
        }

        String said(String... more) {
            StringWriter said = new StringWriter();
            command().setOut(new PrintWriter(said)).execute(arguments(more));
            return said.toString();
        }

        int verify(String... more) {
            return command().execute(arguments(more));
        }

        private static CommandLine command() {
            return new CommandLine(new VerifyLogCommand());
        }

        private String[] arguments(String... more) {
            List<String> arguments = new ArrayList<>(List.of(
                    folder.resolve("proof.json").toString(),
                    "--header",
                    folder.resolve("header.json").toString(),
                    "--genesis",
                    folder.resolve("genesis.json").toString(),
                    "--trust",
                    folder.resolve("trust.json").toString()));
            arguments.addAll(List.of(more));
            return arguments.toArray(String[]::new);
        }
    }

    @Test
    void shouldShowNothingWhenSomebodyElseAsksOrThePatientIsNotThere(OneSite site) throws Exception {
        // Given people of the site
        site.asDemo();
        Cookies clinician = signIn(site, OneSite.ACCOUNTS.people().get(0));
        Cookies privacy = signIn(site, OneSite.ACCOUNTS.people().get(1));

        // When a clinician asks, or the privacy officer for a patient or a pseudonym that is none
        Response refused = proof(site, clinician, "1");
        Response missing = proof(site, privacy, "no-such-patient");
        Response malformed = site.request().cookies(privacy).get("/access-log/subjects/12/proof");
        Response refusedHeader = site.request().cookies(clinician).get("/access-log/headers/1");
        Response noHeader = site.request().cookies(privacy).get("/access-log/headers/999999999");
        Response noNumber = site.request().cookies(privacy).get("/access-log/headers/-1");

        // Then there is nothing to see
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(malformed.statusCode()).isEqualTo(404);
        assertThat(refusedHeader.statusCode()).isEqualTo(403);
        assertThat(noHeader.statusCode()).isEqualTo(404);
        assertThat(noNumber.statusCode()).isEqualTo(404);
    }

    /** A patient whose study a clinician looked at, as an anchor has it, and the privacy officer who may see that. */
    private record Looked(Cookies privacy, String patient) {}

    private static Looked looked(OneSite site) throws Exception {
        site.asDemo();
        Cookies clinician = signIn(site, OneSite.ACCOUNTS.people().get(0));
        Cookies privacy = signIn(site, OneSite.ACCOUNTS.people().get(1));
        store(site);
        Awaitility.await("the patient").atMost(PATIENCE).until(() -> patient(site, privacy), Optional::isPresent);
        String patient = patient(site, privacy).orElseThrow();
        Awaitility.await("an access that is anchored").atMost(PATIENCE).until(() -> {
            look(site, clinician);
            return proof(site, privacy, patient).statusCode() == 200;
        });
        return new Looked(privacy, patient);
    }

    private static Verdict.Complete complete(OneSite site, Cookies privacy, String patient, Optional<SeenHead> earlier)
            throws MalformedBytes {
        Response[] answer = new Response[1];
        Awaitility.await("a proof")
                .atMost(PATIENCE)
                .until(
                        () -> { // 503 for the block after an anchor
                            answer[0] = proof(site, privacy, patient);
                            return answer[0].statusCode() == 200;
                        });
        SubjectProofVerifier verifier = new SubjectProofVerifier(height -> Optional.of(appHash(site, height + 1)));
        var proof = ProofCodec.decode(answer[0].asByteArray());
        Verdict verdict = earlier.map(seen -> verifier.verify(proof, seen)).orElseGet(() -> verifier.verify(proof));
        assertThat(verdict).isInstanceOf(Verdict.Complete.class);
        return (Verdict.Complete) verdict;
    }

    /** The app hash of a header, as the node gives it. */
    private static Bytes32 appHash(OneSite site, long height) {
        String hex = site.node().get("/header?height=" + height).path("result.header.app_hash");
        return Bytes32.fromHex(hex.toLowerCase(Locale.ROOT));
    }

    private static Response proof(OneSite site, Cookies cookies, String patient) {
        return site.request().cookies(cookies).get("/access-log/patients/" + patient + "/proof");
    }

    private static void look(OneSite site, Cookies clinician) {
        site.request().cookies(clinician).get("/dicomweb/studies/" + STUDY + "/metadata");
    }

    private static Optional<String> patient(OneSite site, Cookies privacy) {
        String id = site.request()
                .cookies(privacy)
                .get("/fhir/r4/Patient?identifier=AccessProof")
                .path("entry[0].resource.id");
        return Optional.ofNullable(id);
    }

    private static void store(OneSite site) throws IOException {
        DemoAccounts.Program modality = OneSite.ACCOUNTS.programs().get(1);
        String token = site.request()
                .auth()
                .preemptive()
                .basic(modality.id(), modality.secret())
                .formParam("grant_type", "client_credentials")
                .post("/auth/token")
                .path("access_token");
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write("--b\r\nContent-Type: application/dicom\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        body.write(SyntheticDicom.secondaryCapture(STUDY, STUDY + ".1", STUDY + ".2", "AccessProof"));
        body.write("\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII));
        Response stored = site.request()
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=b")
                .body(body.toByteArray())
                .post("/dicomweb/studies");
        assertThat(stored.statusCode()).as(stored.asString()).isEqualTo(200);
    }

    private static Cookies signIn(OneSite site, DemoAccounts.Person person) {
        Response page = site.request().get("/auth/first?code=none");
        Matcher field = FORM_FIELD.matcher(page.asString());
        assertThat(field.find()).as(page.asString()).isTrue();
        return site.request()
                .cookies(page.detailedCookies())
                .header("Origin", "http://127.0.0.1:" + site.running().web().peoplePort())
                .formParam("form", field.group(1))
                .formParam("name", person.user())
                .formParam("password", person.password())
                .post("/auth/sign-in")
                .detailedCookies();
    }
}
