package org.assent.site.command;

import java.nio.file.Path;
import org.assent.site.SiteFolder;
import org.assent.site.demo.DemoException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which site a command is about: one in a folder, or one of the running demo. */
final class SiteChoice {

    @Option(names = "--home", hidden = true)
    private Path home = Path.of("");

    @Option(names = "--demo")
    private boolean demo;

    @Option(names = "--site")
    private @Nullable String site;

    /** Whether it is one of the demo. */
    boolean isDemo() {
        return demo || (site != null && !site.contains("/") && !site.contains("."));
    }

    /** The demo's folder. */
    Path home() {
        return home;
    }

    /** The site's folder; of the demo North, unless another is named. */
    SiteFolder folder(@Nullable Path directory) throws DemoException {
        if (directory != null) {
            return new SiteFolder(directory);
        }
        if (isDemo()) {
            return new SiteFolder(home.resolve(site == null ? "north" : site));
        }
        if (site == null) {
            throw new DemoException("say which site: --site DIR, or --demo for the running demo");
        }
        return new SiteFolder(Path.of(site));
    }
}
