package org.assent.site;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.assent.authorization.route.Guard;

/** The arrows of docs/architecture.md: which module may know which. */
@AnalyzeClasses(packages = "org.assent", importOptions = DoNotIncludeTests.class)
class ModuleArrowsTest {

    private static final String[] SERVERS = {
        "org.assent.fhir..",
        "org.assent.dicomweb..",
        "org.assent.authorization..",
        "org.assent.viewer..",
        "org.assent.site.."
    };

    @ArchTest
    static final ArchRule NO_CIRCLES = slices().matching("org.assent.(*)..")
            .should()
            .beFreeOfCycles()
            .because("modules know each other in one direction, or none of them can be understood or replaced alone");

    @ArchTest
    static final ArchRule LEDGER_KNOWS_NOBODY = noClasses()
            .that()
            .resideInAPackage("org.assent.ledger..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.assent.abci..",
                    "org.assent.audit..",
                    "org.assent.custody..",
                    "org.assent.decision..",
                    "org.assent.dicom..",
                    "org.assent.store..",
                    "jakarta.servlet..",
                    "java.sql..",
                    "org.eclipse.jetty..",
                    "ca.uhn..",
                    "org.hl7..")
            .because(
                    "what is agreed on and proven must be checkable by anybody, without a server, a database or a picture");

    @ArchTest
    static final ArchRule DECISION_IS_PURE = noClasses()
            .that()
            .resideInAPackage("org.assent.decision..")
            .and()
            .resideOutsideOfPackage("org.assent.decision.wire..") // generated
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.io..", "java.net..", "java.nio.file..", "java.sql..", "jakarta..", "ca.uhn..", "org.hl7..")
            .because("the decision is a function of terms, request and time; it neither asks nor tells anybody");

    @ArchTest
    static final ArchRule DECISION_DOES_NOT_LOOK_AT_THE_CLOCK = noClasses()
            .that()
            .resideInAnyPackage("org.assent.decision..", "org.assent.abci.rules..")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("the same request must be decided, and the same block executed, alike everywhere and every time");

    @ArchTest
    static final ArchRule RULES_KNOW_NO_CARE = noClasses()
            .that()
            .resideInAPackage("org.assent.abci..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.assent.fhir..",
                    "org.assent.dicom..",
                    "org.assent.dicomweb..",
                    "org.assent.custody..",
                    "org.assent.site..")
            .because("validators order commitments; they must not be able to tell what these are about");

    @ArchTest
    static final ArchRule WEB_SIDE_NEVER_READS_THE_STATE_STORE = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.assent.fhir..",
                    "org.assent.dicomweb..",
                    "org.assent.authorization..",
                    "org.assent.custody..",
                    "org.assent.audit..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.assent.abci..")
            .because("the commit stream is the one wall between the state machine and everything else");

    @ArchTest
    static final ArchRule SITE_SEES_THE_LEDGER_FROM_OUTSIDE = noClasses()
            .that()
            .resideInAPackage("org.assent.site..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.assent.abci.tree..", "org.assent.abci.rules..", "org.assent.abci.server..", "org.h2.mvstore..")
            .orShould()
            .dependOnClassesThat()
            .haveSimpleName("AssentApplication")
            .because(
                    "the ledger may be another process: what the wiring cannot do over its sockets it must not do at all");

    @ArchTest
    static final ArchRule DICOM_KNOWS_NO_WEB = noClasses()
            .that()
            .resideInAPackage("org.assent.dicom..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "jakarta.servlet..", "org.assent.decision..", "org.assent.ledger..", "org.assent.authorization..")
            .because("reading a file has nothing to do with who may see it");

    @ArchTest
    static final ArchRule FHIR_DOES_NOT_KNOW_DICOMWEB = noClasses()
            .that()
            .resideInAPackage("org.assent.fhir..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.assent.dicomweb..", "org.assent.dicom..", "org.assent.viewer..")
            .because("the two servers share the decision, the log and the ledger, and nothing of each other");

    @ArchTest
    static final ArchRule DICOMWEB_DOES_NOT_KNOW_FHIR = noClasses()
            .that()
            .resideInAPackage("org.assent.dicomweb..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.assent.fhir..", "ca.uhn..", "org.hl7..", "org.springframework..")
            .because("the imaging path never asks FHIR, so that its speed and its failures are its own");

    @ArchTest
    static final ArchRule SPRING_ONLY_FOR_HAPI = noClasses()
            .that()
            .resideOutsideOfPackage("org.assent.fhir..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..")
            .because("everywhere else objects are put together by constructor, where a reader can see it");

    @ArchTest
    static final ArchRule NOBODY_KNOWS_THE_SITE = noClasses()
            .that()
            .resideOutsideOfPackage("org.assent.site..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.assent.site..")
            .because("configuration and wiring know the parts, never the other way round");

    @ArchTest
    static final ArchRule CUSTODY_KNOWS_NO_SERVER = noClasses()
            .that()
            .resideInAnyPackage("org.assent.custody..", "org.assent.audit..", "org.assent.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SERVERS)
            .because("keys, the decision point and the access log serve all servers alike");

    @ArchTest
    static final ArchRule GUARDS_ARE_FINAL = classes()
            .that()
            .implement(Guard.class)
            .should()
            .beRecords()
            .because("what guards a route is a value that can be listed and compared");
}
