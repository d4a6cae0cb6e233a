package io.github.vkextmem.memory;

import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ImageParameters;
import io.github.vkextmem.struct.MemoryDescription;

/**
 * A VkImage that is shared, bound to memory of its own; closing it destroys both.
 *
 * <p>{@link ExternalMemory#createImage} makes one for export, {@link ExternalMemory#importImage} the one on the other
 * side; a {@link QueueFamilyTransfer} hands its contents over. Any thread may use it. Close it when the device has
 * finished with it, and before the device.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImage.html">VkImage</a>
 */
public final class ExternalImage implements AutoCloseable {

    private final ImageParameters parameters;
    private final BoundResource resource;

    ExternalImage(ImageParameters parameters, BoundResource resource) {
        this.parameters = parameters;
        this.resource = resource;
    }

    /**
     * Shows the image, which stays with this object.
     *
     * @return the VkImage
     * @throws IllegalStateException if it is closed
     */
    public long handle() {
        return resource.handle();
    }

    /** {@return its memory, for export and mapping; it is closed with the image, and must not be closed before} */
    public DeviceMemory memory() {
        return resource.memory();
    }

    /** {@return what it was created with; if it has a DRM format modifier, the one that the driver chose} */
    public ImageParameters parameters() {
        return parameters;
    }

    /**
     * Says what must travel with a handle of {@link #memory}, so that the other side can import the image.
     *
     * @param handleType what the handle is
     * @return the description
     */
    public MemoryDescription description(ExternalMemoryHandleType handleType) {
        return memory().description(handleType).with(parameters);
    }

    /** Destroys the image and frees its memory. Nothing after the first time. */
    @Override
    public void close() {
        resource.close();
    }

    /** {@return what it was created with, and its memory} */
    @Override
    public String toString() {
        return "ExternalImage[" + parameters + " in " + memory() + "]";
    }
}
