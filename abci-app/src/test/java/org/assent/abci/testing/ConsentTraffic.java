package org.assent.abci.testing;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assent.ledger.transaction.SignedTransaction;

/**
 * Random blocks of a small network, with consents, closings and studies only, for tests that need some state and no more. The same
 * seed gives the same blocks.
 */
public final class ConsentTraffic {

    private static final List<String> PATIENTS = List.of("alice", "bob", "carol");

    private final Random random;
    private final List<Hospital> hospitals = List.of(new Hospital("north"), new Hospital("south"));
    private final Map<String, Long> sequences = new HashMap<>();
    private final Map<String, Long> revisions = new HashMap<>();
    private final List<ByteString> sent = new ArrayList<>();

    public ConsentTraffic(Random random) {
        this.random = random;
    }

    /** The transactions of a block: everybody comes in with the first one. */
    public List<ByteString> block(long height, Instant soon) {
        List<ByteString> block = new ArrayList<>();
        if (height == 1) {
            for (Hospital hospital : hospitals) {
                block.add(TestChain.bytes(hospital.register(soon)));
                PATIENTS.forEach(patient -> block.add(TestChain.bytes(hospital.enroll(patient, soon))));
            }
            sent.addAll(block);
            return block;
        }
        int count = random.nextInt(7);
        for (int i = 0; i < count; i++) {
            block.add(next(soon));
        }
        return block;
    }

    private ByteString next(Instant soon) {
        Hospital hospital = hospitals.get(random.nextInt(hospitals.size()));
        String patient = PATIENTS.get(random.nextInt(PATIENTS.size()));
        String consent = "consent " + random.nextInt(30);
        int kind = random.nextInt(20);
        if (kind == 0) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            return ByteString.copyFrom(garbage);
        }
        if (kind < 3 && !sent.isEmpty()) {
            return sent.get(random.nextInt(sent.size()));
        }
        SignedTransaction transaction;
        if (kind < 7) {
            transaction = hospital.close(patient, consent);
        } else if (kind < 9) {
            transaction = hospital.record(patient, consent, 1 + random.nextInt(5), soon, hospital.service());
        } else if (kind < 11) {
            String study = "study " + random.nextInt(5);
            long revision = revisions.merge(hospital.study(study).toHex(), 1L, Long::sum);
            transaction = hospital.registerStudies(revision, soon, study);
        } else {
            String key = hospital.subject(patient).toHex();
            long sequence = sequences.getOrDefault(key, 0L) + 1;
            sequences.put(key, random.nextInt(10) == 0 ? sequence - 1 : sequence);
            transaction = hospital.record(patient, consent, sequence, soon);
        }
        ByteString bytes = TestChain.bytes(transaction);
        sent.add(bytes);
        return bytes;
    }
}
