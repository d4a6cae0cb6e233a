package io.github.vkextmem.handle;

import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.HandleKind;

/**
 * A Metal object of this process, as an address. It owns nothing: this object neither retains the Metal object nor releases
 * it.
 *
 * <p>An import shares the ownership with the Vulkan implementation, which retains what it needs; the application's own
 * reference stays with the application, which releases it. An object that Vulkan exported lives as long as the memory that
 * it was exported from, unless the application retains it.
 *
 * @param handle the {@code id<MTLBuffer>}, {@code id<MTLTexture>} or {@code id<MTLHeap>}
 * @param handleType what it is
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImportMemoryMetalHandleInfoEXT.html">
 *     VkImportMemoryMetalHandleInfoEXT</a>
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkGetMemoryMetalHandleEXT.html">
 *     vkGetMemoryMetalHandleEXT</a>
 */
public record MetalHandle(long handle, ExternalMemoryHandleType handleType) implements ExternalHandle {

    /** @throws IllegalArgumentException if {@code handleType} is no Metal object or {@code handle} is NULL */
    public MetalHandle {
        if (handleType.kind() != HandleKind.METAL_OBJECT) {
            throw new IllegalArgumentException(handleType + " is no Metal object");
        }
        if (handle == 0) {
            throw new IllegalArgumentException("the Metal object is NULL");
        }
    }

    /** {@return true: there is nothing to close} */
    @Override
    public boolean isOpen() {
        return true;
    }

    /** Does nothing: whoever retained the Metal object releases it. */
    @Override
    public void close() {}
}
