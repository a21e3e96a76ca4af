package org.assent.site.demo.story;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a step has checked so far, one sentence each. */
final class Checked {

    private final List<String> sentences = new ArrayList<>();

    /** Notes what was found right. */
    void found(String sentence) {
        sentences.add(sentence);
    }

    /** Notes the sentence if the condition holds; else the step has failed. */
    void that(boolean holds, String sentence) throws StoryFailure {
        if (!holds) {
            throw new StoryFailure("not so: " + sentence);
        }
        sentences.add(sentence);
    }

    /** Notes the sentence if both are equal; else the step has failed. */
    void equal(Object expected, Object found, String sentence) throws StoryFailure {
        if (!Objects.equals(expected, found)) {
            throw new StoryFailure("not so: %s; expected %s, found %s".formatted(sentence, expected, found));
        }
        sentences.add(sentence);
    }

    /** All sentences, in order. */
    List<String> sentences() {
        return List.copyOf(sentences);
    }
}
