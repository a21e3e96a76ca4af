package org.assent.site.command;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.assent.site.RunningLedger;
import org.assent.site.SiteFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ./assent ledger DIR}: the validator of a site in this process, without the web side. */
@Command(name = "ledger")
public final class LedgerCommand implements Callable<Integer> {

    @Parameters(index = "0")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws Exception {
        RunningLedger.run(new SiteFolder(folder), Clock.systemUTC());
        return 0;
    }
}
