package org.assent.audit.cumulative;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assent.audit.LoggedLine;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.tree.StateProofVerifier;
import org.assent.ledger.tree.TreeHash;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The map over all subjects is a function of the durable log, however it was come by. */
@Tag("L6")
class CumulativeLogTest {

    @TempDir
    private Path folder;

    private SubjectLog site;

    @BeforeEach
    void open() throws IOException {
        site = new SubjectLog(folder.resolve("log"), SubjectLog.NORTH);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void shouldMakeTheSameMapWhenItIsRebuiltFromTheLog() throws IOException {
        // Given a log about many subjects, and a map that was kept while it grew, over restarts at random entries
        Random random = Seeds.random("CumulativeLogTest");
        for (int i = 0; i < 300; i++) {
            SubjectId subject = SubjectId.fromHex(String.format("%064x", random.nextInt(40)));
            switch (random.nextInt(4)) {
                case 0 -> site.refused(subject, "s" + i);
                case 1 -> site.started(subject, SubjectLog.SOUTH, "s" + i);
                default -> site.started(subject, SubjectLog.SOUTH, "s" + i).completed(200, 1, 10, false);
            }
            if (random.nextInt(20) == 0) {
                site.ended();
            }
        }
        List<LoggedLine> lines = site.lines();
        MapFile file = new MapFile(folder.resolve("map"));
        CumulativeLog kept = new CumulativeLog(site::secret);
        for (LoggedLine line : lines) {
            kept.take(line);
            if (random.nextInt(30) == 0) {
                file.write(kept.version());
                kept = new CumulativeLog(site::secret, file.read().orElseThrow());
            }
        }

        // When it is made again from the log alone
        LogVersion rebuilt = rebuilt(lines);

        // Then both are the same
        assertThat(kept.version().root()).isEqualTo(rebuilt.root());
        assertThat(kept.version().intervals()).isEqualTo(rebuilt.intervals());
        assertThat(kept.version().entries()).isEqualTo(rebuilt.entries());
        assertThat(rebuilt.entries()).isGreaterThan(300);
    }

    @Test
    void shouldHaveTheRootThatTheDefinitionOfTheTreeGives() {
        // Given trees of growing size
        Random random = Seeds.random("CumulativeLogTest.tree");
        LogTree tree = LogTree.EMPTY;
        Map<Bytes32, Bytes32> leaves = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            byte[] key = new byte[32];
            random.nextBytes(key);
            SubjectHead head = SubjectHead.start(Bytes32.of(key)).with(1, Bytes32.of(key));

            // When one more subject comes
            tree = tree.with(head, head.value(Bytes32.ZERO));
            leaves.put(
                    TreeHash.path(key),
                    TreeHash.valueHash(head.value(Bytes32.ZERO).toByteArray()));

            // Then the root is the one of the set, and presence and absence are proven under it
            assertThat(tree.root()).isEqualTo(defined(new ArrayList<>(leaves.entrySet()), 0));
            assertThat(StateProofVerifier.provesPresence(
                            tree.root(), key, head.value(Bytes32.ZERO), tree.prove(Bytes32.of(key))))
                    .isTrue();
            byte[] other = new byte[32];
            random.nextBytes(other);
            assertThat(StateProofVerifier.provesAbsence(tree.root(), other, tree.prove(Bytes32.of(other))))
                    .isTrue();
        }
    }

    @Test
    void shouldSayThatThereIsNoMapWhenTheFileIsMissingOrDamaged() throws IOException {
        // Given a file of a version
        site.retrieved(SubjectLog.ANNE, SubjectLog.SOUTH, "s1", 3);
        site.started(SubjectLog.BERT, SubjectLog.SOUTH, "s2");
        LogVersion version = site.version();
        Path path = folder.resolve("map");
        MapFile file = new MapFile(path);
        assertThat(file.read()).isEmpty();
        file.write(version);
        byte[] whole = Files.readAllBytes(path);
        assertThat(file.read().orElseThrow().root()).isEqualTo(version.root());
        assertThat(file.read().orElseThrow().open()).isEqualTo(version.open()).isNotEmpty();

        for (int i = 0; i < whole.length; i++) {
            // When any byte of it changed, or it ends early
            byte[] damaged = whole.clone();
            damaged[i] ^= 1;
            Files.write(path, damaged);

            // Then it is not used
            assertThat(file.read()).isEmpty();
            Files.write(path, java.util.Arrays.copyOf(whole, i));
            assertThat(file.read()).isEmpty();
        }
    }

    @Test
    void shouldCountEachAccessAndRefusalAsOneInterval() {
        // Given an access of two requests, an access that has no end, and a refusal
        site.started(SubjectLog.ANNE, SubjectLog.SOUTH, "s1").completed(200, 1, 10, false);
        site.started(SubjectLog.ANNE, SubjectLog.SOUTH, "s1").completed(200, 1, 10, false);
        site.ended();
        site.started(SubjectLog.ANNE, SubjectLog.SOUTH, "s2");
        site.refused(SubjectLog.ANNE, "s3");

        // When the map is made
        LogVersion version = site.version();

        // Then these are three intervals of four entries
        assertThat(version.intervals()).isEqualTo(3);
        assertThat(version.entries()).isEqualTo(4);
    }

    private LogVersion rebuilt(List<LoggedLine> lines) {
        CumulativeLog map = new CumulativeLog(site::secret);
        lines.forEach(map::take);
        return map.version();
    }

    /** The root as ICS-23's definition gives it, from the set of leaves. */
    private static Bytes32 defined(List<Map.Entry<Bytes32, Bytes32>> leaves, int depth) {
        if (leaves.isEmpty()) {
            return TreeHash.EMPTY;
        }
        if (leaves.size() == 1) {
            return TreeHash.leaf(leaves.getFirst().getKey(), leaves.getFirst().getValue());
        }
        leaves.sort(Comparator.comparing(Map.Entry::getKey));
        List<Map.Entry<Bytes32, Bytes32>> left = new ArrayList<>();
        List<Map.Entry<Bytes32, Bytes32>> right = new ArrayList<>();
        leaves.forEach(leaf -> (leaf.getKey().bit(depth) == 0 ? left : right).add(leaf));
        return TreeHash.inner(defined(left, depth + 1), defined(right, depth + 1));
    }
}
