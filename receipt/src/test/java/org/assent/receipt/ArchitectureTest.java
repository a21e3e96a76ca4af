package org.assent.receipt;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.assent.receipt", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule RECEIPTS_KNOW_NO_SITE = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "com.google.protobuf..",
                    "com.fasterxml.jackson..",
                    "org.bouncycastle..",
                    "org.assent.ledger..",
                    "org.assent.decision..",
                    "org.assent.receipt..")
            .because("a receipt is verified by people who trust no site and have none");

    @ArchTest
    static final ArchRule VERIFICATION_IS_OFFLINE = noClasses()
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.sql..", "java.security..")
            .because("a receipt gives the same verdict wherever and whenever it is verified")
            .allowEmptyShould(true);
}
