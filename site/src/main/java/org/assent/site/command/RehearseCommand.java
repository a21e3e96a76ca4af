package org.assent.site.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.assent.site.demo.Rehearsal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets the JVM learn for its AOT cache; a step of the build. */
@Command(name = "rehearse", hidden = true)
public final class RehearseCommand implements Callable<Integer> {

    @Parameters(index = "0")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws Exception {
        Rehearsal.play(folder, System.out);
        return 0;
    }
}
