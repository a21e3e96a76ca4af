package org.assent.site.command;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.assent.site.operator.OperatorConnection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What commands have in common that change a running site as its operator: which site, and where words go. */
final class OperatorCommand {

    @Mixin
    private SiteChoice choice = new SiteChoice();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    /** Begins, with a token of the site's. */
    OperatorConnection connect() throws Exception {
        return OperatorConnection.to(choice.folder(null), Clock.systemUTC());
    }

    /** Prints what is at a path: as it came, or a line each. */
    void list(String path, String name, boolean json, Function<JsonNode, String> line) throws Exception {
        JsonNode all = connect().get(path);
        if (json) {
            print(all.toPrettyString());
        } else {
            all.path(name).forEach(one -> print(line.apply(one)));
        }
    }

    /** For scripts: the output. */
    void print(String text) {
        line(spec).getOut().println(text);
        line(spec).getOut().flush();
    }

    /** For people: the error output, so that scripts get the rest alone. */
    void note(String text) {
        line(spec).getErr().println(text);
    }

    static CommandLine line(@Nullable CommandSpec spec) {
        return requireNonNull(spec).commandLine();
    }

    /** Texts of a list with commas between. */
    static String words(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
    }
}
