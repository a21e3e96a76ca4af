package org.assent.decision.evaluation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assent.decision.request.PurposeOfUse;
import org.jspecify.annotations.Nullable;

/**
 * Which purpose of use covers which: an equal code, or an ancestor in v3 ActReason (HL7 v3 code system ActReason as
 * published with FHIR R4, concept PurposeOfUse). BTG is covered by BTG alone, although the code system has it under TREAT.
 * Codes of other systems cover themselves only. Pure.
 */
public final class PurposeCoverage {

    private static final Map<String, String> PARENTS = parents(Map.ofEntries(
            Map.entry("PurposeOfUse", List.of("HMARKT", "HOPERAT", "HPAYMT", "HRESCH", "PATRQT", "PUBHLTH", "TREAT")),
            Map.entry(
                    "HOPERAT",
                    List.of(
                            "CAREMGT",
                            "DONAT",
                            "FRAUD",
                            "GOV",
                            "HACCRED",
                            "HCOMPL",
                            "HDECD",
                            "HDIRECT",
                            "HDM",
                            "HLEGAL",
                            "HOUTCOMS",
                            "HPRGRP",
                            "HQUALIMP",
                            "HSYSADMIN",
                            "MEMADMIN",
                            "MILCDM",
                            "PATADMIN",
                            "PATSFTY",
                            "PERFMSR",
                            "RECORDMGT",
                            "SYSDEV",
                            "TRAIN")),
            Map.entry("HSYSADMIN", List.of("LABELING", "METAMGT")),
            Map.entry("SYSDEV", List.of("HTEST")),
            Map.entry("HPAYMT", List.of("CLMATTCH", "COVAUTH", "COVERAGE", "REMITADV")),
            Map.entry("COVERAGE", List.of("ELIGDTRM", "ELIGVER", "ENROLLM", "MILDCRG")),
            Map.entry("HRESCH", List.of("BIORCH", "CLINTRCH", "DSRCH", "POARCH", "TRANSRCH")),
            Map.entry("CLINTRCH", List.of("CLINTRCHNPC", "CLINTRCHPC", "PRECLINTRCH")),
            Map.entry("PATRQT", List.of("FAMRQT", "PWATRNY", "SUPNWK")),
            Map.entry("PUBHLTH", List.of("DISASTER", "THREAT")),
            Map.entry("TREAT", List.of("CLINTRL", "COC", "ETREAT", "POPHLTH")),
            Map.entry("ETREAT", List.of("ERTREAT"))));

    private PurposeCoverage() {}

    /** Whether what is allowed (or denied) for one purpose is so for the other that is asked for. */
    public static boolean covers(PurposeOfUse granted, PurposeOfUse asked) {
        if (granted.equals(asked)) {
            return true;
        }
        if (!granted.system().equals(PurposeOfUse.ACT_REASON) || !asked.system().equals(PurposeOfUse.ACT_REASON)) {
            return false;
        }
        @Nullable String code = PARENTS.get(asked.code());
        while (code != null && !code.equals(granted.code())) {
            code = PARENTS.get(code);
        }
        return code != null;
    }

    private static Map<String, String> parents(Map<String, List<String>> children) {
        Map<String, String> parents = new HashMap<>();
        children.forEach((parent, codes) -> codes.forEach(code -> parents.put(code, parent)));
        return Map.copyOf(parents);
    }
}
