package org.assent.custody.decision;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.assent.decision.AccessDecision;
import org.assent.decision.ConsentInForce;
import org.assent.decision.DecisionBasis;
import org.assent.decision.ListedStudy;
import org.assent.ledger.identity.ConsentId;

/**
 * What a search about one patient rests on: the decisions about each of the patient's studies that are held here, all at one
 * height.
 *
 * @param permitted StudyInstanceUIDs of those that may be listed
 * @param basis names every study with its decision, unless one of them could not be decided; then it names none
 */
public record PatientListing(Set<String> permitted, DecisionBasis basis) {

    public PatientListing {
        permitted = Set.copyOf(permitted);
    }

    /**
     * Of decisions by StudyInstanceUID, made at one height and one time.
     *
     * @param none the basis where there is no study
     */
    public static PatientListing of(SortedMap<String, AccessDecision> decisions, DecisionBasis none) {
        Set<String> permitted = new TreeSet<>();
        List<ListedStudy> listed = new ArrayList<>();
        Set<ConsentInForce> consents = new LinkedHashSet<>();
        Set<ConsentId> closing = new TreeSet<>();
        boolean decided = true;
        for (Map.Entry<String, AccessDecision> entry : decisions.entrySet()) {
            DecisionBasis basis = entry.getValue().basis();
            switch (entry.getValue()) {
                case AccessDecision.Permit permit -> {
                    permitted.add(entry.getKey());
                    listed.add(new ListedStudy(entry.getKey(), Optional.empty(), basis.policy()));
                    consents.addAll(basis.consents());
                }
                case AccessDecision.Deny deny -> {
                    listed.add(new ListedStudy(entry.getKey(), Optional.of(deny.reason()), basis.policy()));
                    closing.addAll(basis.closing());
                }
                case AccessDecision.Undecided undecided -> decided = false;
            }
        }
        return new PatientListing(
                permitted,
                new DecisionBasis(
                        none.height(),
                        none.at(),
                        none.subject(),
                        none.policy(),
                        List.copyOf(consents),
                        decided ? List.copyOf(closing) : List.of(),
                        decided ? listed : List.of(),
                        none.explanation()));
    }
}
