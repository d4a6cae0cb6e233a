package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.NVDedicatedAllocation;
import org.lwjgl.vulkan.VkDedicatedAllocationMemoryAllocateInfoNV;

/**
 * Memory for one image or one buffer alone, by the extension that preceded {@link MemoryDedicatedAllocateInfo}; the structure
 * holds the handle and does not own it.
 *
 * @param image a {@code VkImage}, or 0; that it is one, the caller knows (VUID-VkDedicatedAllocationMemoryAllocateInfoNV-image-parameter)
 * @param buffer a {@code VkBuffer}, or 0; that it is one, the caller knows
 *     (VUID-VkDedicatedAllocationMemoryAllocateInfoNV-buffer-parameter)
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkDedicatedAllocationMemoryAllocateInfoNV.html">
 *     VkDedicatedAllocationMemoryAllocateInfoNV</a>
 */
public record DedicatedAllocationMemoryAllocateInfoNV(long image, long buffer) implements ExtendsMemoryAllocateInfo {

    /** What is true of every VkDedicatedAllocationMemoryAllocateInfoNV. */
    public static final StructureType<DedicatedAllocationMemoryAllocateInfoNV> TYPE = StructureType.of(
                    "VkDedicatedAllocationMemoryAllocateInfoNV",
                    NVDedicatedAllocation.VK_STRUCTURE_TYPE_DEDICATED_ALLOCATION_MEMORY_ALLOCATE_INFO_NV,
                    VkDedicatedAllocationMemoryAllocateInfoNV.SIZEOF,
                    DedicatedAllocationMemoryAllocateInfoNV::read)
            .from("VK_NV_dedicated_allocation");

    /**
     * @throws ValidUsageException if both are given (VUID-VkDedicatedAllocationMemoryAllocateInfoNV-image-00649)
     */
    public DedicatedAllocationMemoryAllocateInfoNV {
        if (image != 0 && buffer != 0) {
            throw new ValidUsageException(
                    "VUID-VkDedicatedAllocationMemoryAllocateInfoNV-image-00649",
                    "both an image (0x" + Long.toHexString(image) + ") and a buffer (0x" + Long.toHexString(buffer)
                            + ") are given",
                    "dedicate memory to one of them");
        }
    }

    /** {@return the structure for a {@code VkImage}} */
    public static DedicatedAllocationMemoryAllocateInfoNV ofImage(long image) {
        return new DedicatedAllocationMemoryAllocateInfoNV(image, 0);
    }

    /** {@return the structure for a {@code VkBuffer}} */
    public static DedicatedAllocationMemoryAllocateInfoNV ofBuffer(long buffer) {
        return new DedicatedAllocationMemoryAllocateInfoNV(0, buffer);
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static DedicatedAllocationMemoryAllocateInfoNV read(VkDedicatedAllocationMemoryAllocateInfoNV struct) {
        return read(struct.address());
    }

    private static DedicatedAllocationMemoryAllocateInfoNV read(long address) {
        return new DedicatedAllocationMemoryAllocateInfoNV(
                VkDedicatedAllocationMemoryAllocateInfoNV.nimage(address),
                VkDedicatedAllocationMemoryAllocateInfoNV.nbuffer(address));
    }

    /** {@return the structure alone, on a stack} */
    public VkDedicatedAllocationMemoryAllocateInfoNV marshal(MemoryStack stack) {
        return VkDedicatedAllocationMemoryAllocateInfoNV.create(Block.marshal(this, stack));
    }

    /** {@return whether the memory is dedicated to anything} */
    public boolean isDedicated() {
        return image != 0 || buffer != 0;
    }

    @Override
    public StructureType<DedicatedAllocationMemoryAllocateInfoNV> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        memPutLong(address + VkDedicatedAllocationMemoryAllocateInfoNV.IMAGE, image);
        memPutLong(address + VkDedicatedAllocationMemoryAllocateInfoNV.BUFFER, buffer);
    }

    /** {@return the handles in hexadecimal} */
    @Override
    public String toString() {
        return "DedicatedAllocationMemoryAllocateInfoNV[image=0x" + Long.toHexString(image) + ", buffer=0x"
                + Long.toHexString(buffer) + "]";
    }
}
