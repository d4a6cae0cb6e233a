package io.github.vkextmem.functional;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.handle.CountingNtKernel;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.recording.RecordedCall;
import io.github.vkextmem.recording.RecordedStructure;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.recording.ValidUsageList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Statements of valid usage about what a command is given that the library upholds by itself, seen in every call of that command
 * on the recording driver. That driver takes no memory that it did not allocate, and no structure that is not valid.
 */
@EnabledOnOs(OS.LINUX)
class UpheldByCallsTest {

    /** What the caller chooses, and so is not for the library to uphold. */
    private static final Set<String> CHOSEN =
            Set.of("handleType", "externalHandleType", "flags", "format", "tiling", "type", "usage");

    private static RecordingDriver driver;
    private static List<RecordedCall> calls;

    @BeforeAll
    static void callEverything() {
        driver = RecordingDriver.with(DriverCommands.EXTENSIONS);
        try (CountingNtKernel kernel = CountingNtKernel.install()) {
            ExternalMemory external = ExternalMemory.on(driver.device());
            DriverCommands.known().forEach(command -> command.run(external, () -> {}));
            assertThat(kernel.closed()).hasSameSizeAs(driver.ntHandles());
        }
        calls = Stream.concat(driver.calls().stream(), driver.queries().stream())
                .toList();
    }

    @AfterAll
    static void end() {
        driver.close();
    }

    private static List<RecordedCall> callsOf(String command) {
        List<RecordedCall> found =
                calls.stream().filter(call -> call.command().equals(command)).toList();
        assertThat(found).as("calls of " + command).isNotEmpty();
        return found;
    }

    static Stream<String> parametersAreValid() {
        return ValidUsageList.all().stream()
                .filter(vuid -> vuid.startsWith("VUID-vk") && vuid.matches(".*-(parameter|parent)"))
                .filter(vuid -> !CHOSEN.contains(vuid.split("-")[2]));
    }

    @ParameterizedTest
    @MethodSource
    void parametersAreValid(String vuid) {
        String name = vuid.split("-")[2];
        for (RecordedCall call : callsOf(vuid.split("-")[1])) {
            Object argument = call.argument(name);
            if (name.equals("device")) {
                assertThat(argument).isEqualTo(driver.device().address());
            } else if (name.equals("physicalDevice")) {
                assertThat(argument)
                        .isEqualTo(driver.device().getPhysicalDevice().address());
            } else if (name.equals("pAllocator")) {
                assertThat(argument).as("no callbacks").isEqualTo(0L);
            } else {
                assertThat(argument).as(call.toString()).isNotIn(0, 0L, null, List.of());
            }
        }
    }

    static Stream<String> aStructureWithoutAChainGetsNone() {
        return Stream.concat(
                ValidUsageList.all().stream().filter(vuid -> vuid.endsWith("-pNext-pNext")),
                Stream.of("VUID-VkBindBufferMemoryInfo-sType-unique", "VUID-VkBindImageMemoryInfo-sType-unique"));
    }

    @ParameterizedTest
    @MethodSource
    void aStructureWithoutAChainGetsNone(String vuid) {
        String structure = vuid.split("-")[1];
        List<List<?>> chains = calls.stream()
                .flatMap(call -> call.arguments().values().stream())
                .filter(argument -> argument instanceof List<?> chain
                        && chain.get(0) instanceof RecordedStructure first
                        && first.name().equals(structure))
                .<List<?>>map(argument -> (List<?>) argument)
                .toList();
        assertThat(chains).as("calls with a " + structure).isNotEmpty().allMatch(chain -> chain.size() == 1);
    }
}
