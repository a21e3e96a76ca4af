package org.assent.site.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.assent.site.demo.Demo;
import org.assent.site.demo.DemoOptions;
import org.assent.site.demo.Hospital;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./assent demo}. */
@Command(name = "demo")
public final class DemoCommand implements Callable<Integer> {

    @Option(names = "--home", required = true, hidden = true)
    private Path home = Path.of("");

    @Option(names = "--once")
    private boolean once;

    @Option(names = "--reset")
    private boolean reset;

    @Option(names = "--dicom")
    private @Nullable Path dicom;

    @Option(names = "--port-base")
    private int portBase = Hospital.DEFAULT_PORT_BASE;

    @Override
    public Integer call() throws Exception {
        return Demo.run(
                new DemoOptions(home.toAbsolutePath().normalize(), portBase, once, reset, Optional.ofNullable(dicom)),
                System.out);
    }
}
