package org.assent.site.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.assent.site.SiteFolder;
import org.assent.site.demo.DemoFile;
import org.assent.site.demo.DemoStatus;
import org.assent.site.status.PresenceWords;
import org.assent.site.status.SiteStatus;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./assent status [DIR]}: how the site in a folder is, or those of the running demo. */
@Command(name = "status")
public final class StatusCommand implements Callable<Integer> {

    @Option(names = "--home", required = true, hidden = true)
    private Path home = Path.of("");

    @Option(names = "--json")
    private boolean json;

    @Parameters(index = "0", arity = "0..1")
    private @Nullable Path folder;

    @Override
    public Integer call() throws Exception {
        return folder == null ? demo() : site(new SiteFolder(folder));
    }

    private int site(SiteFolder site) throws Exception {
        SiteStatus status = SiteStatus.of(site);
        if (json) {
            System.out.println(
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(status.json()));
        } else {
            status.lines(Instant.now()).forEach(System.out::println);
        }
        return status.ready() ? 0 : 1;
    }

    private int demo() throws Exception {
        DemoStatus status = DemoStatus.of(home, DemoFile.ofRunningDemo(home));
        if (json) {
            ObjectNode all = new ObjectMapper().createObjectNode();
            status.sites().forEach(all.putArray("sites")::add);
            status.presence().ifPresent(presence -> all.set("presence", SiteStatus.presenceJson(presence)));
            System.out.println(
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all));
        } else {
            status.sites().forEach(site -> System.out.println(DemoStatus.line(site)));
            System.out.println();
            System.out.println(
                    status.presence().isPresent() ? "The ledger that they share:" : "No node of the ledger answers.");
            status.presence()
                    .map(presence -> PresenceWords.lines(presence, Instant.now()))
                    .ifPresent(lines -> lines.forEach(line -> System.out.println("  " + line)));
        }
        return status.allReady() ? 0 : 1;
    }
}
