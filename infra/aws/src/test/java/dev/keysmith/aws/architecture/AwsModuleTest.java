package dev.keysmith.aws.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which other modules this one may know: the blueprint. */
class AwsModuleTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.keysmith.aws");

    @Test
    void deploymentKnowsTheBlueprintAlone() {
        classes()
                .that(resideInAPackage("dev.keysmith.aws.."))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("dev.keysmith.aws..", "dev.keysmith.blueprint..")
                        .or(DescribedPredicate.not(resideInAPackage("dev.keysmith.."))))
                .check(CLASSES);
    }
}
