package org.assent.abci.privacy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Guesses which of some candidates belongs to a thing: the one with which it has most rare bytes in common; if there is no
 * difference, any.
 *
 * @param <C> what a candidate is
 */
final class LinkAttack<C> {

    private final Map<C, Set<Long>> candidates = new HashMap<>();
    private final Map<Long, Integer> frequency = new HashMap<>();
    private final List<C> order;
    private final Random random;

    LinkAttack(List<C> order, Map<C, List<byte[]>> bytes, Random random) {
        this.order = order;
        this.random = random;
        for (C candidate : order) {
            Set<Long> windows = Windows.of(bytes.getOrDefault(candidate, List.of()));
            candidates.put(candidate, windows);
            windows.forEach(window -> frequency.merge(window, 1, Integer::sum));
        }
    }

    /** The best guess; what many candidates have in common counts little. */
    C guess(Collection<byte[]> thing) {
        Set<Long> windows = Windows.of(thing);
        List<C> best = new ArrayList<>();
        double most = -1;
        for (C candidate : order) {
            double score = 0;
            for (long window : candidates.getOrDefault(candidate, Set.of())) {
                if (windows.contains(window)) {
                    double howMany = frequency.getOrDefault(window, 1);
                    score += howMany == order.size() ? 0 : 1 / (howMany * howMany);
                }
            }
            if (score > most + 1e-9) {
                best.clear();
                most = score;
            }
            if (score >= most - 1e-9) {
                best.add(candidate);
            }
        }
        return best.get(random.nextInt(best.size()));
    }
}
