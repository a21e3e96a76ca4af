package org.assent.site.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.assent.site.demo.DemoFile;
import org.assent.site.demo.DemoStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./assent status}: how the sites of the running demo are. */
@Command(name = "status")
public final class StatusCommand implements Callable<Integer> {

    @Option(names = "--home", required = true, hidden = true)
    private Path home = Path.of("");

    @Option(names = "--json")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        DemoStatus status = DemoStatus.of(DemoFile.ofRunningDemo(home));
        if (json) {
            ObjectNode all = new ObjectMapper().createObjectNode();
            status.sites().forEach(all.putArray("sites")::add);
            System.out.println(
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all));
        } else {
            status.sites().forEach(site -> System.out.println(DemoStatus.line(site)));
        }
        return status.allReady() ? 0 : 1;
    }
}
