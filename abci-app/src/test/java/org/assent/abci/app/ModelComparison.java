package org.assent.abci.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.assent.abci.model.ModelLedger;
import org.assent.abci.model.ModelSubject;
import org.assent.abci.rules.LedgerState;
import org.assent.abci.testing.CachingVerifier;
import org.assent.abci.testing.RandomTraffic;
import org.assent.abci.testing.TestChain;
import org.assent.abci.tree.NodeStore;
import org.assent.abci.tree.StateTree;
import org.assent.abci.tree.StoredState;
import org.assent.abci.wire.ResponseFinalizeBlock;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.governance.ValidatorPower;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.signature.BouncyCastleVerifier;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.signature.SignatureVerifier;
import org.assent.ledger.state.Authority;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.OpenConsent;
import org.assent.ledger.state.Subject;
import org.assent.ledger.state.SubjectKey;
import org.assent.ledger.state.SubjectLeaf;

/** Runs blocks of random traffic and compares what becomes of them with the model; the seed is in every message. */
final class ModelComparison {

    /** Whatever rules the traffic schedules. */
    static final KnownRules ALL = new KnownRules(Integer.MAX_VALUE);

    private final long seed;
    private final SignatureVerifier verifier;
    private final Map<Bytes32, Long> validators = new HashMap<>();
    private NodeStore store = new org.assent.abci.tree.MemoryNodeStore(new org.assent.abci.tree.KeptHeights(2));

    ModelComparison(long seed) {
        this(seed, new CachingVerifier(new BouncyCastleVerifier(), 20_000));
    }

    ModelComparison(long seed, SignatureVerifier verifier) {
        this.seed = seed;
        this.verifier = verifier;
        RandomTraffic.VALIDATORS.forEach(validator -> validators.put(validator.key(), validator.power()));
    }

    /** A chain with the validators of the traffic. */
    TestChain begin(NodeStore newStore) {
        store = newStore;
        return new TestChain(newStore, ALL, verifier).begin(RandomTraffic.VALIDATORS);
    }

    /** One block, which must have the codes that the model gave. */
    ResponseFinalizeBlock run(TestChain chain, RandomTraffic.Block block) {
        ResponseFinalizeBlock response = chain.finalizeBlock(block.time(), block.transactions(), block.misbehaved());
        chain.commit();
        sameCodes(response, block);
        for (var update : response.getValidatorUpdatesList()) {
            Bytes32 key = Bytes32.of(update.getPubKey().getEd25519().toByteArray());
            if (update.getPower() == 0) {
                assertThat(validators.remove(key))
                        .as("only a validator is removed, seed %d, height %d", seed, block.height())
                        .isNotNull();
            } else {
                validators.put(key, update.getPower());
            }
        }
        return response;
    }

    void sameCodes(ResponseFinalizeBlock response, RandomTraffic.Block block) {
        List<Integer> codes = TestChain.codes(response);
        for (int i = 0; i < codes.size(); i++) {
            if (!codes.get(i).equals(block.codes().get(i))) {
                throw new AssertionError("seed " + seed + ", height " + block.height() + ", time " + block.time()
                        + ", transaction " + i + ": the rules say " + codes.get(i) + ", the model "
                        + block.verdicts().get(i) + " of " + block.decoded().get(i));
            }
        }
        assertThat(codes).hasSameSizeAs(block.codes());
    }

    /** The same subjects, members' rules and node's validators as the model has. */
    void sameState(TestChain chain, ModelLedger model) {
        StoredState newest = store.newest().orElseThrow();
        LedgerState state = new LedgerState(StateTree.of(store, newest)::get);
        String where = "seed " + seed + ", height " + newest.height() + ", ";
        model.subjects().forEach((id, expected) -> {
            Subject subject = state.subject(id, newest.time()).orElseThrow();
            assertThat(text(subject)).as("%s%s", where, id).isEqualTo(text(expected));
            assertThat(expected.closed().stream().allMatch(consent -> state.isClosed(id, consent)))
                    .as("%sclosed consents of %s", where, id)
                    .isTrue();
        });
        GovernanceLeaf governance = state.governance();
        assertThat(new TreeSet<>(governance.accreditors()))
                .as(where)
                .isEqualTo(new TreeSet<>(model.network().accreditors()));
        assertThat(governance.limits()).as(where).isEqualTo(model.network().limits());
        assertThat((long) governance.rulesVersion())
                .as(where)
                .isEqualTo(model.network().rulesVersion());
        Map<Bytes32, Long> powers =
                governance.validators().stream().collect(Collectors.toMap(ValidatorPower::key, ValidatorPower::power));
        Map<Bytes32, Long> expected = new HashMap<>();
        model.network().validators().forEach((key, votes) -> expected.put(key, votes.power()));
        assertThat(powers).as(where).isEqualTo(expected);
        assertThat(validators).as("%svalidators of the node", where).isEqualTo(expected);
        model.members().forEach((id, member) -> {
            var leaf = state.organization(id).orElseThrow();
            assertThat(leaf.profile()).as(where).isEqualTo(member.profile());
            assertThat(leaf.revision()).as(where).isEqualTo(member.revisions());
            assertThat(leaf.standing()).as(where).isEqualTo(member.standings());
            assertThat(leaf.suspended()).as(where).isEqualTo(member.suspended());
            assertThat(leaf.emergencies().declared()).as(where).isEqualTo(member.emergencies());
        });
    }

    private static String text(Subject subject) {
        SubjectLeaf leaf = subject.leaf();
        Map<PublicKey, Authority> keys = new TreeMap<>();
        for (SubjectKey key : leaf.keys()) {
            keys.put(key.key(), key.authority());
        }
        Map<ConsentId, Authority> open = new TreeMap<>();
        for (OpenConsent consent : subject.consents()) {
            open.put(consent.consent(), consent.authority());
        }
        return keys + " " + leaf.custody() + " " + leaf.guardianship() + " " + leaf.sequence() + " "
                + leaf.authorityCounter() + " " + leaf.frozenBy() + " " + leaf.erasure() + " "
                + leaf.recovery().map(begun -> begun.counter() + " at " + begun.effectiveAt()) + " " + open;
    }

    private static String text(ModelSubject subject) {
        Map<ConsentId, Authority> open = new TreeMap<>();
        subject.open().forEach((id, entry) -> open.put(id, entry.by()));
        return new TreeMap<>(subject.keys()) + " " + subject.custody() + " " + subject.guardianship() + " "
                + subject.sequence() + " " + subject.counter() + " " + subject.frozenBy() + " " + subject.erasure()
                + " " + subject.recovery().map(begun -> begun.counter() + " at " + begun.effective()) + " " + open;
    }
}
