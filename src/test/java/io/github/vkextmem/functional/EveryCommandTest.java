package io.github.vkextmem.functional;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.driver.TestedLwjgl;
import io.github.vkextmem.handle.CountingNtKernel;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.recording.RecordedCall;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.recording.Registry;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VKCapabilitiesDevice;
import org.lwjgl.vulkan.VKCapabilitiesInstance;

/** Every command of external memory that LWJGL has is called by the library; seen by recording drivers. */
class EveryCommandTest {

    /** The names under which a device of Vulkan 1.0 has what became core. */
    private static final Set<String> NAMES_BEFORE_CORE =
            Set.of("vkGetPhysicalDeviceExternalBufferPropertiesKHR", "vkGetPhysicalDeviceImageFormatProperties2KHR");

    private static Set<String> commandsOfLwjgl() {
        return Stream.of(VKCapabilitiesInstance.class, VKCapabilitiesDevice.class)
                .flatMap(capabilities -> Arrays.stream(capabilities.getFields()))
                .map(Field::getName)
                .filter(name -> name.startsWith("vk"))
                .collect(Collectors.toSet());
    }

    private static Set<String> called(RecordingDriver driver) {
        return Stream.concat(driver.calls().stream(), driver.queries().stream())
                .map(RecordedCall::command)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void isCalledSomewhere() {
        Set<String> wanted = new TreeSet<>(Registry.commandsOfExternalMemory());
        assertThat(wanted).hasSizeGreaterThan(10);
        wanted.retainAll(commandsOfLwjgl());
        try (RecordingDriver driver = RecordingDriver.with(DriverCommands.EXTENSIONS);
                CountingNtKernel kernel = CountingNtKernel.install()) {
            ExternalMemory external = ExternalMemory.on(driver.device());
            DriverCommands.known().forEach(command -> command.run(external, () -> {}));
            assertThat(called(driver)).containsAll(wanted);
            assertThat(kernel.closed()).hasSameSizeAs(driver.ntHandles());
        }
    }

    /** LWJGL has them all; a newer registry may say otherwise one day, and then this test is where to say so. */
    @Test
    void isKnownToLwjgl() {
        TestedLwjgl.assumeVulkanClass("EXTExternalMemoryMetal");
        assertThat(commandsOfLwjgl()).containsAll(Registry.commandsOfExternalMemory());
    }

    @Test
    void isCalledByItsOldNameWhereItIsNotCore() {
        try (RecordingDriver driver = RecordingDriver.ofVersion(
                VK10.VK_API_VERSION_1_0,
                "VK_KHR_get_physical_device_properties2",
                "VK_KHR_external_memory_capabilities")) {
            ExternalMemory external = ExternalMemory.on(driver.device());
            DriverCommands.ASK_ABOUT_IMAGE.run(external, () -> {});
            DriverCommands.ASK_ABOUT_BUFFER.run(external, () -> {});
            assertThat(called(driver)).containsAll(NAMES_BEFORE_CORE);
        }
    }

    /** What can fail and is called is among those whose failures are tested. */
    @Test
    void isTestedForItsFailuresIfItCanFail() {
        Set<String> canFail = Registry.commandsOfExternalMemory().stream()
                .filter(command -> !Registry.errorCodes(command).isEmpty())
                .collect(Collectors.toSet());
        assertThat(Arrays.stream(DriverCommands.values()).map(DriverCommands::command))
                .containsAll(canFail);
    }
}
