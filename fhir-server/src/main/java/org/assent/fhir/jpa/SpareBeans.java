package org.assent.fhir.jpa;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;

/**
 * Takes out of HAPI's more than 800 beans those of resource types that are not kept here and the start-up of batch jobs,
 * and lets the others be made when they are first asked for.
 */
final class SpareBeans implements BeanFactoryPostProcessor {

    /** Types whose storage stays: what is served, what HAPI's own search and validation look up. */
    private static final Set<String> TYPES = Set.of(
            "Patient",
            "Practitioner",
            "Organization",
            "Endpoint",
            "ImagingStudy",
            "Consent",
            "AuditEvent",
            "Provenance",
            "DocumentReference",
            "SearchParameter",
            "StructureDefinition",
            "ValueSet",
            "CodeSystem",
            "ConceptMap");

    private static final Pattern OF_TYPE = Pattern.compile("my(\\w+?)(Dao|Rp)R4");

    /** Looks up and checks every batch job at start; nothing here runs one. */
    private static final String JOB_REGISTERER = "batch2JobRegisterer";

    /** Brings HAPI's change listeners with it, which are asked for by a class that Spring learns only by making them. */
    private static final String EAGER = "searchParamRegistry";

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
        BeanDefinitionRegistry registry = (BeanDefinitionRegistry) factory;
        for (String name : factory.getBeanDefinitionNames()) {
            if (isSpare(name)) {
                registry.removeBeanDefinition(name);
            } else if (!name.equals(EAGER)) {
                factory.getBeanDefinition(name).setLazyInit(true);
            }
        }
    }

    private static boolean isSpare(String name) {
        Matcher type = OF_TYPE.matcher(name);
        if (!type.matches()) {
            return name.equals(JOB_REGISTERER);
        }
        return type.group(2).equals("Rp") || !(type.group(1).equals("System") || TYPES.contains(type.group(1)));
    }
}
