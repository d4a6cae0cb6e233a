package io.github.vkextmem.memory;

import io.github.vkextmem.struct.BufferParameters;

/**
 * A VkBuffer that is shared, bound to memory of its own.
 *
 * <p>{@link ExternalMemory#createBuffer} makes one for export, {@link ExternalMemory#importBuffer} the one on the other side; a
 * {@link QueueFamilyTransfer} hands its contents over.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkBuffer.html">VkBuffer</a>
 */
public final class ExternalBuffer extends ExternalResource<BufferParameters> {

    ExternalBuffer(BufferParameters parameters, BoundResource resource) {
        super(parameters, resource);
    }
}
