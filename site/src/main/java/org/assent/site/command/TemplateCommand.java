package org.assent.site.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.assent.fhir.jpa.FhirSchema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes the empty FHIR database that new sites begin with; a step of the build. */
@Command(name = "fhir-template", hidden = true)
public final class TemplateCommand implements Callable<Integer> {

    @Parameters(index = "0")
    private Path file = Path.of("");

    @Override
    public Integer call() throws Exception {
        FhirSchema.makeTemplate(file);
        return 0;
    }
}
