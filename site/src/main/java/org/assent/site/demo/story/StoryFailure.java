package org.assent.site.demo.story;

/** Something in the story is not as it should be; the message says what was expected and what was found. */
final class StoryFailure extends Exception {

    private static final long serialVersionUID = 1L;

    StoryFailure(String message) {
        super(message);
    }
}
