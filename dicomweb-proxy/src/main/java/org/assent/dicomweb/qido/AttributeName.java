package org.assent.dicomweb.qido;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.dicom.Tag;
import org.assent.dicom.dictionary.DataDictionary;

/**
 * An attribute as a query names it: tags or keywords, dots between the steps into sequences (PS3.18 §8.3.4.1).
 *
 * @param tags the steps, the attribute last, at least one
 */
record AttributeName(List<Tag> tags) {

    private static final int MAX_STEPS = 8;

    AttributeName {
        tags = List.copyOf(tags);
    }

    /**
     * Reads a name.
     *
     * @return empty if it is well formed but no attribute is called so
     * @throws ProblemException 400 if it is not well formed (DW-Q-02)
     */
    static Optional<AttributeName> parse(String text) {
        List<Tag> tags = new ArrayList<>();
        boolean known = true;
        for (String step : text.split("\\.", -1)) {
            Optional<Tag> tag = Tag.parse(step);
            if (tag.isEmpty() && !step.matches("[A-Z][A-Za-z0-9]{0,63}")) {
                throw new ProblemException(
                        ProblemKind.BAD_REQUEST,
                        "A parameter is named by eight hexadecimal digits or by a keyword of PS3.6, which is case-sensitive.");
            }
            Optional<Tag> found =
                    tag.isPresent() ? tag : DataDictionary.standard().tag(step);
            known &= found.isPresent();
            found.ifPresent(tags::add);
        }
        if (tags.size() > MAX_STEPS) {
            throw new ProblemException(ProblemKind.BAD_REQUEST, "A parameter leads into at most seven sequences.");
        }
        return known ? Optional.of(new AttributeName(tags)) : Optional.empty();
    }

    /** The attribute itself. */
    Tag tag() {
        return tags.get(tags.size() - 1);
    }

    /** The attribute, or the outermost sequence that holds it: what results are made of. */
    Tag outermost() {
        return tags.get(0);
    }

    boolean isTopLevel() {
        return tags.size() == 1;
    }

    /** What it is called in messages: the keyword, or the tag. */
    String display() {
        return tags.stream()
                .map(tag -> DataDictionary.standard()
                        .entry(tag)
                        .map(e -> e.keyword())
                        .orElse(tag.toString()))
                .reduce((a, b) -> a + "." + b)
                .orElseThrow();
    }
}
