package org.assent.authorization.token;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.assent.decision.Residual;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.terms.DataSelection;
import org.assent.ledger.identity.OrganizationId;

/** The {@code extensions} of a token: {@code ihe_iua} (IHE IUA 3.71.4.2.2.1.2) and {@code ihe_pcf} (IHE PCF 53.4.2.3). Pure. */
final class IheClaims {

    private IheClaims() {}

    /** Of a program of this organization. */
    static Map<String, Object> program(OrganizationId organization, Set<PurposeOfUse> purposes) {
        return Map.of("ihe_iua", iua(organization, purposes));
    }

    /** Of an app in the name of a person of this organization. */
    static Map<String, Object> person(OrganizationId organization, String accountId, Set<PurposeOfUse> purposes) {
        Map<String, Object> iua = iua(organization, purposes);
        iua.put("person_id", accountId);
        return Map.of("ihe_iua", iua);
    }

    /**
     * Of another organization.
     *
     * @param actor opaque id of the person there
     * @param fhir this site's FHIR base, at the address that the organization uses
     */
    static Map<String, Object> site(
            OrganizationId organization,
            String organizationName,
            String actor,
            Set<PurposeOfUse> purposes,
            ConsentClaims consent,
            String fhir) {
        Map<String, Object> iua = iua(organization, purposes);
        iua.put("subject_organization", organizationName);
        iua.put("person_id", actor);
        Map<String, Object> pcf = new LinkedHashMap<>();
        pcf.put("patient_id", fhir + "/Patient/" + consent.patientId());
        pcf.put("doc_id", consent.consents().stream().map(c -> fhir + "/" + c).toList());
        if (!consent.policies().isEmpty()) {
            pcf.put("acp", consent.policies());
        }
        if (!consent.residuals().isEmpty()) {
            pcf.put(
                    "residual",
                    consent.residuals().stream().map(IheClaims::residual).toList());
        }
        Map<String, Object> extensions = new LinkedHashMap<>();
        extensions.put("ihe_iua", iua);
        extensions.put("ihe_pcf", pcf);
        return extensions;
    }

    private static Map<String, Object> iua(OrganizationId organization, Set<PurposeOfUse> purposes) {
        Map<String, Object> iua = new LinkedHashMap<>();
        iua.put("subject_organization_id", urn(organization));
        iua.put("purpose_of_use", Codings.claim(purposes));
        return iua;
    }

    private static Map<String, Object> residual(Residual rule) {
        Map<String, Object> residual = new LinkedHashMap<>();
        residual.put("type", rule.type().name().toLowerCase(Locale.ROOT));
        List<Map<String, Object>> data = new ArrayList<>();
        for (String study : new TreeSet<>(rule.data().studies())) {
            data.add(data("instance", Map.of("identifier", identifier("urn:dicom:uid", "urn:oid:" + study))));
        }
        for (OrganizationId author : new TreeSet<>(rule.data().authors())) {
            data.add(data("authoredby", Map.of("identifier", identifier("urn:ietf:rfc:3986", urn(author)))));
        }
        for (String related : new TreeSet<>(rule.data().related())) {
            data.add(data("related", Map.of("reference", related)));
        }
        put(residual, "data", data);
        put(residual, "securityLabel", labels(rule.data()));
        rule.data().period().ifPresent(period -> {
            Map<String, Object> span = new LinkedHashMap<>();
            period.start().ifPresent(start -> span.put("start", start.toString()));
            period.end().ifPresent(end -> span.put("end", end.toString()));
            residual.put("dataPeriod", List.of(span));
        });
        return residual;
    }

    private static Map<String, Object> data(String meaning, Map<String, Object> reference) {
        return Map.of("meaning", meaning, "reference", reference);
    }

    private static Map<String, String> identifier(String system, String value) {
        return Map.of("system", system, "value", value);
    }

    private static List<Map<String, String>> labels(DataSelection data) {
        List<Map<String, String>> labels = new ArrayList<>();
        for (String label : new TreeSet<>(data.labels())) {
            int bar = label.indexOf('|');
            labels.add(Map.of("system", label.substring(0, Math.max(0, bar)), "code", label.substring(bar + 1)));
        }
        return labels;
    }

    private static void put(Map<String, Object> target, String name, List<?> values) {
        if (!values.isEmpty()) {
            target.put(name, values);
        }
    }

    private static String urn(OrganizationId organization) {
        return "urn:assent:organization:" + organization.toHex();
    }
}
