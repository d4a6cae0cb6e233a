package io.github.vkextmem.chain;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.SecurityAttributes;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VkExportMemoryAllocateInfo;
import org.lwjgl.vulkan.VkImportAndroidHardwareBufferInfoANDROID;
import org.lwjgl.vulkan.VkMemoryAllocateInfo;

class ReadBackTest {

    @Test
    void readsWhatItWrote() {
        MemoryAllocateChain chain = MemoryAllocateInfo.of(1 << 20, 7)
                .with(ExportMemoryAllocateInfo.of(OPAQUE_WIN32))
                .with(ExportMemoryWin32HandleInfoKHR.of(SecurityAttributes.notInherited(), 1)
                        .withName("Global\\memory"))
                .with(MemoryDedicatedAllocateInfo.ofImage(0x1234));
        try (Memory memory = Memory.ofGarbage(1024)) {
            assertThat(MemoryAllocateChain.read(chain.marshal(memory.stack()))).isEqualTo(chain);
        }
    }

    @Test
    void reportsAStructureItDoesNotKnowAndWillNotMarshalIt() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var unknown = VkImportAndroidHardwareBufferInfoANDROID.calloc(stack).sType$Default();
            var info = VkMemoryAllocateInfo.calloc(stack)
                    .sType$Default()
                    .allocationSize(8)
                    .pNext(unknown);
            MemoryAllocateChain chain = MemoryAllocateChain.read(info);
            assertThat(chain.structures())
                    .containsExactly(MemoryAllocateInfo.of(8, 0), new UnknownStructure(1000129003));
            assertThat(chain.toString()).endsWith("UnknownStructure[sType=1000129003]");
            assertThatThrownBy(() -> chain.marshal(stack))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("UnknownStructure[sType=1000129003]");
            assertThatThrownBy(() ->
                            chain.with(MemoryDedicatedAllocateInfo.ofBuffer(1)).marshal(stack))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void findsTheCycleOfAStructLinkedTwice() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var export = VkExportMemoryAllocateInfo.calloc(stack).sType$Default();
            var info = VkMemoryAllocateInfo.calloc(stack).sType$Default();
            info.pNext(export).pNext(export);
            assertThat(export.pNext()).isEqualTo(export.address());
            assertThatThrownBy(() -> MemoryAllocateChain.read(info))
                    .isInstanceOfSatisfying(
                            ValidUsageException.class,
                            e -> assertThat(e.vuids()).containsExactly("VUID-VkMemoryAllocateInfo-sType-unique"))
                    .hasMessageContaining("points back at itself");
        }
    }

    @Test
    void reportsAStructureThatStandsThereTwice() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var first = VkExportMemoryAllocateInfo.calloc(stack).sType$Default();
            var second = VkExportMemoryAllocateInfo.calloc(stack).sType$Default();
            var info = VkMemoryAllocateInfo.calloc(stack)
                    .sType$Default()
                    .pNext(first)
                    .pNext(second);
            assertThatThrownBy(() -> MemoryAllocateChain.read(info))
                    .isInstanceOf(ValidUsageException.class)
                    .hasMessageContaining("VUID-VkMemoryAllocateInfo-sType-unique");
        }
    }
}
