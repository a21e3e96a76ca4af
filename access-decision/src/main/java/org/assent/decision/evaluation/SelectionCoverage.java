package org.assent.decision.evaluation;

import java.util.Set;
import org.assent.decision.request.StudyFacts;
import org.assent.decision.terms.DataSelection;
import org.assent.decision.terms.Effect;

/**
 * Whether a study is among the data that a rule selects: AND between the kinds, OR within one.
 *
 * <p>Fail-closed where the facts do not say: a study of unknown date, and every study where a rule selects by relationship
 * (no fact tells encounters), is not selected by a permit and is selected by a deny. Pure.
 */
public final class SelectionCoverage {

    private SelectionCoverage() {}

    /** Whether a rule of the effect with this selection is about the study. */
    public static boolean covers(DataSelection selection, Effect effect, StudyFacts study) {
        boolean unknown = effect == Effect.DENY;
        return anyOrEqual(selection.studies(), study.studyInstanceUid())
                && selection
                        .period()
                        .map(period -> study.started().map(period::contains).orElse(unknown))
                        .orElse(true)
                && anyOrEqual(selection.authors(), study.author())
                && (selection.related().isEmpty() || unknown)
                && (selection.labels().isEmpty() || LabelCoverage.covers(selection.labels(), effect, study.labels()));
    }

    private static <T> boolean anyOrEqual(Set<T> wanted, T given) {
        return wanted.isEmpty() || wanted.contains(given);
    }
}
