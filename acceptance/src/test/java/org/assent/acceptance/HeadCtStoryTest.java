package org.assent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assent.testsupport.Peers;
import org.junit.jupiter.api.Tag;

/** The story on a real head CT of 108 slices. */
@Tag("story")
@Tag("peer-head-ct")
@Tag("peer-python")
class HeadCtStoryTest extends RealStudyStory {

    HeadCtStoryTest() {
        super(headCt());
    }

    private static Study headCt() {
        Path target = Path.of("target").toAbsolutePath();
        Path folder = target.resolve("head-ct");
        Script.Outcome made = Script.run(
                target,
                Duration.ofMinutes(1),
                List.of(
                        Peers.python().toString(),
                        ForeignClients.python("make_head_ct.py").toString(),
                        Peers.headCt().toString(),
                        folder.toString()));
        assertThat(made.exitCode()).as(made.complaint()).isZero();
        return Study.in(folder);
    }
}
