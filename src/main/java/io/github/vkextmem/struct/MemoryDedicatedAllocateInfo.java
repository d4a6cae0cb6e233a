package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkMemoryDedicatedAllocateInfo;

/**
 * Memory for one image or one buffer alone; the structure holds the handle and does not own it.
 *
 * @param image a {@code VkImage}, or 0; that it is one, the caller knows (VUID-VkMemoryDedicatedAllocateInfo-image-parameter)
 * @param buffer a {@code VkBuffer}, or 0; that it is one, the caller knows
 *     (VUID-VkMemoryDedicatedAllocateInfo-buffer-parameter)
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkMemoryDedicatedAllocateInfo.html">
 *     VkMemoryDedicatedAllocateInfo</a>
 */
public record MemoryDedicatedAllocateInfo(long image, long buffer) implements ExtendsMemoryAllocateInfo {

    /** What is true of every VkMemoryDedicatedAllocateInfo. */
    public static final StructureType<MemoryDedicatedAllocateInfo> TYPE = StructureType.of(
                    "VkMemoryDedicatedAllocateInfo",
                    VK11.VK_STRUCTURE_TYPE_MEMORY_DEDICATED_ALLOCATE_INFO,
                    VkMemoryDedicatedAllocateInfo.SIZEOF,
                    MemoryDedicatedAllocateInfo::read)
            .from("VK_KHR_dedicated_allocation", VK11.VK_API_VERSION_1_1);

    /** @throws ValidUsageException if both are given: VUID-VkMemoryDedicatedAllocateInfo-image-01432 */
    public MemoryDedicatedAllocateInfo {
        if (image != 0 && buffer != 0) {
            throw new ValidUsageException(
                    "VUID-VkMemoryDedicatedAllocateInfo-image-01432",
                    "both an image (0x" + Long.toHexString(image) + ") and a buffer (0x" + Long.toHexString(buffer)
                            + ") are given",
                    "dedicate memory to one of them");
        }
    }

    /** {@return the structure for a {@code VkImage}} */
    public static MemoryDedicatedAllocateInfo ofImage(long image) {
        return new MemoryDedicatedAllocateInfo(image, 0);
    }

    /** {@return the structure for a {@code VkBuffer}} */
    public static MemoryDedicatedAllocateInfo ofBuffer(long buffer) {
        return new MemoryDedicatedAllocateInfo(0, buffer);
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static MemoryDedicatedAllocateInfo read(VkMemoryDedicatedAllocateInfo struct) {
        return read(struct.address());
    }

    private static MemoryDedicatedAllocateInfo read(long address) {
        return new MemoryDedicatedAllocateInfo(
                VkMemoryDedicatedAllocateInfo.nimage(address), VkMemoryDedicatedAllocateInfo.nbuffer(address));
    }

    /** {@return the structure alone, on a stack} */
    public VkMemoryDedicatedAllocateInfo marshal(MemoryStack stack) {
        return VkMemoryDedicatedAllocateInfo.create(Block.marshal(this, stack));
    }

    /** {@return whether the memory is dedicated to anything} */
    public boolean isDedicated() {
        return image != 0 || buffer != 0;
    }

    @Override
    public StructureType<MemoryDedicatedAllocateInfo> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        memPutLong(address + VkMemoryDedicatedAllocateInfo.IMAGE, image);
        memPutLong(address + VkMemoryDedicatedAllocateInfo.BUFFER, buffer);
    }

    /** {@return the handles in hexadecimal} */
    @Override
    public String toString() {
        return "MemoryDedicatedAllocateInfo[image=0x" + Long.toHexString(image) + ", buffer=0x"
                + Long.toHexString(buffer) + "]";
    }
}
