package org.assent.receipt;

import java.util.ArrayList;
import java.util.List;
import org.assent.decision.AccessDecision;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.SubjectLeaf;

/** What is found, in plain words. They name organizations and heights, and no person. */
final class Words {

    /** docs/receipt-format.md §6; the other verifier says the same. */
    static final String UNKNOWN_PROVES_LITTLE =
            "The refusal as not-registered proves little: the source chooses the salt of a study and the pseudonym of a subject, so it "
                    + "can show of any study that the ledger does not have it.";

    private Words() {}

    static String signed(Receipt receipt, OrganizationLeaf source) {
        Statement statement = receipt.statement();
        return "\"" + source.profile().name() + "\" signed that it decided: " + decided(statement)
                + ", at height " + statement.height() + ", at " + statement.time() + " by its clock, entry "
                + statement.entry() + " of its access log.";
    }

    static String permission(Receipt receipt, ProvenState state) {
        Statement statement = receipt.statement();
        String at = " at height " + statement.height();
        String permitted = permits(statement) == 1 ? "the study" : permits(statement) + " studies";
        int opened = state.consents().size();
        int all = state.subject().map(SubjectLeaf::consentCount).orElse(0);
        boolean own = receipt.request().requester().organization().equals(statement.source());
        String besides = own ? "" : " What was permitted was registered, and the subject was not frozen.";
        return switch (receipt.view()) {
            case RECIPIENT ->
                (opened == 0
                                ? "The policy that the source has on the ledger permitted " + permitted + at
                                        + " where no consent says otherwise; the subject had "
                                        + count(all, "open consent") + "."
                                : count(opened, "consent") + " of " + all + " that were open" + at + " permitted "
                                        + permitted + ".")
                        + besides;
            case PATIENT ->
                (all == 0
                                ? "The policy that the source has on the ledger permitted " + permitted + at
                                        + "; no consent was open."
                                : "All " + count(all, "open consent") + at
                                        + ", with the source's policy on the ledger, permitted " + permitted + ".")
                        + besides;
        };
    }

    static String recomputed(Receipt receipt) {
        return "All open consents, read again, give exactly what the source signed: " + decided(receipt.statement())
                + ".";
    }

    /** What stays trust. */
    static List<String> trust(Receipt receipt) {
        List<String> trust = new ArrayList<>();
        trust.add("Who asked and for which purpose is the recipient's word.");
        trust.add(
                "The clock, the block time at which it decided, the beginning of a study and its labels are the source's word.");
        trust.add(
                "That this is the whole of what the source gave out is not shown by a receipt, but by its access log.");
        if (receipt.view() == View.RECIPIENT) {
            trust.add(
                    "That no other consent denied, and that the requesting organization was a member and not suspended, is "
                            + "the source's word here; the patient's view proves both.");
        }
        if (!receipt.statement().closing().isEmpty()) {
            trust.add("That " + count(receipt.statement().closing().size(), "consent")
                    + " was being closed and not yet on the ledger is the source's word.");
        }
        if (refusesTheUnknown(receipt)) {
            trust.add(UNKNOWN_PROVES_LITTLE);
        }
        trust.add(
                "Fewer than a third of the validators' power is assumed to be dishonest, and the genesis file to be the right one.");
        return trust;
    }

    /** Whether a study was refused as not registered and the state has no leaf that this could be checked by. */
    private static boolean refusesTheUnknown(Receipt receipt) {
        List<StudyDecision> decisions = receipt.statement().decisions();
        Evidence evidence = receipt.evidence();
        for (int i = 0; i < decisions.size(); i++) {
            boolean unknown = evidence.subject().leaf().isEmpty()
                    || evidence.studies().get(i).proven().leaf().isEmpty();
            if (unknown
                    && decisions
                            .get(i)
                            .refusal()
                            .filter(AccessDecision.Reason.NOT_REGISTERED::equals)
                            .isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static String decided(Statement statement) {
        int all = statement.decisions().size();
        int permits = permits(statement);
        if (all == 1) {
            return permits == 1
                    ? "permit"
                    : "deny ("
                            + ReceiptJson.text(
                                    statement.decisions().getFirst().refusal().orElseThrow()) + ")";
        }
        return "permit for " + permits + " of " + all + " studies";
    }

    private static int permits(Statement statement) {
        return (int)
                statement.decisions().stream().filter(StudyDecision::permitted).count();
    }

    private static String count(int number, String one) {
        return number + " " + (number == 1 ? one : one + "s");
    }
}
