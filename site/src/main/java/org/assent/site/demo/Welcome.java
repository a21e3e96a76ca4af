package org.assent.site.demo;

import java.nio.file.Path;
import java.util.stream.Collectors;

/** What the demo prints when it stands: addresses, users, and what to try next. */
final class Welcome {

    private Welcome() {}

    /**
     * The text.
     *
     * @param consent where a Consent lies that is ready to be posted
     */
    static String text(DemoNetwork network, Path consent) {
        String hospitals = network.hospitals().stream()
                .map(hospital -> "  %-6s %s/viewer/   %s%n"
                        .formatted(hospital.name(), hospital.address(), people(network, hospital)))
                .collect(Collectors.joining());
        Hospital north = network.hospitals().get(0);
        Hospital south = network.hospitals().get(1);
        return """
                Four hospitals share a ledger; each has its own viewer, users and data:

                %1$s
                What to try next, in another terminal:

                  North lists the study, South answers 204 as for one that does not exist:

                    T=$(./assent token --site north --as clinician)
                    curl -H "Authorization: Bearer $T" %2$s/dicomweb/studies
                    T=$(./assent token --site south --as clinician)
                    curl -i -H "Authorization: Bearer $T" %3$s/dicomweb/studies

                  North's EHR posts the patient's Consent, and South lists the study and draws it:

                    T=$(./assent token --site north --as ehr)
                    ID=$(curl -s -H "Authorization: Bearer $T" -H "Content-Type: application/fhir+json" \\
                      --data-binary @%4$s %2$s/fhir/r4/Consent | sed 's/.*"Consent","id":"\\([^"]*\\)".*/\\1/')

                    T2=$(./assent token --site south --as clinician)
                    curl -i -H "Authorization: Bearer $T2" %3$s/dicomweb/studies

                  The patient takes it back, and South gets nothing more:

                    curl -s -H "Authorization: Bearer $T" %2$s/fhir/r4/Consent/$ID |
                      sed 's/"status":"active"/"status":"inactive"/' |
                      curl -s -X PUT -H "Authorization: Bearer $T" -H "Content-Type: application/fhir+json" \\
                        --data-binary @- %2$s/fhir/r4/Consent/$ID

                  ./assent status

                """.formatted(hospitals, north.programAddress(), south.programAddress(), consent);
    }

    private static String people(DemoNetwork network, Hospital hospital) {
        return network.file().accounts(hospital).people().stream()
                .map(person -> person.user() + " / " + person.password())
                .collect(Collectors.joining("   "));
    }
}
