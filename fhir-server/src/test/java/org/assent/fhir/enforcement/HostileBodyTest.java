package org.assent.fhir.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.assent.authorization.principal.Role;
import org.assent.fhir.testing.TestClient;
import org.assent.fhir.testing.TestSite;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are made to harm the parser that reads them, or whoever reads what was stored. */
@Tag("TH-21")
class HostileBodyTest {

    private static final String XML = "application/fhir+xml";
    private static final String PATIENT =
            "<Patient xmlns=\"http://hl7.org/fhir\"><name><family value=\"%s\"/></name></Patient>";

    private final TestClient ehr = TestSite.get().as(Role.EHR);

    @TempDir
    private Path folder;

    @Test
    void shouldReadNoFileWhenAnEntityNamesOne() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "kept-from-everybody");

        TestClient.Answer answer = ehr.post(
                "/Patient",
                "<!DOCTYPE Patient [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>" + PATIENT.formatted("&e;"),
                "Content-Type",
                XML);

        assertThat(answer.status()).as(answer.body()).isBetween(400, 422);
        assertThat(answer.body()).doesNotContain("kept-from-everybody");
    }

    @Test
    void shouldRefuseWhenEntitiesGrow() {
        StringBuilder entities = new StringBuilder("<!DOCTYPE Patient [<!ENTITY e0 \"ha\">");
        for (int i = 1; i <= 30; i++) {
            entities.append("<!ENTITY e%d \"&e%d;&e%d;\">".formatted(i, i - 1, i - 1));
        }

        TestClient.Answer answer =
                ehr.post("/Patient", entities + "]>" + PATIENT.formatted("&e30;"), "Content-Type", XML);

        assertThat(answer.status()).as(answer.body()).isBetween(400, 422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"resourceType\":\"Patient\",\"active\":true,\"active\":false}",
                "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"A\",\"family\":\"B\"}]}"
            })
    void shouldRefuseWhenAKeyComesTwice(String body) {
        TestClient.Answer answer = ehr.post("/Patient", body);

        assertThat(answer.status()).as(answer.body()).isBetween(400, 422);
    }

    @Test
    void shouldRefuseWhenXmlIsNestedWithoutEnd() {
        String deep = Stream.generate(() -> "<contained><Patient>").limit(5_000).reduce("", String::concat);

        TestClient.Answer answer =
                ehr.post("/Patient", "<Patient xmlns=\"http://hl7.org/fhir\">" + deep, "Content-Type", XML);

        assertThat(answer.status()).as(answer.body()).isBetween(400, 422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<p onclick='alert(1)'>x</p>",
                "<a href='javascript:alert(1)'>x</a>",
                "<a href=' JavaScript:alert(1)'>x</a>",
                "<iframe src='https://example.org'></iframe>",
                "<object data='x'></object>"
            })
    void shouldRefuseWhenANarrativeHoldsMoreThanPlainFormatting(String harm) {
        TestClient.Answer answer = ehr.post("/Patient", patientWith(harm));

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.body()).contains("Patient.text.div").doesNotContain("alert");
    }

    @Test
    void shouldKeepANarrativeWhenItIsPlain() {
        String plain = "<p style='color:red'>Jane <b>Doe</b>, <a href='https://example.org/x'>more</a></p>";

        assertThat(ehr.post("/Patient", patientWith(plain)).status()).isEqualTo(201);
    }

    private static String patientWith(String markup) {
        return """
                {"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns='http://www.w3.org/1999/xhtml'>%s</div>"}}""".formatted(markup);
    }
}
