package org.assent.site.demo.story;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Somebody who reads a whole study slowly, so that the transfer is still running when the permission ends. */
final class SlowTransfer {

    private static final int PIECE = 32 * 1024;
    private static final Duration PAUSE = Duration.ofMillis(25);

    private final AtomicLong bytes = new AtomicLong();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Instant cutAt;
    private volatile boolean hurrying;

    private SlowTransfer() {}

    /** Begins to read; returns when the first bytes have come. */
    static SlowTransfer begin(Stage stage, Visitor visitor, StudyFiles study)
            throws IOException, InterruptedException, StoryFailure {
        HttpResponse<InputStream> response = stage.http()
                .send(
                        visitor.request("/dicomweb/studies/" + study.studyInstanceUid())
                                .header("Accept", "multipart/related; type=\"application/dicom\"; transfer-syntax=*")
                                .GET()
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new StoryFailure("the study could not be retrieved: " + response.statusCode());
        }
        stage.tally().note(visitor.site().name(), "/dicomweb/studies/" + study.studyInstanceUid(), 200);
        SlowTransfer transfer = new SlowTransfer();
        Thread.ofPlatform().daemon().name("slow-transfer").start(() -> transfer.read(response.body()));
        Patience.until(() -> transfer.bytes.get() > 0, Duration.ofSeconds(10), "a running transfer has begun");
        return transfer;
    }

    private void read(InputStream body) {
        byte[] piece = new byte[PIECE];
        try (body) {
            for (int read = body.read(piece); read >= 0; read = body.read(piece)) {
                bytes.addAndGet(read);
                if (!hurrying) {
                    Thread.sleep(PAUSE);
                }
            }
        } catch (IOException e) {
            cutAt = Instant.now(); // the connection ended before the body did
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    /** Whether it is still running. */
    boolean running() {
        return ended.getCount() > 0;
    }

    /** Bytes that have come so far. */
    long bytes() {
        return bytes.get();
    }

    /**
     * Reads on as fast as it can: what had left the site when the permission ended lies in buffers of the connection, and no
     * site can call that back.
     */
    void hurry() {
        hurrying = true;
    }

    /** When it was cut; null if it ended by itself or is still running after the bound. */
    @Nullable
    Instant awaitCut(Duration atMost) throws InterruptedException {
        if (!ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            return null;
        }
        return cutAt;
    }
}
