package org.assent.dicomweb.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;

/**
 * What a client accepts, and the choice made from it: PS3.18 §8.7.8.
 *
 * @param ranges what it accepts, best first
 */
public record Accept(List<MediaRange> ranges) {

    private static final int MAX_LENGTH = 8_192;
    private static final int MAX_RANGES = 64;

    private static final Comparator<MediaRange> BEST_FIRST = Comparator.comparingDouble(MediaRange::quality)
            .thenComparingInt(MediaRange::specificity)
            .reversed();

    public Accept {
        ranges = ranges.stream().sorted(BEST_FIRST).toList();
    }

    /**
     * Takes what the {@code accept} query parameter names (§8.3.3.1), else what the header names.
     *
     * @param header the Accept header, several joined by commas; empty if there is none
     * @param parameter the query parameter, percent-decoded; empty if there is none
     * @param strict whether a missing header is 406, as PS3.18 §8.7.8 has it, and not {@code * / *} (DW-M-01)
     */
    public static Accept of(Optional<String> header, Optional<String> parameter, boolean strict) {
        if (header.isEmpty() && parameter.isEmpty() && strict) {
            throw new ProblemException(ProblemKind.NOT_ACCEPTABLE, "An Accept header is needed.");
        }
        Accept accepted = new Accept(parse(header.orElse("*/*")));
        return parameter.map(accepted::narrowedTo).orElse(accepted);
    }

    /**
     * The first offer that suits the client best.
     *
     * @param offers what the resource can be given as, ours first; the first is its default media type
     * @param covers whether a range covers an offer
     * @param fit makes the representation from offer and range, or empty if this combination cannot be given
     */
    public <O, R> Optional<R> choose(
            List<O> offers, BiPredicate<MediaRange, O> covers, BiFunction<O, MediaRange, Optional<R>> fit) {
        for (MediaRange range : ranges) {
            for (O offer : offers) {
                if (range.quality() > 0 && covers.test(range, offer) && !ranksLower(offer, range, covers)) {
                    Optional<R> chosen = fit.apply(offer, range);
                    if (chosen.isPresent()) {
                        return chosen;
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The media type of a plain offer list that suits the client best, or 406. */
    public String chooseType(List<String> offers, String whatCanBeGiven) {
        return choose(offers, (range, offer) -> range.covers(offer), (offer, range) -> Optional.of(offer))
                .orElseThrow(() -> new ProblemException(ProblemKind.NOT_ACCEPTABLE, whatCanBeGiven));
    }

    /** Whether a narrower range without a transfer syntax gives the offer another, lower rank. */
    private <O> boolean ranksLower(O offer, MediaRange range, BiPredicate<MediaRange, O> covers) {
        return ranges.stream()
                .anyMatch(other -> other.specificity() > range.specificity()
                        && other.transferSyntax().isEmpty()
                        && other.quality() < range.quality()
                        && covers.test(other, offer));
    }

    private Accept narrowedTo(String parameter) {
        // A plus sign in a query is a space when it is decoded as a form; no media type has a space in it.
        List<MediaRange> wanted = parse(parameter.strip().replace(' ', '+'));
        for (MediaRange range : wanted) {
            if (range.type().equals("*") || range.subtype().equals("*")) {
                throw new ProblemException(
                        ProblemKind.BAD_REQUEST, "The accept parameter names media types without wildcards.");
            }
            if (ranges.stream().noneMatch(r -> r.quality() > 0 && r.covers(range.type() + "/" + range.subtype()))) {
                throw new ProblemException(
                        ProblemKind.BAD_REQUEST,
                        "The accept parameter names a media type that the Accept header excludes.");
            }
        }
        if (wanted.isEmpty()) {
            throw new ProblemException(ProblemKind.BAD_REQUEST, "The accept parameter names no media type.");
        }
        return new Accept(wanted);
    }

    private static List<MediaRange> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new ProblemException(
                    ProblemKind.BAD_REQUEST, "What is accepted may take " + MAX_LENGTH + " characters at most.");
        }
        List<MediaRange> ranges = new ArrayList<>();
        for (String piece : QuotedText.split(text, ',')) {
            if (ranges.size() < MAX_RANGES) {
                MediaRange.parse(piece.strip()).ifPresent(ranges::add);
            }
        }
        return ranges;
    }
}
