package org.assent.site.joining;

import java.util.Optional;
import org.assent.ledger.governance.ValidatorPower;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.OrganizationNode;
import org.assent.ledger.state.ProposalLeaf;

/** Something that accreditors are asked for ({@link Approval}). */
public sealed interface Question {

    /** What to type to approve it. */
    String name();

    /** A registration that lacks signatures. */
    record Register(JoinRequest request) implements Question {
        @Override
        public String name() {
            return "request-" + request.invitation().toHex().substring(0, 8);
        }
    }

    /** A vote for the node of an organization that is registered, not proposed yet. */
    record Elect(JoinRequest request, OrganizationNode node) implements Question {
        @Override
        public String name() {
            return "vote-" + request.invitation().toHex().substring(0, 8);
        }
    }

    /** A vote that is to be taken away, not proposed yet. */
    record Unseat(OrganizationLeaf member, ValidatorPower validator) implements Question {
        @Override
        public String name() {
            return "unseat-" + validator.key().toHex().substring(0, 8);
        }
    }

    /** A member's suspension, or the end of one, that lacks signatures; empty before the first. */
    record Standing(OrganizationLeaf member, boolean suspends, Optional<StandingRequest> request) implements Question {
        @Override
        public String name() {
            return (suspends ? "suspension-" : "reinstatement-")
                    + member.profile().organization().toHex().substring(0, 8);
        }
    }

    /** A change that is on the ledger and lacks approvals. */
    record Decide(long number, ProposalLeaf proposal) implements Question {
        @Override
        public String name() {
            return "proposal-" + number;
        }
    }
}
