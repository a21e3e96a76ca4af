package org.assent.ledger.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentlyUsedTest {

    @Test
    void shouldForgetTheLeastRecentlyUsedWhenThereAreMoreThanItMayRemember() {
        RecentlyUsed<String, String> memory = new RecentlyUsed<>(2);
        memory.put("a", "A");
        memory.put("b", "B");
        memory.get("a");

        memory.put("c", "C");

        assertThat(memory.get("a")).isEqualTo("A");
        assertThat(memory.get("b")).isNull();
        assertThat(memory.get("c")).isEqualTo("C");
    }

    @Test
    void shouldForgetAsManyAsWeighTooMuchWhenAHeavyOneComes() {
        RecentlyUsed<String, String> memory = new RecentlyUsed<>(10, String::length);
        memory.put("a", "4444");
        memory.put("b", "333");
        memory.put("c", "22");

        memory.put("d", "88888888");

        assertThat(memory.get("a")).isNull();
        assertThat(memory.get("b")).isNull();
        assertThat(memory.get("c")).isEqualTo("22");
        assertThat(memory.get("d")).isEqualTo("88888888");
    }

    @Test
    void shouldNotRememberWhatWeighsMoreThanAllItMay() {
        RecentlyUsed<String, String> memory = new RecentlyUsed<>(3, String::length);

        memory.put("a", "4444");

        assertThat(memory.get("a")).isNull();
    }

    @Test
    void shouldWeighWhatItHasWhenAResultIsReplaced() {
        RecentlyUsed<String, String> memory = new RecentlyUsed<>(5, String::length);
        memory.put("a", "4444");
        memory.put("a", "1");

        memory.put("b", "4444");

        assertThat(memory.get("a")).isEqualTo("1");
        assertThat(memory.get("b")).isEqualTo("4444");
    }

    @Test
    void shouldStartAnewWhenAllIsForgotten() {
        RecentlyUsed<String, String> memory = new RecentlyUsed<>(4, String::length);
        memory.put("a", "4444");

        memory.clear();
        memory.put("b", "4444");

        assertThat(memory.get("a")).isNull();
        assertThat(memory.get("b")).isEqualTo("4444");
    }
}
