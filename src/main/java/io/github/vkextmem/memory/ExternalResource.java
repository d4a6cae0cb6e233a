package io.github.vkextmem.memory;

import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.MemoryDescription;
import io.github.vkextmem.struct.ResourceParameters;

/**
 * A VkBuffer or VkImage that is shared, bound to memory of its own; closing it destroys both.
 *
 * <p>Any thread may use it. Close it when the device has finished with it, and before the device.
 *
 * @param <P> what it is created with
 */
public abstract sealed class ExternalResource<P extends ResourceParameters> implements AutoCloseable
        permits ExternalBuffer, ExternalImage {

    private final P parameters;
    private final BoundResource resource;

    ExternalResource(P parameters, BoundResource resource) {
        this.parameters = parameters;
        this.resource = resource;
    }

    /**
     * Shows the buffer or image, which stays with this object.
     *
     * @return the VkBuffer or VkImage
     * @throws IllegalStateException if it is closed
     */
    public final long handle() {
        return resource.handle();
    }

    /** {@return its memory, for export and mapping; it is closed with this object, and must not be closed before} */
    public final DeviceMemory memory() {
        return resource.memory();
    }

    /** {@return what it was created with; if it has a DRM format modifier, the one that the driver chose} */
    public final P parameters() {
        return parameters;
    }

    /**
     * Says what must travel with a handle of {@link #memory}, so that the other side can import it.
     *
     * @param handleType what the handle is
     * @return the description
     */
    public final MemoryDescription description(ExternalMemoryHandleType handleType) {
        return memory().description(handleType).with(parameters);
    }

    /** Destroys the buffer or image and frees its memory. Nothing after the first time. */
    @Override
    public final void close() {
        resource.close();
    }

    /** {@return what it was created with, and its memory} */
    @Override
    public final String toString() {
        return getClass().getSimpleName() + "[" + parameters + " in " + memory() + "]";
    }
}
