package org.assent.fhir.enforcement;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a narrative may be made of: HTML 4.0, chapters 7 to 11 (without 9.4) and 15, links, images, styles (R4 narrative.html, txt-1). */
final class PlainXhtml {

    static final Set<String> ELEMENTS = Set.of(
            "a",
            "abbr",
            "acronym",
            "address",
            "b",
            "bdo",
            "big",
            "blockquote",
            "br",
            "caption",
            "cite",
            "code",
            "col",
            "colgroup",
            "dd",
            "dfn",
            "div",
            "dl",
            "dt",
            "em",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "i",
            "img",
            "kbd",
            "li",
            "ol",
            "p",
            "pre",
            "q",
            "samp",
            "small",
            "span",
            "strong",
            "sub",
            "sup",
            "table",
            "tbody",
            "td",
            "tfoot",
            "th",
            "thead",
            "tr",
            "tt",
            "ul",
            "var");

    /** Those whose value is an address. */
    static final Set<String> ADDRESSES = Set.of("href", "src", "cite", "longdesc");

    static final Set<String> ATTRIBUTES = Set.of(
            "abbr",
            "accesskey",
            "align",
            "alt",
            "axis",
            "bgcolor",
            "border",
            "cellpadding",
            "cellspacing",
            "char",
            "charoff",
            "charset",
            "cite",
            "class",
            "colspan",
            "dir",
            "frame",
            "headers",
            "height",
            "href",
            "hreflang",
            "id",
            "lang",
            "longdesc",
            "name",
            "nowrap",
            "rel",
            "rev",
            "rowspan",
            "rules",
            "scope",
            "span",
            "src",
            "start",
            "style",
            "summary",
            "tabindex",
            "title",
            "type",
            "valign",
            "width",
            "xml:lang",
            "xmlns");

    private static final List<String> HARMLESS = List.of("#", "http://", "https://", "mailto:", "tel:");

    private PlainXhtml() {}

    /** Whether following the address runs no program. */
    static boolean isHarmless(String address) {
        return HARMLESS.stream().anyMatch(address.strip().toLowerCase(Locale.ROOT)::startsWith);
    }
}
