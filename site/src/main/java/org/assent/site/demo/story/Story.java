package org.assent.site.demo.story;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Plays the eight steps and prints what each checked and how long it took. */
public final class Story {

    private final Stage stage;
    private final List<StoryStep> steps;
    private final PrintStream out;

    /**
     * Prepares the story.
     *
     * @param sites North, South, East and West, running
     * @param studies what to send
     * @param out where to print
     */
    public Story(List<DemoSite> sites, StoryStudies studies, PrintStream out) {
        this.stage = new Stage(sites, studies.main(), studies.second());
        this.steps = List.of(
                new StoreStep(),
                new NothingStep(),
                new AgreeStep(),
                new FetchStep(),
                new EastStep(),
                new StopStep(),
                new LookStep(),
                new FaultStep(studies.traffic()));
        this.out = out;
    }

    /** Plays all steps until one fails; whether all held. */
    public boolean play() throws InterruptedException {
        for (int index = 0; index < steps.size(); index++) {
            if (!play(index + 1, steps.get(index))) {
                return false;
            }
        }
        out.printf("%nAll eight steps hold.%n");
        return true;
    }

    private boolean play(int number, StoryStep step) throws InterruptedException {
        Checked checked = new Checked();
        Instant start = Instant.now();
        try {
            step.play(stage, checked);
            print(number, step, start, "holds");
            checked.sentences().forEach(sentence -> out.printf("     - %s%n", sentence));
            return true;
        } catch (StoryFailure | IOException e) {
            print(number, step, start, "FAILS");
            checked.sentences().forEach(sentence -> out.printf("     - %s%n", sentence));
            out.printf("     ! %s%n", e.getMessage());
            return false;
        }
    }

    private void print(int number, StoryStep step, Instant start, String verdict) {
        double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
        out.printf(Locale.ROOT, "%n%d  %-60s %6.1f s  %s%n", number, step.title(), seconds, verdict);
    }
}
