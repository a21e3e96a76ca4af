package org.assent.site.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.assent.site.demo.DemoFile;
import org.assent.site.demo.DemoTokens;
import org.assent.site.demo.Hospital;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./assent token}: prints an access token of the running demo and nothing else. */
@Command(name = "token")
public final class TokenCommand implements Callable<Integer> {

    @Option(names = "--home", required = true, hidden = true)
    private Path home = Path.of("");

    @Option(names = "--site", required = true)
    private String site = "";

    @Option(names = "--as", required = true)
    private String as = "";

    @Override
    public Integer call() throws Exception {
        DemoFile demo = DemoFile.ofRunningDemo(home);
        DemoTokens tokens = new DemoTokens();
        Hospital hospital = Hospital.named(site, demo.portBase());
        System.out.println(tokens.fetch(hospital, demo.accounts(site).program(as)));
        return 0;
    }
}
