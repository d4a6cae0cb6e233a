package io.github.vkextmem.memory;

import io.github.vkextmem.VulkanException;
import java.nio.ByteBuffer;
import java.util.function.ToIntBiFunction;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkDevice;
import org.lwjgl.vulkan.VkMappedMemoryRange;

/**
 * The bytes of a {@link DeviceMemory}, mapped into this process.
 *
 * <p>Memory that is not coherent is invalidated when the mapping is made and flushed when it is closed; in between,
 * {@link #invalidate} and {@link #flush} do it, which are nothing where memory is coherent. That whoever writes has
 * finished is for the two sides to agree on: a fence for work of a device, a message between processes.
 *
 * <p>Its buffers must not be used after it or its memory is closed: nothing can stop that from crashing the process.
 */
public final class MappedMemory implements AutoCloseable {

    private final DeviceMemory memory;
    private final DeviceContext context;
    private final long handle;
    private final long address;

    private MappedMemory(DeviceMemory memory, DeviceContext context, long handle, long address) {
        this.memory = memory;
        this.context = context;
        this.handle = handle;
        this.address = address;
    }

    static MappedMemory map(DeviceMemory memory, DeviceContext context, long handle) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer address = stack.callocPointer(1);
            Results.require(
                    "vkMapMemory", VK10.vkMapMemory(context.device(), handle, 0, VK10.VK_WHOLE_SIZE, 0, address));
            MappedMemory mapped = new MappedMemory(memory, context, handle, address.get(0));
            try {
                mapped.makeVisibleHere();
            } catch (RuntimeException | Error e) {
                VK10.vkUnmapMemory(context.device(), handle);
                throw e;
            }
            return mapped;
        }
    }

    /**
     * {@return where the memory is mapped}
     *
     * @throws IllegalStateException if this mapping is closed
     */
    public long address() {
        memory.whileMapped(this, () -> {});
        return address;
    }

    /** {@return the size in bytes} */
    public long size() {
        return memory.size();
    }

    /**
     * Views the whole memory.
     *
     * @return its bytes, in the machine's byte order
     * @throws ArithmeticException if the memory is too large for one buffer
     * @throws IllegalStateException if this mapping is closed
     */
    public ByteBuffer bytes() {
        return bytes(0, Math.toIntExact(size()));
    }

    /**
     * Views a part of the memory.
     *
     * @param offset where the part begins
     * @param length its length in bytes
     * @return its bytes, in the machine's byte order
     * @throws IndexOutOfBoundsException if the part does not lie within the memory
     * @throws IllegalStateException if this mapping is closed
     */
    public ByteBuffer bytes(long offset, int length) {
        // Compared so that nothing overflows.
        if (offset < 0 || length < 0 || offset > size() - length) {
            throw new IndexOutOfBoundsException(
                    "offset is " + offset + " and length " + length + "; the mapped memory has " + size() + " bytes");
        }
        return MemoryUtil.memByteBuffer(address() + offset, length);
    }

    /**
     * Makes what was written here visible to the device.
     *
     * @throws VulkanException if vkFlushMappedMemoryRanges fails
     * @throws IllegalStateException if this mapping is closed
     */
    public void flush() {
        memory.whileMapped(this, this::makeVisibleThere);
    }

    /**
     * Makes what the device wrote visible here.
     *
     * @throws VulkanException if vkInvalidateMappedMemoryRanges fails
     * @throws IllegalStateException if this mapping is closed
     */
    public void invalidate() {
        memory.whileMapped(this, this::makeVisibleHere);
    }

    private void makeVisibleThere() {
        makeVisible("vkFlushMappedMemoryRanges", VK10::vkFlushMappedMemoryRanges);
    }

    private void makeVisibleHere() {
        makeVisible("vkInvalidateMappedMemoryRanges", VK10::vkInvalidateMappedMemoryRanges);
    }

    private void makeVisible(String name, ToIntBiFunction<VkDevice, VkMappedMemoryRange> command) {
        if ((memory.propertyFlags() & VK10.VK_MEMORY_PROPERTY_HOST_COHERENT_BIT) != 0) {
            return;
        }
        // Not on the caller's MemoryStack: closing must work when that is full.
        try (var range = VkMappedMemoryRange.calloc()) {
            // The whole size needs no rounding to nonCoherentAtomSize.
            range.sType$Default().memory(handle).size(VK10.VK_WHOLE_SIZE);
            Results.require(name, command.applyAsInt(context.device(), range));
        }
    }

    /**
     * Flushes and unmaps. Nothing after the first time, or if the memory was closed before.
     *
     * @throws VulkanException if vkFlushMappedMemoryRanges fails; the memory is unmapped all the same
     */
    @Override
    public void close() {
        memory.unmap(this);
    }
}
