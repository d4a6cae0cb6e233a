package io.github.vkextmem.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lwjgl.Version;

/** The library is compiled against the newest LWJGL and runs on older ones. */
class LwjglVersionTest {

    /** The classes that LWJGL has since 3.4.0; the library refuses by name what needs them. */
    private static final Set<String> SINCE_3_4 = Set.of(
            "org.lwjgl.vulkan.EXTExternalMemoryMetal",
            "org.lwjgl.vulkan.VkImportMemoryMetalHandleInfoEXT",
            "org.lwjgl.vulkan.VkMemoryGetMetalHandleInfoEXT",
            "org.lwjgl.vulkan.VkMemoryMetalHandlePropertiesEXT");

    private static final JavaClasses LIBRARY =
            new ClassFileImporter().importPath(Path.of(System.getProperty("main.classes", "target/classes")));

    @Test
    void testsRunOnTheVersionThatTheBuildStates() {
        assertThat(Version.getVersion()).startsWith(System.getProperty("expected.lwjgl.version", ""));
    }

    /** A method that became overloaded in a newer version is another method for the compiler. */
    @Test
    void thisVersionHasEveryMethodAndFieldThatTheLibraryUses() {
        List<? extends AccessTarget> used = LIBRARY.stream()
                .flatMap(type -> Stream.concat(
                        type.getAccessesFromSelf().stream(), type.getCodeUnitReferencesFromSelf().stream()))
                .map(access -> access.getTarget())
                .filter(target -> target.getOwner().getPackageName().startsWith("org.lwjgl"))
                .toList();
        assertThat(used).hasSizeGreaterThan(500);
        Set<String> missing = new TreeSet<>();
        for (AccessTarget target : used) {
            if (target.resolveMember().isEmpty()
                    && !SINCE_3_4.contains(target.getOwner().getName())) {
                missing.add(target.getFullName());
            }
        }
        assertThat(missing).as("missing in LWJGL " + Version.getVersion()).isEmpty();
    }
}
