package org.assent.decision.terms;

import java.util.Optional;
import java.util.Set;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.OrganizationId;

/**
 * Which data a rule is about: AND between the kinds, OR within one; nothing given means all.
 *
 * @param studies StudyInstanceUIDs (PCF: data by id)
 * @param period of the data (PCF: data timeframe)
 * @param authors registering organizations (PCF: data author)
 * @param related references of encounters and the like (PCF: data relationship)
 * @param labels security labels as {@code system|code} (PCF Advanced)
 */
public record DataSelection(
        Set<String> studies,
        Optional<Period> period,
        Set<OrganizationId> authors,
        Set<String> related,
        Set<String> labels) {

    /** Everything. */
    public static final DataSelection ALL = new DataSelection(Set.of(), Optional.empty(), Set.of(), Set.of(), Set.of());

    /** The most studies that a rule may name. */
    public static final int MAX_STUDIES = 1_000;

    /** The most authors, references and labels, each, that a rule may name. */
    public static final int MAX_OTHERS = 64;

    public DataSelection {
        checkTexts("studies of a rule", studies, MAX_STUDIES, 64);
        Checks.size("authors of a rule", authors, 0, MAX_OTHERS);
        checkTexts("related references of a rule", related, MAX_OTHERS, 255);
        checkTexts("labels of a rule", labels, MAX_OTHERS, 255);
        studies = Set.copyOf(studies);
        authors = Set.copyOf(authors);
        related = Set.copyOf(related);
        labels = Set.copyOf(labels);
    }

    /** Only the studies with these UIDs. */
    public static DataSelection ofStudies(Set<String> studies) {
        return new DataSelection(studies, Optional.empty(), Set.of(), Set.of(), Set.of());
    }

    private static void checkTexts(String field, Set<String> texts, int most, int longest) {
        Checks.size(field, texts, 0, most);
        texts.forEach(text -> Checks.visibleAscii("an element of the " + field, text, longest));
    }
}
