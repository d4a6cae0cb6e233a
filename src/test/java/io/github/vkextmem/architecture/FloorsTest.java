package io.github.vkextmem.architecture;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Packages form floors: what lies above may use what lies below, never the other way round. */
class FloorsTest {

    private static final JavaClasses LIBRARY =
            new ClassFileImporter().importPath(Path.of(System.getProperty("main.classes", "target/classes")));

    @Test
    void importsOnlyPointDown() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("root")
                .definedBy("io.github.vkextmem")
                .layer("platform")
                .definedBy("io.github.vkextmem.platform")
                .layer("ownership")
                .definedBy("io.github.vkextmem.ownership")
                .layer("chain")
                .definedBy("io.github.vkextmem.chain")
                .layer("struct")
                .definedBy("io.github.vkextmem.struct")
                .layer("usage")
                .definedBy("io.github.vkextmem.usage")
                .layer("handle")
                .definedBy("io.github.vkextmem.handle")
                .layer("memory")
                .definedBy("io.github.vkextmem.memory")
                .whereLayer("memory")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("handle")
                .mayOnlyBeAccessedByLayers("memory")
                .whereLayer("usage")
                .mayOnlyBeAccessedByLayers("memory")
                .whereLayer("struct")
                .mayOnlyBeAccessedByLayers("usage", "handle", "memory")
                .whereLayer("chain")
                .mayOnlyBeAccessedByLayers("struct", "usage", "handle", "memory")
                .whereLayer("platform")
                .mayOnlyBeAccessedByLayers("struct", "handle")
                .whereLayer("ownership")
                .mayOnlyBeAccessedByLayers("handle", "memory")
                .whereLayer("root")
                .mayOnlyBeAccessedByLayers("platform", "chain", "struct", "usage", "handle", "memory")
                .check(LIBRARY);
    }

    @Test
    void theLibraryNeedsLwjglAndNothingElse() {
        ArchRuleDefinition.classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.github.vkextmem..", "org.lwjgl..", "java..", "org.jspecify..")
                .check(LIBRARY);
    }

    @Test
    void theRootKnowsNotEvenLwjgl() {
        ArchRuleDefinition.classes()
                .that()
                .resideInAPackage("io.github.vkextmem")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.github.vkextmem", "java..", "org.jspecify..")
                .check(LIBRARY);
    }

    @Test
    void onlyOnePackageCallsTheOperatingSystem() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideOutsideOfPackage("io.github.vkextmem.platform")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.lwjgl.system.libc..",
                        "org.lwjgl.system.libffi..",
                        "org.lwjgl.system.linux..",
                        "org.lwjgl.system.windows..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.lwjgl.system.JNI")
                .check(LIBRARY);
    }
}
