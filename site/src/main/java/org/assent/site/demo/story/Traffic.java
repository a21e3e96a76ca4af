package org.assent.site.demo.story;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Somebody who sends one request after the other until told to stop, or until the site is gone. */
interface Traffic {

    /** Sends the next request and remembers it if it was acknowledged. */
    void sendOne() throws IOException, InterruptedException;

    /** How many were acknowledged. */
    int acknowledged();

    /** Begins on a thread of its own. */
    default Thread begin(AtomicBoolean stop) {
        return Thread.ofPlatform().daemon().name("traffic").start(() -> {
            try {
                while (!stop.get()) {
                    sendOne();
                }
            } catch (IOException e) {
                // The site is gone.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
