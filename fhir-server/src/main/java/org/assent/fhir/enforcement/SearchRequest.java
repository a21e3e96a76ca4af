package org.assent.fhir.enforcement;

import ca.uhn.fhir.model.api.Include;
import ca.uhn.fhir.rest.api.SortOrderEnum;
import ca.uhn.fhir.rest.api.SortSpec;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.fhir.Visibility;
import org.assent.ledger.identity.OrganizationId;

/**
 * A search as it was asked for, with only what the type offers (R4 search.html). An unknown parameter is ignored, or
 * refused under {@code Prefer: handling=strict}; what would look through other resources (chains, {@code _has},
 * {@code _filter}, named queries) and is not offered is always refused.
 *
 * @param filters parameter to its values; values of one entry are alternatives separated by commas
 * @param offset how many matches to leave out
 * @param count how many to give, 0 for the total alone
 */
record SearchRequest(
        ServedType type,
        Map<String, List<String>> filters,
        List<Include> includes,
        List<Include> reverseIncludes,
        Optional<SortSpec> sort,
        int offset,
        int count) {

    static final int DEFAULT_COUNT = 50;
    static final int MOST_COUNT = 200;
    private static final int MOST_OFFSET = 100_000;
    private static final int MOST_VALUES = 100;
    private static final String BY_STUDY = "entity:identifier";
    private static final String NOTHING = "nothing-has-this-code";
    private static final String ORGANIZATION = "urn:assent:organization";
    private static final Pattern ORGANIZATION_ID = Pattern.compile("[0-9a-fA-F]{64}");
    private static final String REVERSE = "Provenance:target";

    /** Handled by HAPI when it writes the answer, or without effect here. */
    static final Set<String> RENDERING = Set.of("_format", "_pretty", "_summary", "_elements", "_total", "_encoding");

    private static final Set<String> COMMON = Set.of("_id", "_lastUpdated");
    private static final Set<String> STRING_MODIFIERS = Set.of("exact");

    /**
     * Reads the parameters of a request.
     *
     * @param base FHIR base address: a reference to a resource of this server may begin with it
     * @throws ProblemException 400 with what would be right
     */
    static SearchRequest read(ServedType type, Map<String, String[]> parameters, boolean strict, String base) {
        Map<String, List<String>> filters = new LinkedHashMap<>();
        List<Include> includes = new ArrayList<>();
        List<Include> reverse = new ArrayList<>();
        SortSpec sort = null;
        int offset = 0;
        int count = DEFAULT_COUNT;
        int values = 0;
        for (Map.Entry<String, String[]> parameter : new TreeMap<>(parameters).entrySet()) {
            String name = parameter.getKey();
            List<String> given =
                    Stream.of(parameter.getValue()).filter(v -> !v.isEmpty()).toList();
            values += given.size();
            if (values > MOST_VALUES) {
                throw bad("A search has at most " + MOST_VALUES + " parameters.");
            }
            if (name.equals("_summary") && given.contains("count")) {
                count = 0;
            }
            if (given.isEmpty() || RENDERING.contains(name)) {
                continue;
            }
            switch (name) {
                case "_count" -> count = count(given.get(0));
                case "_offset" -> offset = offset(given.get(0));
                case "_sort" -> sort = sort(type, given);
                case "_include" -> given.forEach(v -> includes.add(include(v, type.includes())));
                case "_revinclude" -> given.forEach(v -> reverse.add(include(v, Set.of(REVERSE))));
                default -> {
                    if (offers(type, name)) {
                        filters.put(name, tolerant(type, name, given, base));
                    } else {
                        refuseOrIgnore(type, name, strict);
                    }
                }
            }
        }
        return new SearchRequest(type, filters, includes, reverse, Optional.ofNullable(sort), offset, count);
    }

    private static void refuseOrIgnore(ServedType type, String name, boolean strict) {
        boolean looksElsewhere = name.startsWith("_") || name.indexOf('.') >= 0 || name.indexOf(':') >= 0;
        if (strict || looksElsewhere) {
            throw bad("The search parameter '" + printable(name) + "' is not offered for " + type.fhirName()
                    + "; offered are: " + offered(type) + ".");
        }
    }

    private static boolean offers(ServedType type, String name) {
        if (COMMON.contains(name)) {
            return true;
        }
        int colon = name.indexOf(':');
        for (SearchParameterName offered : type.parameters()) {
            if (offered.name().equals(name)) {
                return true;
            }
            if (colon > 0
                    && offered.name().equals(name.substring(0, colon))
                    && offered.kind().equals("string")
                    && STRING_MODIFIERS.contains(name.substring(colon + 1))) {
                return true;
            }
        }
        return false;
    }

    private static String offered(ServedType type) {
        return Stream.concat(
                        COMMON.stream().sorted(), type.parameters().stream().map(SearchParameterName::name))
                .collect(Collectors.joining(", "));
    }

    /** A study may be asked for by its UID alone, and whatever is held here by its whole address. */
    private static List<String> tolerant(ServedType type, String name, List<String> given, String base) {
        if (isReference(type, name)) {
            String address = base + "/";
            return given.stream()
                    .map(value -> Stream.of(value.split(",", -1))
                            .map(one -> one.startsWith(address) ? one.substring(address.length()) : one)
                            .collect(Collectors.joining(",")))
                    .toList();
        }
        if (type != ServedType.IMAGING_STUDY || !name.equals("identifier")) {
            return given;
        }
        return given.stream()
                .map(value -> Stream.of(value.split(",", -1))
                        .map(one -> one.indexOf('|') < 0 && StudyUid.read(one).isPresent()
                                ? StudyUid.SYSTEM + "|" + StudyUid.PREFIX
                                        + StudyUid.read(one).orElseThrow()
                                : one)
                        .collect(Collectors.joining(",")))
                .toList();
    }

    private static boolean isReference(ServedType type, String name) {
        return type.parameters().stream()
                .anyMatch(p -> p.name().equals(name) && p.kind().equals("reference"));
    }

    private static SortSpec sort(ServedType type, List<String> given) {
        SortSpec first = null;
        List<String> names = List.of(String.join(",", given).split(",", -1));
        for (String name : names.reversed()) {
            String bare = name.startsWith("-") ? name.substring(1) : name;
            boolean known = COMMON.contains(bare)
                    || type.parameters().stream()
                            .anyMatch(p -> p.isPlain() && p.name().equals(bare));
            if (!known) {
                throw bad("_sort by '" + printable(bare) + "' is not offered for " + type.fhirName() + ".");
            }
            first = new SortSpec(bare, name.startsWith("-") ? SortOrderEnum.DESC : SortOrderEnum.ASC, first);
        }
        return Objects.requireNonNull(first);
    }

    private static Include include(String value, Set<String> allowed) {
        if (!allowed.contains(value)) {
            throw bad("Including '" + printable(value) + "' is not offered; offered are: "
                    + String.join(", ", allowed.stream().sorted().toList()) + ".");
        }
        return new Include(value);
    }

    /** Reads {@code _count}. */
    static int count(String text) {
        return Math.min(MOST_COUNT, number("_count", text));
    }

    /** Reads {@code _offset}. */
    static int offset(String text) {
        return Math.min(MOST_OFFSET, number("_offset", text));
    }

    private static int number(String name, String text) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // answered below
        }
        throw bad(name + " is a number from 0.");
    }

    /** How matches are ordered: as asked for, and then always the same, so that pages neither overlap nor leave gaps. */
    SortSpec order() {
        SortSpec last = new SortSpec("_pid", SortOrderEnum.ASC);
        if (sort.isEmpty()) {
            return last;
        }
        List<SortSpec> asked = new ArrayList<>();
        for (SortSpec s = sort.get(); s != null; s = s.getChain()) {
            asked.add(s);
        }
        SortSpec copy = last;
        for (SortSpec s : asked.reversed()) {
            copy = new SortSpec(s.getParamName(), s.getOrder(), copy);
        }
        return copy;
    }

    /** The StudyInstanceUIDs that the search asks for by name. */
    Set<String> namedStudies() {
        if (type != ServedType.IMAGING_STUDY) {
            return Set.of();
        }
        return filters.getOrDefault("identifier", List.of()).stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(value -> value.substring(value.indexOf('|') + 1))
                .flatMap(value -> StudyUid.read(value).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The filters as HAPI's query string, with a further condition that is encoded already. */
    String query(String condition) {
        String own = storedQuery();
        return own.isEmpty() ? condition : own + "&" + condition;
    }

    /**
     * HAPI does not index identifiers of references. A study's events carry its tag, and a Consent those of what it names, so they
     * are found by that; of the other parameters some are spelled as HAPI wants them.
     */
    private String storedQuery() {
        return filters.entrySet().stream()
                .flatMap(filter -> filter.getValue().stream().map(value -> switch (filter.getKey()) {
                    case BY_STUDY -> "_tag=" + tags(value, SearchRequest::studyCode);
                    case "data:identifier" -> "_tag=" + tags(value, SearchRequest::namedStudyCode);
                    case "actor:identifier" -> "_tag=" + tags(value, SearchRequest::namedOrganizationCode);
                    case "patient.identifier" -> "patient:Patient.identifier=" + encoded(value);
                    default -> filter.getKey() + "=" + encoded(value);
                }))
                .collect(Collectors.joining("&"));
    }

    private static String tags(String value, UnaryOperator<String> code) {
        return Stream.of(value.split(",", -1))
                .map(code)
                .map(one -> Visibility.SYSTEM + "%7C" + one)
                .collect(Collectors.joining(","));
    }

    private static String studyCode(String token) {
        return StudyUid.read(afterSystem(token)).map(Visibility::study).orElse(NOTHING);
    }

    private static String namedStudyCode(String token) {
        return Optional.of(token)
                .filter(given -> given.startsWith(StudyUid.SYSTEM + "|") || given.indexOf('|') < 0)
                .flatMap(given -> StudyUid.read(afterSystem(given)))
                .map(Visibility::namesStudy)
                .orElse(NOTHING);
    }

    private static String namedOrganizationCode(String token) {
        return Optional.of(token)
                .filter(given -> given.startsWith(ORGANIZATION + "|") || given.indexOf('|') < 0)
                .map(SearchRequest::afterSystem)
                .filter(hex -> ORGANIZATION_ID.matcher(hex).matches())
                .map(hex -> Visibility.namesOrganization(OrganizationId.fromHex(hex)))
                .orElse(NOTHING);
    }

    private static String afterSystem(String token) {
        return token.substring(token.indexOf('|') + 1);
    }

    private String query() {
        return filters.entrySet().stream()
                .flatMap(filter -> filter.getValue().stream()
                        .map(value -> filter.getKey() + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)))
                .collect(Collectors.joining("&"));
    }

    /** Type, parameters and place of this page or another one, as the search is understood here. */
    String link(int at) {
        List<String> parts = new ArrayList<>();
        if (!query().isEmpty()) {
            parts.add(query());
        }
        includes.forEach(i -> parts.add("_include=" + encoded(i.getValue())));
        reverseIncludes.forEach(i -> parts.add("_revinclude=" + encoded(i.getValue())));
        sort.ifPresent(s -> parts.add("_sort=" + encoded(text(s))));
        parts.add("_count=" + count);
        if (at > 0) {
            parts.add("_offset=" + at);
        }
        return type.fhirName() + "?" + String.join("&", parts);
    }

    private static String text(SortSpec sort) {
        List<String> names = new ArrayList<>();
        for (SortSpec s = sort; s != null; s = s.getChain()) {
            names.add((s.getOrder() == SortOrderEnum.DESC ? "-" : "") + s.getParamName());
        }
        return String.join(",", names);
    }

    /** As a value in a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String printable(String text) {
        String bounded = text.length() > 80 ? text.substring(0, 80) : text;
        return bounded.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static ProblemException bad(String detail) {
        return new ProblemException(ProblemKind.BAD_REQUEST, detail);
    }
}
