package io.github.vkextmem.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.driver.ChildJvm;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lwjgl.system.MemoryStack;

class ChecksSwitchTest {

    /** Marshals what valid usage forbids, and asks for what no constructor lets through. */
    static final class ForbiddenChain {

        private ForbiddenChain() {}

        public static void main(String[] args) {
            MemoryAllocateChain chain = MemoryAllocateInfo.of(1, 0).with(ExportMemoryWin32HandleInfoKHR.of(null, 1));
            try (MemoryStack stack = MemoryStack.stackPush()) {
                System.out.println("marshalled " + (chain.marshal(stack).pNext() != 0));
            } catch (ValidUsageException e) {
                System.out.println("refused " + e.vuids());
            }
            System.out.println("found " + chain.violations().size());
        }
    }

    @ParameterizedTest(name = "checks={0}")
    @CsvSource({
        "false, marshalled true",
        "true, refused [VUID-VkExportMemoryWin32HandleInfoKHR-handleTypes-00657]",
        "'', refused [VUID-VkExportMemoryWin32HandleInfoKHR-handleTypes-00657]"
    })
    void checksAreOnUnlessTheProcessIsStartedWithoutThem(String value, String expected) throws Exception {
        String output = ChildJvm.run(
                "--enable-native-access=ALL-UNNAMED",
                "-Dio.github.vkextmem.checks=" + value,
                "-classpath",
                System.getProperty("java.class.path"),
                ForbiddenChain.class.getName());
        assertThat(output.lines().toList()).startsWith("0").contains(expected, "found 1");
    }
}
