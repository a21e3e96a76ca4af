package org.assent.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assent.decision.evaluation.StudyCondition;
import org.assent.decision.terms.DataSelection;

/**
 * A rule that a token leaves to an enforcement point (IHE PCF, {@code extensions.ihe_pcf.residual}): what is forbidden is
 * not returned, a matching permit overrides a forbid, what is not forbidden flows.
 *
 * @param type which of the two
 * @param data which data; {@link DataSelection#ALL} for everything
 */
public record Residual(Type type, DataSelection data) {

    /** What is to be done with the data. */
    public enum Type {
        FORBID,
        PERMIT
    }

    private static final Residual FORBID_ALL = new Residual(Type.FORBID, DataSelection.ALL);

    /**
     * The rules for a set of studies. Since a permit overrides a forbid, not every set can be said; one that cannot be is
     * narrowed, never widened, down to {@code forbid} everything.
     */
    static List<Residual> of(StudyCondition permitted) {
        return switch (permitted) {
            case StudyCondition.Studies studies
            when studies.allExcept() -> byUid(Type.FORBID, studies.uids()).toList();
            case StudyCondition.Studies studies -> only(byUid(Type.PERMIT, studies.uids()));
            case StudyCondition.Selected selected -> only(Stream.of(new Residual(Type.PERMIT, selected.selection())));
            case StudyCondition.AnyOf any -> only(any.conditions().stream().flatMap(Residual::permits));
            case StudyCondition.AllOf all -> forbids(all.conditions()).orElse(List.of(FORBID_ALL));
            case StudyCondition.Not not -> forbids(List.of(not)).orElse(List.of(FORBID_ALL));
        };
    }

    /** What a part of a union adds; nothing if it is not a plain selection. */
    private static Stream<Residual> permits(StudyCondition part) {
        return switch (part) {
            case StudyCondition.Studies studies ->
                studies.allExcept() ? Stream.empty() : byUid(Type.PERMIT, studies.uids());
            case StudyCondition.Selected selected -> Stream.of(new Residual(Type.PERMIT, selected.selection()));
            case StudyCondition.AnyOf any -> any.conditions().stream().flatMap(Residual::permits);
            case StudyCondition.AllOf all -> Stream.empty();
            case StudyCondition.Not not -> Stream.empty();
        };
    }

    /** "All but these": possible if every part of the intersection takes plain selections away. */
    private static Optional<List<Residual>> forbids(List<StudyCondition> parts) {
        List<Residual> forbids = new ArrayList<>();
        for (StudyCondition part : parts) {
            Stream<Residual> taken =
                    switch (part) {
                        case StudyCondition.Studies studies ->
                            studies.allExcept() ? byUid(Type.FORBID, studies.uids()) : Stream.empty();
                        case StudyCondition.Not(StudyCondition.Selected selected) ->
                            Stream.of(new Residual(Type.FORBID, selected.selection()));
                        case StudyCondition.Not(StudyCondition.AnyOf any) -> takenAway(any);
                        case StudyCondition.Not not -> Stream.empty();
                        case StudyCondition.Selected selected -> Stream.empty();
                        case StudyCondition.AnyOf any -> Stream.empty();
                        case StudyCondition.AllOf all -> Stream.empty();
                    };
            List<Residual> list = taken.toList();
            if (list.isEmpty()) {
                return Optional.empty();
            }
            forbids.addAll(list);
        }
        return Optional.of(forbids);
    }

    private static Stream<Residual> takenAway(StudyCondition.AnyOf any) {
        List<Residual> each = new ArrayList<>();
        for (StudyCondition part : any.conditions()) {
            List<Residual> permits = permits(part).toList();
            if (permits.isEmpty()) {
                return Stream.empty();
            }
            permits.forEach(permit -> each.add(new Residual(Type.FORBID, permit.data())));
        }
        return each.stream();
    }

    private static List<Residual> only(Stream<Residual> permits) {
        return Stream.concat(Stream.of(FORBID_ALL), permits).distinct().toList();
    }

    private static Stream<Residual> byUid(Type type, Set<String> uids) {
        return uids.stream().sorted().map(uid -> new Residual(type, DataSelection.ofStudies(Set.of(uid))));
    }
}
