package org.assent.receipt;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.signature.Signer;
import org.assent.receipt.chain.BlockId;
import org.assent.receipt.chain.Commit;
import org.assent.receipt.chain.Header;
import org.assent.receipt.chain.NotProven;
import org.assent.receipt.chain.TrustedChain;
import org.assent.receipt.chain.Votes;

/**
 * A patient's view that is signed and has everything but the next header, which makes its height provable: the source keeps it
 * from the moment that it decided. No receipt: nothing in it is proven yet. Personal data. Immutable.
 */
public final class ReceiptDraft {

    private static final int PROPOSER_LENGTH = 20;
    private static final int SIGNATURE_LENGTH = 64;

    private final Receipt unproven;

    private ReceiptDraft(Receipt unproven) {
        this.unproven = unproven;
    }

    /**
     * What the state of the height proves.
     *
     * @param source the source's own leaf
     * @param requester the requesting organization's, or that there is none; left out if that is the source
     * @param subject the subject's
     * @param studies in the order of the decisions
     * @param consents all that are open, with their content, in any order
     */
    public record Proofs(
            Proven source,
            Optional<Proven> requester,
            Proven subject,
            List<Evidence.Study> studies,
            List<OpenedConsent> consents) {}

    /**
     * Signs a statement.
     *
     * @param service a service key of the source, valid at the height
     */
    public static ReceiptDraft sign(Statement statement, Request request, Proofs proofs, Signer service) {
        Evidence evidence = new Evidence(
                noHeader(statement),
                noCommit(),
                1,
                proofs.source(),
                proofs.requester(),
                proofs.subject(),
                proofs.studies(),
                new Consents.All(Checks.sorted(proofs.consents(), Comparator.comparing(OpenedConsent::entry))));
        return new ReceiptDraft(new Receipt(
                View.PATIENT, statement, service.publicKey(), service.sign(statement.digest()), request, evidence));
    }

    /** What was signed. */
    public Statement statement() {
        return unproven.statement();
    }

    /**
     * The receipt.
     *
     * @param header of the height after the statement's
     * @param commit of that header, with all votes for the block
     * @param term who decided it
     * @throws NotProven if the votes do not suffice
     */
    public Receipt complete(Header header, Commit commit, TrustedChain.Term term) throws NotProven {
        Evidence evidence = unproven.evidence();
        return new Receipt(
                View.PATIENT,
                unproven.statement(),
                unproven.key(),
                unproven.signature(),
                unproven.request(),
                new Evidence(
                        header,
                        Votes.fewest(header, commit, term.validators()),
                        term.since(),
                        evidence.source(),
                        evidence.requester(),
                        evidence.subject(),
                        evidence.studies(),
                        evidence.consents()));
    }

    /**
     * The bytes in which a source keeps it; nobody else reads them.
     *
     * @throws IllegalArgumentException if the receipt would be too long
     */
    public Bytes encode() {
        return ReceiptCodec.encode(unproven);
    }

    /** Reads what {@link #encode} gave. */
    public static ReceiptDraft decode(byte[] bytes) throws MalformedBytes {
        return new ReceiptDraft(ReceiptCodec.decode(bytes));
    }

    /** In the place of a header that is not there yet. */
    private static Header noHeader(Statement statement) {
        BlockId.Parts none = new BlockId.Parts(0, Bytes.EMPTY);
        return new Header(
                new Header.Version(0, 0),
                statement.chainId(),
                statement.height() + 1,
                Instant.EPOCH,
                new BlockId(Bytes.EMPTY, none),
                Bytes.EMPTY,
                Bytes.EMPTY,
                Bytes.EMPTY,
                Bytes.EMPTY,
                Bytes.EMPTY,
                Bytes.EMPTY,
                Bytes.EMPTY,
                Bytes.EMPTY,
                Bytes.of(new byte[PROPOSER_LENGTH]));
    }

    private static Commit noCommit() {
        return new Commit(
                0,
                new BlockId.Parts(0, Bytes.EMPTY),
                List.of(new Commit.Vote(0, Instant.EPOCH, Bytes.of(new byte[SIGNATURE_LENGTH]))));
    }

    /** Nothing of the content. */
    @Override
    public String toString() {
        return "a receipt that waits for the header of height " + (statement().height() + 1);
    }
}
