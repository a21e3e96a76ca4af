package org.assent.site.demo;

import java.util.stream.Collectors;

/** What the demo prints when it stands: addresses, users, and what to try next. */
final class Welcome {

    private Welcome() {}

    static String text(DemoNetwork network) {
        String hospitals = network.hospitals().stream()
                .map(hospital -> "  %-6s %s/viewer/   %s%n"
                        .formatted(hospital.name(), hospital.address(), people(network, hospital)))
                .collect(Collectors.joining());
        Hospital north = network.hospitals().get(0);
        return """
                Four hospitals share a ledger; each has its own viewer, users and data:

                %s
                What to try next, in another terminal:

                  T=$(./assent token --site north --as modality)
                  curl -H "Authorization: Bearer $T" -H "Content-Type: application/dicom" --data-binary @FILE.dcm %s/dicomweb/studies

                  T=$(./assent token --site north --as clinician)
                  curl -H "Authorization: Bearer $T" %s/dicomweb/studies

                  ./assent status

                """.formatted(hospitals, north.programAddress(), north.programAddress());
    }

    private static String people(DemoNetwork network, Hospital hospital) {
        return network.file().accounts(hospital).people().stream()
                .map(person -> person.user() + " / " + person.password())
                .collect(Collectors.joining("   "));
    }
}
