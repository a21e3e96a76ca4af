package org.assent.ledger.stream;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.state.StudyLeaf;

/**
 * A map from StudyRef to StudyLeaf that costs about 90 bytes a study: a site keeps the leaves of every member's studies,
 * which may be millions. Entries are never removed, as the ledger never removes a study's leaf. Not thread-safe.
 *
 * <p>Each entry is a row of {@value #ROW} bytes (ref, commitment, revision with the withdrawn bit, number of the source) in
 * pages; an open-addressing index of row numbers finds it. Refs are hashes, so their first bytes serve as the hash.
 */
final class StudyTable {

    private static final int ROW = 32 + 32 + 8 + 4;
    private static final int ROWS_PER_PAGE = 8_192;
    private static final int FREE = 0;

    private final List<byte[]> pages = new ArrayList<>();
    private final List<OrganizationId> sources = new ArrayList<>();
    private final Map<OrganizationId, Integer> sourceNumbers = new HashMap<>();

    /** Row number + 1, or {@link #FREE}; the length is a power of two. */
    private int[] index = new int[1_024];

    private int rows;

    int size() {
        return rows;
    }

    Optional<StudyLeaf> get(StudyRef study) {
        byte[] ref = study.value().toByteArray();
        int found = index[slot(ref)];
        return found == FREE ? Optional.empty() : Optional.of(read(found - 1));
    }

    void put(StudyRef study, StudyLeaf leaf) {
        byte[] ref = study.value().toByteArray();
        int slot = slot(ref);
        if (index[slot] == FREE) {
            if (rows % ROWS_PER_PAGE == 0) {
                pages.add(new byte[ROWS_PER_PAGE * ROW]);
            }
            rows++;
            index[slot] = rows;
            write(rows - 1, ref, leaf);
            if (rows > index.length / 2) {
                grow();
            }
        } else {
            write(index[slot] - 1, ref, leaf);
        }
    }

    private void write(int row, byte[] ref, StudyLeaf leaf) {
        row(row).put(ref)
                .put(leaf.commitment().toByteArray())
                .putLong(leaf.withdrawn() ? ~leaf.revision() : leaf.revision())
                .putInt(sourceNumber(leaf.source()));
    }

    private StudyLeaf read(int row) {
        ByteBuffer bytes = row(row);
        bytes.position(bytes.position() + 32);
        byte[] commitment = new byte[32];
        bytes.get(commitment);
        long revision = bytes.getLong();
        OrganizationId source = sources.get(bytes.getInt());
        return new StudyLeaf(source, Bytes32.of(commitment), revision < 0 ? ~revision : revision, revision < 0);
    }

    private ByteBuffer row(int row) {
        return ByteBuffer.wrap(pages.get(row / ROWS_PER_PAGE), row % ROWS_PER_PAGE * ROW, ROW);
    }

    private int sourceNumber(OrganizationId source) {
        return sourceNumbers.computeIfAbsent(source, added -> {
            sources.add(added);
            return sources.size() - 1;
        });
    }

    /** Where the ref is, or the free place where it would be. */
    private int slot(byte[] ref) {
        int mask = index.length - 1;
        int slot = ByteBuffer.wrap(ref).getInt() & mask;
        while (index[slot] != FREE && !isRef(index[slot] - 1, ref)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean isRef(int row, byte[] ref) {
        byte[] page = pages.get(row / ROWS_PER_PAGE);
        int from = row % ROWS_PER_PAGE * ROW;
        return Arrays.equals(page, from, from + 32, ref, 0, 32);
    }

    private void grow() {
        index = new int[index.length * 2];
        byte[] ref = new byte[32];
        for (int row = 0; row < rows; row++) {
            row(row).get(ref);
            index[slot(ref)] = row + 1;
        }
    }
}
