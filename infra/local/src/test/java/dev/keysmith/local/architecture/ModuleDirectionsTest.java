package dev.keysmith.local.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Which module may know which: from the compiled classes of all of them. */
class ModuleDirectionsTest {

    private static final List<String> MODULES = List.of(
            "core",
            "signing",
            "authorizer",
            "functions/api",
            "functions/issue",
            "functions/refresh",
            "functions/revoke",
            "functions/manage",
            "functions/ledger",
            "functions/rotate-secret",
            "infra/blueprint",
            "infra/local");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPaths(MODULES.stream()
                    .map(module -> Path.of("../..", module, "target", "classes"))
                    .toList());

    @Test
    void everyModuleIsLookedAt() {
        for (String root : List.of(
                "core",
                "signing",
                "authorizer",
                "functions.api",
                "functions.issue",
                "functions.refresh",
                "functions.revoke",
                "functions.manage",
                "functions.ledger",
                "functions.rotatesecret",
                "blueprint",
                "local")) {
            assertThat(CLASSES.that(resideInAPackage("dev.keysmith." + root + "..")))
                    .as(root)
                    .isNotEmpty();
        }
    }

    @Test
    void coreKnowsNoOtherModule() {
        noClasses()
                .that(resideInAPackage("dev.keysmith.core.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "dev.keysmith.signing..",
                        "dev.keysmith.authorizer..",
                        "dev.keysmith.functions..",
                        "dev.keysmith.blueprint..",
                        "dev.keysmith.local.."))
                .check(CLASSES);
    }

    @Test
    void onlyWhatSignsKnowsPrivateKeys() {
        noClasses()
                .that(resideInAPackage("dev.keysmith..")
                        .and(com.tngtech.archunit.base.DescribedPredicate.not(resideInAnyPackage(
                                "dev.keysmith.signing..",
                                "dev.keysmith.functions.rotatesecret..",
                                "dev.keysmith.local.provision.."))))
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.keysmith.signing..", "com.nimbusds.."))
                .check(CLASSES);
    }

    @Test
    void coreKnowsNoLambdaNoHttpAndNoJdbc() {
        noClasses()
                .that(resideInAPackage("dev.keysmith.core.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "com.amazonaws..",
                        "io.micronaut.http..",
                        "io.micronaut.function..",
                        "java.sql..",
                        "javax.sql.."))
                .check(CLASSES);
    }

    @Test
    void onlyTheLedgerKnowsJdbc() {
        noClasses()
                .that(resideInAPackage("dev.keysmith..")
                        .and(com.tngtech.archunit.base.DescribedPredicate.not(
                                resideInAPackage("dev.keysmith.functions.ledger.."))))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "java.sql..",
                        "javax.sql..",
                        "org.postgresql..",
                        "com.zaxxer.hikari..",
                        "org.flywaydb..",
                        "io.micronaut.data..",
                        "io.micronaut.transaction.."))
                .check(CLASSES);
    }

    @Test
    void onlyTheLocalDatabaseKnowsWhereItsProgramsComeFrom() {
        noClasses()
                .that(resideInAPackage("dev.keysmith..")
                        .and(com.tngtech.archunit.base.DescribedPredicate.not(
                                resideInAPackage("dev.keysmith.local.postgresql.."))))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.zonky.."))
                .check(CLASSES);
    }

    @Test
    void authorizerKnowsOnlyCore() {
        noClasses()
                .that(resideInAPackage("dev.keysmith.authorizer.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "dev.keysmith.functions..",
                        "dev.keysmith.blueprint..",
                        "dev.keysmith.local..",
                        "io.micronaut.http..",
                        "io.micronaut.function..",
                        "io.micronaut.serde.."))
                .check(CLASSES);
    }

    @Test
    void functionsNeverSeeOneAnother() {
        slices().matching("dev.keysmith.functions.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        resideInAPackage("dev.keysmith.functions.."), resideInAPackage("dev.keysmith.functions.api.."))
                .check(CLASSES);
        noClasses()
                .that(resideInAPackage("dev.keysmith.functions.api.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "dev.keysmith.functions.issue..",
                        "dev.keysmith.functions.refresh..",
                        "dev.keysmith.functions.revoke..",
                        "dev.keysmith.functions.manage..",
                        "dev.keysmith.functions.ledger..",
                        "dev.keysmith.functions.rotatesecret.."))
                .check(CLASSES);
    }

    @Test
    void functionsKnowNeitherInfrastructureNorAuthorizer() {
        noClasses()
                .that(resideInAPackage("dev.keysmith.functions.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "dev.keysmith.authorizer..", "dev.keysmith.blueprint..", "dev.keysmith.local.."))
                .check(CLASSES);
    }

    @Test
    void blueprintKnowsNothingAndLocalKnowsNoFunction() {
        noClasses()
                .that(resideInAPackage("dev.keysmith.blueprint.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "dev.keysmith.core..",
                        "dev.keysmith.authorizer..",
                        "dev.keysmith.functions..",
                        "dev.keysmith.local.."))
                .check(CLASSES);
        noClasses()
                .that(resideInAPackage("dev.keysmith.local.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.keysmith.authorizer..", "dev.keysmith.functions.."))
                .check(CLASSES);
    }

    @Test
    void onlyAdaptersKnowTheAwsSdk() {
        noClasses()
                .that(resideInAPackage("dev.keysmith..")
                        .and(com.tngtech.archunit.base.DescribedPredicate.not(resideInAnyPackage(
                                "dev.keysmith.core.aws..",
                                "dev.keysmith.core..dynamodb..",
                                "dev.keysmith.core..secretsmanager..",
                                "dev.keysmith.functions.rotatesecret.secretsmanager..",
                                "dev.keysmith.functions.ledger..",
                                "dev.keysmith.local.."))))
                .should()
                .dependOnClassesThat(resideInAnyPackage("software.amazon.awssdk.."))
                .check(CLASSES);
    }

    /** A stream record is two items: what reads its images knows what an attribute's value is, and nothing else. */
    @Test
    void ofTheAwsSdkTheLedgerKnowsAttributeValuesAndItsAdaptersTheRest() {
        noClasses()
                .that(resideInAPackage("dev.keysmith.functions.ledger..")
                        .and(com.tngtech.archunit.base.DescribedPredicate.not(resideInAnyPackage(
                                "dev.keysmith.functions.ledger.stream..",
                                "dev.keysmith.functions.ledger.objects.s3..",
                                "dev.keysmith.functions.ledger.database.rds..",
                                "dev.keysmith.functions.ledger..dynamodb.."))))
                .should()
                .dependOnClassesThat(resideInAnyPackage("software.amazon.awssdk..")
                        .and(com.tngtech.archunit.base.DescribedPredicate.not(
                                com.tngtech.archunit.core.domain.JavaClass.Predicates.type(AttributeValue.class))))
                .check(CLASSES);
    }

    @Test
    void featuresOfCoreHaveNoCycles() {
        slices().matching("dev.keysmith.core.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void timeIsInjected() {
        noClasses()
                .that(resideInAnyPackage(
                        "dev.keysmith.core..", "dev.keysmith.authorizer..", "dev.keysmith.functions.."))
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarked() {
        classes()
                .that(com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName("package-info"))
                .should()
                .beAnnotatedWith(NullMarked.class)
                .check(CLASSES);
        assertThat(CLASSES.stream()
                        .map(type -> type.getPackage())
                        .distinct()
                        .filter(unit -> !unit.getClasses().isEmpty())
                        .filter(unit -> unit.tryGetPackageInfo()
                                .filter(annotatedWith(NullMarked.class))
                                .isEmpty()))
                .isEmpty();
    }
}
