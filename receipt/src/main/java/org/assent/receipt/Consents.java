package org.assent.receipt;

import java.util.List;
import org.assent.ledger.bytes.MerkleTree;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.state.OpenConsents;
import org.assent.ledger.state.SubjectLeaf;

/** The subject's consents, as far as a view opens them. */
public sealed interface Consents {

    /** Those that are opened. */
    List<OpenedConsent> opened();

    /** Whether they are what the subject's leaf commits to. */
    boolean standIn(SubjectLeaf leaf);

    /** All of them, sorted by ConsentId: the patient's view. */
    record All(List<OpenedConsent> opened) implements Consents {
        public All {
            Checks.size("consents", opened, 0, SubjectLeaf.MAX_CONSENTS);
            opened = List.copyOf(opened);
            for (int i = 1; i < opened.size(); i++) {
                if (opened.get(i - 1).entry().compareTo(opened.get(i).entry()) >= 0) {
                    throw new IllegalArgumentException("consents must be sorted by id, each once");
                }
            }
        }

        @Override
        public boolean standIn(SubjectLeaf leaf) {
            return leaf.consentCount() == opened.size()
                    && leaf.consentsRoot()
                            .equals(OpenConsents.root(
                                    opened.stream().map(OpenedConsent::entry).toList()));
        }
    }

    /** Those relied on, each with its path, by position: the recipient's view. The leaf tells how many there are. */
    record Some(List<OpenedConsent.Placed> placed) implements Consents {
        public Some {
            Checks.size("consents", placed, 0, SubjectLeaf.MAX_CONSENTS);
            placed = List.copyOf(placed);
            for (int i = 1; i < placed.size(); i++) {
                if (placed.get(i - 1).index() >= placed.get(i).index()) {
                    throw new IllegalArgumentException("consents must be sorted by position, each once");
                }
            }
        }

        @Override
        public List<OpenedConsent> opened() {
            return placed.stream().map(OpenedConsent.Placed::opened).toList();
        }

        @Override
        public boolean standIn(SubjectLeaf leaf) {
            return placed.stream()
                    .allMatch(one -> MerkleTree.verifies(
                            OpenConsents.entries(List.of(one.opened().entry())).getFirst(),
                            one.index(),
                            leaf.consentCount(),
                            one.path(),
                            leaf.consentsRoot()));
        }
    }
}
