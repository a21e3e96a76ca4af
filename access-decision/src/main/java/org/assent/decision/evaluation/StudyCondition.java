package org.assent.decision.evaluation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assent.decision.request.StudyFacts;
import org.assent.decision.terms.DataSelection;
import org.assent.decision.terms.Effect;

/**
 * A set of studies, described by what a study must be like. Immutable.
 *
 * <p>Sets that depend on UIDs alone are kept as {@link Studies}, so that the usual consents become plain lists of UIDs
 * whatever they are combined with.
 */
public sealed interface StudyCondition {

    /** Whether the study is in the set. */
    boolean contains(StudyFacts study);

    /**
     * The studies with these UIDs, or all but these.
     *
     * @param allExcept whether the UIDs are those outside the set
     * @param uids StudyInstanceUIDs, possibly none
     */
    record Studies(boolean allExcept, Set<String> uids) implements StudyCondition {

        /** No study. */
        public static final Studies NONE = new Studies(false, Set.of());

        /** Every study. */
        public static final Studies ALL = new Studies(true, Set.of());

        public Studies {
            uids = Set.copyOf(uids);
        }

        @Override
        public boolean contains(StudyFacts study) {
            return uids.contains(study.studyInstanceUid()) != allExcept;
        }
    }

    /** The studies that a rule of the effect with this selection is about ({@link SelectionCoverage}). */
    record Selected(DataSelection selection, Effect effect) implements StudyCondition {
        @Override
        public boolean contains(StudyFacts study) {
            return SelectionCoverage.covers(selection, effect, study);
        }
    }

    /** The studies that are in one of these sets or more; at least two sets. */
    record AnyOf(List<StudyCondition> conditions) implements StudyCondition {
        public AnyOf {
            conditions = List.copyOf(conditions);
        }

        @Override
        public boolean contains(StudyFacts study) {
            return conditions.stream().anyMatch(condition -> condition.contains(study));
        }
    }

    /** The studies that are in all of these sets; at least two sets. */
    record AllOf(List<StudyCondition> conditions) implements StudyCondition {
        public AllOf {
            conditions = List.copyOf(conditions);
        }

        @Override
        public boolean contains(StudyFacts study) {
            return conditions.stream().allMatch(condition -> condition.contains(study));
        }
    }

    /** The studies that are not in the set. */
    record Not(StudyCondition condition) implements StudyCondition {
        @Override
        public boolean contains(StudyFacts study) {
            return !condition.contains(study);
        }
    }

    /** The studies that a rule is about, in the simplest form. */
    static StudyCondition selected(DataSelection selection, Effect effect) {
        boolean byUidOnly = selection.period().isEmpty()
                && selection.authors().isEmpty()
                && selection.related().isEmpty()
                && selection.labels().isEmpty();
        if (!byUidOnly) {
            return new Selected(selection, effect);
        }
        return selection.studies().isEmpty() ? Studies.ALL : new Studies(false, selection.studies());
    }

    /** Union. */
    default StudyCondition or(StudyCondition other) {
        if (equals(Studies.ALL) || other.equals(Studies.NONE) || equals(other)) {
            return this;
        }
        if (other.equals(Studies.ALL) || equals(Studies.NONE)) {
            return other;
        }
        if (this instanceof Studies a && other instanceof Studies b) {
            return complement(intersection(complement(a), complement(b)));
        }
        List<StudyCondition> conditions = new ArrayList<>();
        conditions.addAll(this instanceof AnyOf any ? any.conditions() : List.of(this));
        conditions.addAll(other instanceof AnyOf any ? any.conditions() : List.of(other));
        return new AnyOf(conditions);
    }

    /** Intersection. */
    default StudyCondition and(StudyCondition other) {
        if (equals(Studies.NONE) || other.equals(Studies.ALL) || equals(other)) {
            return this;
        }
        if (other.equals(Studies.NONE) || equals(Studies.ALL)) {
            return other;
        }
        if (this instanceof Studies a && other instanceof Studies b) {
            return intersection(a, b);
        }
        List<StudyCondition> conditions = new ArrayList<>();
        conditions.addAll(this instanceof AllOf all ? all.conditions() : List.of(this));
        conditions.addAll(other instanceof AllOf all ? all.conditions() : List.of(other));
        return new AllOf(conditions);
    }

    /** Difference. */
    default StudyCondition except(StudyCondition other) {
        return and(other.not());
    }

    /** Complement. */
    default StudyCondition not() {
        return switch (this) {
            case Studies studies -> complement(studies);
            case Not not -> not.condition();
            case Selected selected -> new Not(selected);
            case AnyOf any -> new Not(any);
            case AllOf all -> new Not(all);
        };
    }

    private static Studies complement(Studies studies) {
        return new Studies(!studies.allExcept(), studies.uids());
    }

    private static Studies intersection(Studies a, Studies b) {
        Set<String> uids = new HashSet<>(a.uids());
        if (a.allExcept() && b.allExcept()) {
            uids.addAll(b.uids());
            return new Studies(true, uids);
        }
        if (!a.allExcept() && !b.allExcept()) {
            uids.retainAll(b.uids());
            return new Studies(false, uids);
        }
        Studies only = a.allExcept() ? b : a;
        Studies except = a.allExcept() ? a : b;
        uids = new HashSet<>(only.uids());
        uids.removeAll(except.uids());
        return new Studies(false, uids);
    }
}
