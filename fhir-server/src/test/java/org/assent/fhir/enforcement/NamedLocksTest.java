package org.assent.fhir.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NamedLocksTest {

    private final NamedLocks locks = new NamedLocks();

    @Test
    @Timeout(30)
    void shouldHinderNoOtherNameWhenOneIsHeld() {
        assertThat(locks.holding(
                        "held",
                        () -> inAnotherThread(() -> IntStream.range(0, 1_000)
                                .map(i -> locks.holding("other-" + i, () -> 1))
                                .sum())))
                .isEqualTo(1_000);
    }

    @Test
    void shouldDoOneAfterTheOtherWhenTheNameIsTheSame() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Integer>> work = IntStream.range(0, 2_000)
                    .<Callable<Integer>>mapToObj(i -> () -> locks.holding("same", () -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        return inside.decrementAndGet();
                    }))
                    .toList();
            for (Future<Integer> done : threads.invokeAll(work)) {
                assertThat(done.get()).isZero();
            }
        }
        assertThat(most).hasValue(1);
    }

    private static int inAnotherThread(Callable<Integer> work) {
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            return thread.submit(work).get();
        } catch (Exception e) {
            throw new IllegalStateException("the other thread failed", e);
        }
    }
}
