package org.assent.abci.rules;

import java.util.Optional;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.LeafCodec;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.stream.ChangedLeaf;

/** Where committed leaves are read: the authenticated map of one height. */
@FunctionalInterface
public interface LeafSource {

    /** The leaf of a key with its annex, if there is one. */
    Optional<ChangedLeaf> leaf(LeafKey key);

    /** The members' rules, which nearly every transaction asks for. */
    default GovernanceLeaf governance() {
        return leaf(LeafKey.governance())
                .map(leaf -> decoded(leaf, stored -> LeafCodec.governance(stored.value())))
                .orElseThrow(() -> new IllegalStateException("the state has no Governance leaf"));
    }

    /** An organization, if it is registered; nearly every transaction asks for one. */
    default Optional<OrganizationLeaf> organization(OrganizationId organization) {
        return leaf(LeafKey.of(organization))
                .map(leaf -> decoded(leaf, stored -> LeafCodec.organization(stored.value())));
    }

    /** How the bytes of a leaf are read. */
    interface Decoding<T> {
        T decode(ChangedLeaf leaf) throws MalformedBytes;
    }

    /**
     * Decodes what the state has.
     *
     * @throws IllegalStateException if it does not decode
     */
    static <T> T decoded(ChangedLeaf leaf, Decoding<T> decoding) {
        try {
            return decoding.decode(leaf);
        } catch (MalformedBytes e) {
            throw new IllegalStateException(
                    "the state has a leaf that does not decode: " + leaf.key().kind(), e);
        }
    }
}
