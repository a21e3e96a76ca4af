package org.assent.fhir.enforcement;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.Resource;

/**
 * Checks that every element that FHIR R4 requires is there (cardinality 1..). Unknown elements and wrong values are
 * refused by the parser before.
 */
public final class RequiredElements {

    private static final int MOST_ISSUES = 20;

    private final FhirContext fhir;

    /** By the definitions of this context. */
    public RequiredElements(FhirContext fhir) {
        this.fhir = fhir;
    }

    /** What is missing, at most 20 issues; empty if nothing is. */
    public List<Issue> missing(Resource resource) {
        List<Issue> issues = new ArrayList<>();
        check(resource, fhir.getResourceDefinition(resource), resource.fhirType(), issues);
        return issues;
    }

    private void check(IBase element, BaseRuntimeElementDefinition<?> definition, String path, List<Issue> issues) {
        if (!(definition instanceof BaseRuntimeElementCompositeDefinition<?> composite)) {
            return;
        }
        for (BaseRuntimeChildDefinition child : composite.getChildren()) {
            if (issues.size() >= MOST_ISSUES) {
                return;
            }
            List<IBase> values = child.getAccessor().getValues(element).stream()
                    .filter(value -> !value.isEmpty())
                    .toList();
            String name = child.getElementName();
            if (child.getMin() > 0 && values.isEmpty()) {
                issues.add(Issue.required(path + "." + name, "is required by FHIR R4"));
            }
            for (int i = 0; i < values.size(); i++) {
                BaseRuntimeElementDefinition<?> its =
                        child.getChildElementDefinitionByDatatype(values.get(i).getClass());
                if (its != null) {
                    check(values.get(i), its, path + "." + name + (child.getMax() == 1 ? "" : "[" + i + "]"), issues);
                }
            }
        }
    }
}
