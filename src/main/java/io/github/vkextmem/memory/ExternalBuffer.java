package io.github.vkextmem.memory;

import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.MemoryDescription;

/**
 * A VkBuffer that is shared, bound to memory of its own; closing it destroys both.
 *
 * <p>{@link ExternalMemory#createBuffer} makes one for export, {@link ExternalMemory#importBuffer} the one on the other
 * side; a {@link QueueFamilyTransfer} hands its contents over. Any thread may use it. Close it when the device has
 * finished with it, and before the device.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkBuffer.html">VkBuffer</a>
 */
public final class ExternalBuffer implements AutoCloseable {

    private final BufferParameters parameters;
    private final BoundResource resource;

    ExternalBuffer(BufferParameters parameters, BoundResource resource) {
        this.parameters = parameters;
        this.resource = resource;
    }

    /**
     * Shows the buffer, which stays with this object.
     *
     * @return the VkBuffer
     * @throws IllegalStateException if it is closed
     */
    public long handle() {
        return resource.handle();
    }

    /** {@return its memory, for export and mapping; it is closed with the buffer, and must not be closed before} */
    public DeviceMemory memory() {
        return resource.memory();
    }

    /** {@return what it was created with} */
    public BufferParameters parameters() {
        return parameters;
    }

    /**
     * Says what must travel with a handle of {@link #memory}, so that the other side can import the buffer.
     *
     * @param handleType what the handle is
     * @return the description
     */
    public MemoryDescription description(ExternalMemoryHandleType handleType) {
        return memory().description(handleType).with(parameters);
    }

    /** Destroys the buffer and frees its memory. Nothing after the first time. */
    @Override
    public void close() {
        resource.close();
    }

    /** {@return what it was created with, and its memory} */
    @Override
    public String toString() {
        return "ExternalBuffer[" + parameters + " in " + memory() + "]";
    }
}
