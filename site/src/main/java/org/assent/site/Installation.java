package org.assent.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the parts lie that {@code ./assent} builds beside the jars. */
public final class Installation {

    private Installation() {}

    /** The consensus node. */
    static Path cometBft() throws IOException {
        Path binary = cometBftPath();
        if (!Files.isExecutable(binary)) {
            throw new IOException(
                    "the consensus node is not built: there is no " + binary + "; ./assent build makes it");
        }
        return binary;
    }

    /** Where the consensus node should be. */
    public static Path cometBftPath() {
        return build().resolve("cometbft");
    }

    /** OHIF's files; the viewer says how to get them if they are not there. */
    static Path viewer() {
        return build().resolve("viewer");
    }

    /** The empty FHIR database that new sites begin with; without it they make their tables at the first start. */
    static Path fhirTemplate() {
        return build().resolve("fhir-template.mv.db");
    }

    private static Path build() {
        return Path.of(System.getProperty("assent.root", "."))
                .resolve("build")
                .toAbsolutePath()
                .normalize();
    }
}
