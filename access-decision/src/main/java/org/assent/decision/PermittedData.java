package org.assent.decision;

import java.util.Set;
import org.assent.decision.evaluation.StudyCondition;
import org.assent.decision.request.StudyFacts;

/**
 * Which of a subject's studies a requester may have: the decision as a set, for narrowing a query before it is counted and
 * paged. {@code permits} answers exactly as {@link ConsentDecision#decide} does.
 */
public sealed interface PermittedData {

    /** Whether the study is permitted. */
    boolean permits(StudyFacts study);

    /** No study. */
    record Nothing() implements PermittedData {
        @Override
        public boolean permits(StudyFacts study) {
            return false;
        }
    }

    /** Every study of the subject, also later ones. */
    record Everything() implements PermittedData {
        @Override
        public boolean permits(StudyFacts study) {
            return true;
        }
    }

    /** Only the studies with these StudyInstanceUIDs, at least one. */
    record OnlyStudies(Set<String> studyInstanceUids) implements PermittedData {
        public OnlyStudies {
            studyInstanceUids = Set.copyOf(studyInstanceUids);
        }

        @Override
        public boolean permits(StudyFacts study) {
            return studyInstanceUids.contains(study.studyInstanceUid());
        }
    }

    /** Every study but those with these StudyInstanceUIDs, at least one. */
    record AllExcept(Set<String> studyInstanceUids) implements PermittedData {
        public AllExcept {
            studyInstanceUids = Set.copyOf(studyInstanceUids);
        }

        @Override
        public boolean permits(StudyFacts study) {
            return !studyInstanceUids.contains(study.studyInstanceUid());
        }
    }

    /**
     * The studies that meet a condition on more than the UID; whoever cannot turn it into a query asks it of each of the
     * subject's studies. It may turn out to permit none.
     */
    record Matching(StudyCondition condition) implements PermittedData {
        @Override
        public boolean permits(StudyFacts study) {
            return condition.contains(study);
        }
    }

    /** The set in its simplest form. */
    static PermittedData of(StudyCondition condition) {
        if (condition instanceof StudyCondition.Studies studies) {
            if (studies.uids().isEmpty()) {
                return studies.allExcept() ? new Everything() : new Nothing();
            }
            return studies.allExcept() ? new AllExcept(studies.uids()) : new OnlyStudies(studies.uids());
        }
        return new Matching(condition);
    }
}
