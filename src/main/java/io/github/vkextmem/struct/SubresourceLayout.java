package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memPutLong;

import org.lwjgl.vulkan.VkSubresourceLayout;

/**
 * Where a part of an image lies in its memory, in bytes.
 *
 * @param offset where the part begins
 * @param size how long it is; 0 where the driver computes it
 * @param rowPitch from one row of texels to the next
 * @param arrayPitch from one array layer to the next; 0 for images with one
 * @param depthPitch from one slice to the next; 0 for images with one
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkSubresourceLayout.html">VkSubresourceLayout</a>
 */
public record SubresourceLayout(long offset, long size, long rowPitch, long arrayPitch, long depthPitch) {

    static final int SIZEOF = VkSubresourceLayout.SIZEOF;

    /** {@return the layout of a memory plane of a plain two-dimensional image, whose size the driver computes} */
    public static SubresourceLayout ofPlane(long offset, long rowPitch) {
        return new SubresourceLayout(offset, 0, rowPitch, 0, 0);
    }

    /** {@return the values of an LWJGL struct, as vkGetImageSubresourceLayout fills it} */
    public static SubresourceLayout read(VkSubresourceLayout struct) {
        return read(struct.address());
    }

    static SubresourceLayout read(long address) {
        return new SubresourceLayout(
                VkSubresourceLayout.noffset(address),
                VkSubresourceLayout.nsize(address),
                VkSubresourceLayout.nrowPitch(address),
                VkSubresourceLayout.narrayPitch(address),
                VkSubresourceLayout.ndepthPitch(address));
    }

    void write(long address) {
        memPutLong(address + VkSubresourceLayout.OFFSET, offset);
        memPutLong(address + VkSubresourceLayout.SIZE, size);
        memPutLong(address + VkSubresourceLayout.ROWPITCH, rowPitch);
        memPutLong(address + VkSubresourceLayout.ARRAYPITCH, arrayPitch);
        memPutLong(address + VkSubresourceLayout.DEPTHPITCH, depthPitch);
    }
}
