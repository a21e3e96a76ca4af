package org.assent.ledger;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.assent.ledger", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule LEDGER_KNOWS_LITTLE = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "org.jspecify..", "com.google.protobuf..", "org.bouncycastle..", "org.assent.ledger..")
            .because(
                    "everything else trusts the ledger's formats, so they must be checkable without any of it: no HTTP, no"
                            + " JDBC, no HAPI, no DICOM and no process of CometBFT");

    @ArchTest
    static final ArchRule ONE_SIGNATURE_IMPLEMENTATION = noClasses()
            .that()
            .doNotHaveSimpleName("JavaEcKeys")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.security.Signature")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.security.KeyFactory")
            .because("verification is a consensus rule: provider order or a system property must not choose it");

    @ArchTest
    static final ArchRule NO_CLOCK = noClasses()
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .because("nodes that read their own clock disagree; time comes from the block header");

    @ArchTest
    static final ArchRule WIRE_STAYS_INSIDE = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.assent.ledger.stream..",
                    "org.assent.ledger.client..",
                    "org.assent.ledger.tree..",
                    "org.assent.ledger.commitment..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.assent.ledger.wire..")
            .because("generated messages check nothing; only the codecs handle them");
}
