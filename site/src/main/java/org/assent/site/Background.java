package org.assent.site;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** Work that goes on beside the rest of the start. */
final class Background {

    private Background() {}

    /** Calls it in a thread of its own. */
    static <T> CompletableFuture<T> call(String name, Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofPlatform().name(name).start(() -> {
            try {
                result.complete(work.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }
}
