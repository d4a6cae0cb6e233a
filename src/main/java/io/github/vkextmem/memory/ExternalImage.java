package io.github.vkextmem.memory;

import io.github.vkextmem.struct.ImageParameters;

/**
 * A VkImage that is shared, bound to memory of its own.
 *
 * <p>{@link ExternalMemory#createImage} makes one for export, {@link ExternalMemory#importImage} the one on the other side; a
 * {@link QueueFamilyTransfer} hands its contents over.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImage.html">VkImage</a>
 */
public final class ExternalImage extends ExternalResource<ImageParameters> {

    ExternalImage(ImageParameters parameters, BoundResource resource) {
        super(parameters, resource);
    }
}
