package io.github.vkextmem.chain;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.Parents.BUFFER_CREATE_INFO;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.Violation;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExtendsBufferCreateInfo;
import io.github.vkextmem.struct.ExtendsMemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import org.junit.jupiter.api.Test;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.vulkan.VkBufferCreateInfo;
import org.lwjgl.vulkan.VkBufferOpaqueCaptureAddressCreateInfo;
import org.lwjgl.vulkan.VkExportMemoryAllocateInfo;
import org.lwjgl.vulkan.VkImportAndroidHardwareBufferInfoANDROID;
import org.lwjgl.vulkan.VkMemoryAllocateInfo;

/** A structure that the library does not have, added by a user: one record, and what it extends. */
class OwnStructureTest {

    record ImportAndroidHardwareBuffer(long buffer) implements ExtendsMemoryAllocateInfo {

        static final StructureType<ImportAndroidHardwareBuffer> TYPE = StructureType.of(
                        "VkImportAndroidHardwareBufferInfoANDROID",
                        1000129003,
                        VkImportAndroidHardwareBufferInfoANDROID.SIZEOF,
                        address -> new ImportAndroidHardwareBuffer(
                                VkImportAndroidHardwareBufferInfoANDROID.nbuffer(address)))
                .from("VK_ANDROID_external_memory_android_hardware_buffer");

        @Override
        public StructureType<ImportAndroidHardwareBuffer> type() {
            return TYPE;
        }

        @Override
        public void write(long address, long pNext) {
            StructBytes.putHeader(address, TYPE.sType(), pNext);
            MemoryUtil.memPutLong(address + VkImportAndroidHardwareBufferInfoANDROID.BUFFER, buffer);
        }

        @Override
        public void check(PNextList<?> chain, Findings findings) {
            if (buffer == 0) {
                findings.add(
                        "VUID-VkImportAndroidHardwareBufferInfoANDROID-buffer-parameter",
                        "buffer is NULL",
                        "give the AHardwareBuffer");
            }
        }
    }

    /** Behind another parent. */
    record BufferCaptureAddress(long opaqueCaptureAddress) implements ExtendsBufferCreateInfo {

        static final StructureType<BufferCaptureAddress> TYPE = StructureType.of(
                "VkBufferOpaqueCaptureAddressCreateInfo",
                1000257002,
                VkBufferOpaqueCaptureAddressCreateInfo.SIZEOF,
                address -> new BufferCaptureAddress(
                        VkBufferOpaqueCaptureAddressCreateInfo.nopaqueCaptureAddress(address)));

        @Override
        public StructureType<BufferCaptureAddress> type() {
            return TYPE;
        }

        @Override
        public void write(long address, long pNext) {
            StructBytes.putHeader(address, TYPE.sType(), pNext);
            MemoryUtil.memPutLong(
                    address + VkBufferOpaqueCaptureAddressCreateInfo.OPAQUECAPTUREADDRESS, opaqueCaptureAddress);
        }
    }

    private static final MemoryAllocateChain CHAIN = MemoryAllocateInfo.of(4096, 0)
            .with(new ImportAndroidHardwareBuffer(0x7E45))
            .with(ExportMemoryAllocateInfo.of(OPAQUE_FD));

    @Test
    void marshalsLikeAnyOther() {
        try (Memory memory = Memory.ofGarbage(256)) {
            VkMemoryAllocateInfo info = CHAIN.marshal(memory.stack());
            var hardwareBuffer = VkImportAndroidHardwareBufferInfoANDROID.create(info.pNext());
            assertThat(hardwareBuffer.buffer()).isEqualTo(0x7E45);
            assertThat(VkExportMemoryAllocateInfo.create(hardwareBuffer.pNext()).handleTypes())
                    .isEqualTo(1);
        }
    }

    @Test
    void bringsItsOwnRules() {
        assertThat(CHAIN.violations()).isEmpty();
        assertThat(MemoryAllocateInfo.of(4096, 0)
                        .with(new ImportAndroidHardwareBuffer(0))
                        .violations())
                .extracting(Violation::vuid)
                .containsExactly("VUID-VkImportAndroidHardwareBufferInfoANDROID-buffer-parameter");
    }

    @Test
    void isReadBackByWhoKnowsIt() {
        try (Memory memory = Memory.ofGarbage(256)) {
            VkMemoryAllocateInfo info = CHAIN.marshal(memory.stack());
            assertThat(MemoryAllocateChain.read(info, ImportAndroidHardwareBuffer.TYPE))
                    .isEqualTo(CHAIN);
            assertThat(MemoryAllocateChain.read(info).structures().get(1)).isEqualTo(new UnknownStructure(1000129003));
        }
    }

    @Test
    void standsBehindTheParentThatItExtends() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            BufferCaptureAddress address = new BufferCaptureAddress(0xADD4E55L);
            var info = VkBufferCreateInfo.calloc(stack).sType$Default();
            BUFFER_CREATE_INFO.tail(address).linkBehind(info, stack);
            assertThat(BUFFER_CREATE_INFO.read(info)).containsExactly(new UnknownStructure(1000257002));
            assertThat(BUFFER_CREATE_INFO.read(info, BufferCaptureAddress.TYPE)).containsExactly(address);
            assertThat(BUFFER_CREATE_INFO.get(info, BufferCaptureAddress.TYPE)).contains(address);
        }
    }
}
