package org.assent.site.command;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.assent.site.RunningSite;
import org.assent.site.SiteFolder;
import org.assent.site.network.NewSite;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./assent site init DIR} and {@code ./assent site DIR}. */
@Command(name = "site")
public final class SiteCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "1..2")
    private List<String> words = List.of();

    @Override
    public Integer call() throws Exception {
        boolean init = words.get(0).equals("init");
        if (init != (words.size() == 2)) {
            throw new ParameterException(
                    spec.commandLine(), "give a folder: ./assent site init DIR, then ./assent site DIR");
        }
        SiteFolder folder = new SiteFolder(Path.of(words.get(words.size() - 1)));
        if (init) {
            try {
                NewSite.create(folder, Clock.systemUTC(), new SecureRandom(), System.out);
            } catch (FileAlreadyExistsException e) {
                System.err.println("assent: " + folder.root() + " holds a site already; nothing was changed");
                return 1;
            }
        } else {
            RunningSite.run(folder, Optional.empty(), Clock.systemUTC(), new SecureRandom());
        }
        return 0;
    }
}
