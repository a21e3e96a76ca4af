package org.assent.ledger.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.state.StudyLeaf;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.Test;

class StudyTableTest {

    @Test
    void shouldAnswerAsAMapWhenEntriesAreRandomlyPutAndReplaced() {
        Random random = Seeds.random("StudyTableTest");
        StudyTable table = new StudyTable();
        Map<StudyRef, StudyLeaf> expected = new HashMap<>();
        for (int i = 0; i < 60_000; i++) {
            StudyRef study = study(random.nextInt(40_000));
            StudyLeaf leaf = new StudyLeaf(
                    new OrganizationId(hash(random.nextInt(5))),
                    hash(i),
                    1 + (random.nextLong() & Long.MAX_VALUE - 1),
                    random.nextBoolean());
            table.put(study, leaf);
            expected.put(study, leaf);
        }
        assertThat(table.size()).isEqualTo(expected.size());
        for (int i = 0; i < 45_000; i++) {
            assertThat(table.get(study(i))).isEqualTo(Optional.ofNullable(expected.get(study(i))));
        }
    }

    private static StudyRef study(int number) {
        return new StudyRef(hash(number));
    }

    private static Bytes32 hash(int number) {
        return Hash.sha256(ByteBuffer.allocate(4).putInt(number).array());
    }
}
