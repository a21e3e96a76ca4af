package org.assent.fhir;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What this module may know. */
@AnalyzeClasses(packages = "org.assent.fhir", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule SPRING = noClasses()
            .that()
            .resideOutsideOfPackage("org.assent.fhir.jpa..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "org.hibernate..", "jakarta.persistence..")
            .because("Spring wires HAPI's own beans and nothing else");

    @ArchTest
    static final ArchRule STORAGE = noClasses()
            .that()
            .resideOutsideOfPackage("org.assent.fhir.jpa..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ca.uhn.fhir.jpa.api..")
            .because("whoever stores something must say in whose right, which only the resource store asks");

    @ArchTest
    static final ArchRule SERVERS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.assent.dicom..", "org.assent.dicomweb..", "org.assent.site..", "org.assent.abci..")
            .because("the two servers never import each other, and the ledger is known by its view alone");
}
