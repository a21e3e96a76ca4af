package org.assent.fhir;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A piece of work that is done again and again in a thread of its own until it is closed; trouble is logged, not fatal. */
final class Rounds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(2);
    private static final Duration STOP = Duration.ofSeconds(10);

    /** One round. */
    interface Round {
        /** Does what there is to do; true if there may be more at once. */
        boolean run();
    }

    private final String name;
    private final Duration pause;
    private final Round round;
    private final CountDownLatch told = new CountDownLatch(1);
    private final Thread thread;

    private Rounds(String name, Duration pause, Round round) {
        this.name = name;
        this.pause = pause;
        this.round = round;
        this.thread = Thread.ofPlatform().name("fhir-" + name).daemon().unstarted(this::work);
    }

    /** Starts them. */
    static Rounds start(String name, Duration pause, Round round) {
        Rounds rounds = new Rounds(name, pause, round);
        rounds.thread.start();
        return rounds;
    }

    private void work() {
        try {
            boolean ended = false;
            while (!ended) {
                ended = told.await(runOnce().toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            // The round took too long to end by itself.
        }
    }

    /** One round, and how long to wait after it. */
    private Duration runOnce() {
        try {
            return round.run() ? Duration.ZERO : pause;
        } catch (RuntimeException e) {
            LOG.warn("{} failed and is tried again", name, e);
            return AFTER_TROUBLE;
        }
    }

    /** Lets the round that runs come to its end, then no other. */
    @Override
    public void close() {
        told.countDown();
        try {
            if (!thread.join(STOP)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
