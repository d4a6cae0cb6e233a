package io.github.vkextmem.struct;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.Parents.BUFFER_CREATE_INFO;
import static io.github.vkextmem.struct.Parents.IMAGE_CREATE_INFO;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.Violation;
import io.github.vkextmem.chain.StructureType;
import org.junit.jupiter.api.Test;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VkBufferCreateInfo;
import org.lwjgl.vulkan.VkExportMemoryAllocateInfoKHR;
import org.lwjgl.vulkan.VkExternalMemoryBufferCreateInfoKHR;
import org.lwjgl.vulkan.VkExternalMemoryImageCreateInfoKHR;
import org.lwjgl.vulkan.VkImageCreateInfo;
import org.lwjgl.vulkan.VkImportMemoryHostPointerInfoEXT;
import org.lwjgl.vulkan.VkMemoryAllocateInfo;
import org.lwjgl.vulkan.VkMemoryDedicatedAllocateInfoKHR;

/** LWJGL's structs in a chain are seen by every rule, under whatever name LWJGL has them. */
class LwjglStructsTest {

    private static final MemoryAllocateChain CHAIN =
            MemoryAllocateInfo.of(4096, 0).chain();

    @Test
    void aKHRAliasIsTheCoreStructure() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var export = VkExportMemoryAllocateInfoKHR.calloc(stack);
            export.sType$Default().handleTypes(1);
            var dedicated = VkMemoryDedicatedAllocateInfoKHR.calloc(stack);
            dedicated.sType$Default().buffer(7);
            assertThat(CHAIN.with(export, VkMemoryAllocateInfo::pNext).with(dedicated, VkMemoryAllocateInfo::pNext))
                    .containsExactly(
                            CHAIN.allocateInfo(),
                            ExportMemoryAllocateInfo.of(OPAQUE_FD),
                            MemoryDedicatedAllocateInfo.ofBuffer(7));

            var image = VkExternalMemoryImageCreateInfoKHR.calloc(stack);
            image.sType$Default().handleTypes(1);
            var nv =
                    IMAGE_CREATE_INFO.tail(ExternalMemoryImageCreateInfoNV.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32));
            assertThat(nv.with(image, VkImageCreateInfo::pNext).get(ExternalMemoryImageCreateInfo.class))
                    .contains(ExternalMemoryImageCreateInfo.of(OPAQUE_FD));

            var buffer = VkExternalMemoryBufferCreateInfoKHR.calloc(stack);
            buffer.sType$Default().handleTypes(1);
            assertThat(BUFFER_CREATE_INFO
                            .tail(new OtherBufferStructure())
                            .with(buffer, VkBufferCreateInfo::pNext)
                            .get(ExternalMemoryBufferCreateInfo.class))
                    .contains(ExternalMemoryBufferCreateInfo.of(OPAQUE_FD));
        }
    }

    @Test
    void anImportIsSeenAsOne() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var pointer = VkImportMemoryHostPointerInfoEXT.calloc(stack)
                    .sType$Default()
                    .handleType(0x80)
                    .pHostPointer(4096);
            MemoryAllocateChain imported = CHAIN.with(pointer, VkMemoryAllocateInfo::pNext);
            assertThat(imported.structures().get(1))
                    .isEqualTo(ImportMemoryHostPointerInfoEXT.of(ExternalMemoryHandleType.HOST_ALLOCATION_EXT, 4096));
            assertThat(imported.with(ImportMemoryFdInfoKHR.of(OPAQUE_FD, 3)).violations())
                    .extracting(Violation::vuid)
                    .containsExactly("VUID-VkMemoryAllocateInfo-None-06657");
        }
    }

    private record OtherBufferStructure() implements ExtendsBufferCreateInfo {

        @Override
        public StructureType<OtherBufferStructure> type() {
            return StructureType.of("VkOtherStructure", 1, 16, address -> new OtherBufferStructure());
        }

        @Override
        public void write(long address, long pNext) {
            throw new UnsupportedOperationException();
        }
    }
}
