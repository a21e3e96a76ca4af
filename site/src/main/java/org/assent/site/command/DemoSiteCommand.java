package org.assent.site.command;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.assent.site.RunningSite;
import org.assent.site.SiteFolder;
import org.assent.site.demo.DemoAccounts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** One hospital of the demo, as its launcher starts it: it stops when its standard input ends. */
@Command(name = "demo-site", hidden = true)
public final class DemoSiteCommand implements Callable<Integer> {

    @Parameters(index = "0")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws Exception {
        SiteFolder site = new SiteFolder(folder);
        RunningSite.untilInputEnds();
        RunningSite.run(site, Optional.of(DemoAccounts.read(site.root())), Clock.systemUTC(), new SecureRandom());
        return 0;
    }
}
