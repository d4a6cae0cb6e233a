package io.github.vkextmem.chain;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static io.github.vkextmem.struct.Parents.IMAGE_CREATE_INFO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryAllocateInfoNV;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.ExternalMemoryImageCreateInfo;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.MemoryPriorityAllocateInfoEXT;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VkImageCreateInfo;

/** The printed chain marks what is wrong with it, and nothing else. */
class MarkedChainTest {

    private static final String MARK = "   <-- here";
    private static final MemoryAllocateInfo INFO = MemoryAllocateInfo.of(4096, 0);
    private static final MemoryPriorityAllocateInfoEXT INNOCENT = MemoryPriorityAllocateInfoEXT.of(0.5f);

    private static List<String> marked(String message) {
        return message.lines()
                .filter(line -> line.endsWith(MARK))
                .map(line -> line.replace("  -> ", ""))
                .map(line -> line.substring(0, line.indexOf('[')))
                .toList();
    }

    private static String messageOf(MemoryAllocateChain chain) {
        return catchThrowableOfType(ValidUsageException.class, chain::check).getMessage();
    }

    @Test
    @NeedsChecks
    void theStructureOfWhoseNameTheStatementIs() {
        String message = messageOf(INFO.with(INNOCENT).with(ExportMemoryWin32HandleInfoKHR.of(null, 1)));
        assertThat(message).startsWith("VUID-VkExportMemoryWin32HandleInfoKHR-handleTypes-00657: ");
        assertThat(marked(message)).containsExactly("ExportMemoryWin32HandleInfoKHR");
        assertThat(message).contains("\n  -> " + INNOCENT + "\n");
    }

    @Test
    @NeedsChecks
    void thoseThatDoNotGoTogether() {
        String message = messageOf(INFO.with(ExportMemoryAllocateInfo.of(OPAQUE_WIN32))
                .with(INNOCENT)
                .with(ExportMemoryAllocateInfoNV.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32)));
        assertThat(marked(message)).containsExactly("ExportMemoryAllocateInfo", "ExportMemoryAllocateInfoNV");
    }

    @Test
    @NeedsChecks
    void allThatSomethingIsWrongWith() {
        String message =
                messageOf(MemoryAllocateInfo.of(0, 0).with(INNOCENT).with(ExportMemoryWin32HandleInfoKHR.of(null, 1)));
        assertThat(marked(message)).containsExactly("MemoryAllocateInfo", "ExportMemoryWin32HandleInfoKHR");
    }

    @Test
    void theFirstOfTwo() {
        MemoryAllocateChain chain = INFO.with(INNOCENT).with(MemoryDedicatedAllocateInfo.ofBuffer(7));
        String message = catchThrowableOfType(ValidUsageException.class, () -> chain.with(INNOCENT))
                .getMessage();
        assertThat(marked(message)).containsExactly("MemoryPriorityAllocateInfoEXT");
    }

    @Test
    @NeedsChecks
    void whatStandsBehindAParent() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var image = VkImageCreateInfo.calloc(stack).sType$Default().initialLayout(1);
            String message = catchThrowableOfType(
                            ValidUsageException.class,
                            () -> IMAGE_CREATE_INFO
                                    .tail(ExternalMemoryImageCreateInfo.of(OPAQUE_FD))
                                    .linkBehind(image, stack))
                    .getMessage();
            assertThat(message).startsWith("VUID-VkImageCreateInfo-pNext-01443: ");
            assertThat(marked(message)).containsExactly("ExternalMemoryImageCreateInfo");
        }
    }

    @Test
    void aChainThatNothingIsWrongWithHasNoMark() {
        assertThat(INFO.with(INNOCENT).toString()).doesNotContain(MARK.strip());
    }
}
