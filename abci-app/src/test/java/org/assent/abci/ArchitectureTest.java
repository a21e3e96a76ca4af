package org.assent.abci;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.assent.abci", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule rulesArePure = noClasses()
            .that()
            .resideInAPackage("..abci.rules..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.io..",
                    "java.nio.file..",
                    "java.net..",
                    "java.lang.management..",
                    "org.slf4j..",
                    "org.h2..",
                    "..abci.wire..",
                    "..abci.app..",
                    "..abci.tree..",
                    "..abci.node..")
            .because("a rule reads the state and the block, nothing else: every node must come to the same");

    @ArchTest
    static final ArchRule rulesReadNoClock = noClasses()
            .that()
            .resideInAnyPackage("..abci.rules..", "..abci.tree..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("block time is the only clock that consensus has");

    @ArchTest
    static final ArchRule nothingIsComputedInFloatingPoint = noClasses()
            .that()
            .resideInAnyPackage("..abci.rules..", "..abci.tree..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Double.class, Float.class)
            .because("rounding must not be a matter of the machine");

    @ArchTest
    static final ArchRule theSocketKnowsNoApplication = noClasses()
            .that()
            .resideInAPackage("..abci.server..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..abci.app..", "..abci.rules..", "..abci.tree..", "..abci.node..", "org.assent.ledger..")
            .because("frames and connections are one thing, what the calls mean is another");

    @ArchTest
    static final ArchRule theStreamReadsNoState = noClasses()
            .that()
            .resideInAPackage("..abci.stream..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..abci.app..", "..abci.rules..", "..abci.tree..", "org.h2..")
            .because("whoever follows from another process has the commit stream and nothing else");

    @ArchTest
    static final ArchRule theRemoteLedgerReadsNoState = noClasses()
            .that()
            .haveSimpleName("RemoteLedger")
            .or()
            .haveSimpleName("CometLedgerClient")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..abci.rules..", "..abci.tree..", "..abci.server..", "org.h2..")
            .orShould()
            .dependOnClassesThat()
            .haveSimpleName("AssentApplication")
            .because("the web side may be another process than the state store");

    @ArchTest
    static final ArchRule theModuleKnowsNoImagesAndNoFhir = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "ca.uhn..", "org.hl7..", "org.dcm4che..", "jakarta..", "java.sql..", "..dicom..", "..fhir..")
            .because("the ledger holds no personal data, so its module needs none of these");
}
