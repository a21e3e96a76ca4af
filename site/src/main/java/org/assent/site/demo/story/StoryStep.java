package org.assent.site.demo.story;

import java.io.IOException;

/** One step of the story. */
interface StoryStep {

    /** What happens, in one sentence. */
    String title();

    /** Plays it, and says in {@code checked} what was found right. */
    void play(Stage stage, Checked checked) throws StoryFailure, IOException, InterruptedException;
}
