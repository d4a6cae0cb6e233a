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
import org.lwjgl.vulkan.VkMemoryAllocateInfo;
import org.lwjgl.vulkan.VkMemoryDedicatedAllocateInfoTensorARM;

/** A structure that the library does not have, added by a user: one record, and what it extends. */
class OwnStructureTest {

    record MemoryDedicatedTensor(long tensor) implements ExtendsMemoryAllocateInfo {

        static final StructureType<MemoryDedicatedTensor> TYPE = StructureType.of(
                        "VkMemoryDedicatedAllocateInfoTensorARM",
                        1000460014,
                        VkMemoryDedicatedAllocateInfoTensorARM.SIZEOF,
                        address -> new MemoryDedicatedTensor(VkMemoryDedicatedAllocateInfoTensorARM.ntensor(address)))
                .from("VK_ARM_tensors");

        @Override
        public StructureType<MemoryDedicatedTensor> type() {
            return TYPE;
        }

        @Override
        public void write(long address, long pNext) {
            StructBytes.putHeader(address, TYPE.sType(), pNext);
            MemoryUtil.memPutLong(address + VkMemoryDedicatedAllocateInfoTensorARM.TENSOR, tensor);
        }

        @Override
        public void check(PNextList<?> chain, Findings findings) {
            if (tensor == 0) {
                findings.add(
                        "VUID-VkMemoryDedicatedAllocateInfoTensorARM-tensor-parameter",
                        "tensor is VK_NULL_HANDLE",
                        "give the VkTensorARM");
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
            .with(new MemoryDedicatedTensor(0x7E45))
            .with(ExportMemoryAllocateInfo.of(OPAQUE_FD));

    @Test
    void marshalsLikeAnyOther() {
        try (Memory memory = Memory.ofGarbage(256)) {
            VkMemoryAllocateInfo info = CHAIN.marshal(memory.stack());
            var tensor = VkMemoryDedicatedAllocateInfoTensorARM.create(info.pNext());
            assertThat(tensor.tensor()).isEqualTo(0x7E45);
            assertThat(VkExportMemoryAllocateInfo.create(tensor.pNext()).handleTypes())
                    .isEqualTo(1);
        }
    }

    @Test
    void bringsItsOwnRules() {
        assertThat(CHAIN.violations()).isEmpty();
        assertThat(MemoryAllocateInfo.of(4096, 0)
                        .with(new MemoryDedicatedTensor(0))
                        .violations())
                .extracting(Violation::vuid)
                .containsExactly("VUID-VkMemoryDedicatedAllocateInfoTensorARM-tensor-parameter");
    }

    @Test
    void isReadBackByWhoKnowsIt() {
        try (Memory memory = Memory.ofGarbage(256)) {
            VkMemoryAllocateInfo info = CHAIN.marshal(memory.stack());
            assertThat(MemoryAllocateChain.read(info, MemoryDedicatedTensor.TYPE))
                    .isEqualTo(CHAIN);
            assertThat(MemoryAllocateChain.read(info).structures().get(1)).isEqualTo(new UnknownStructure(1000460014));
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
