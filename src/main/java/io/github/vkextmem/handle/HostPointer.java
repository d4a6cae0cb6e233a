package io.github.vkextmem.handle;

import static org.lwjgl.system.MemoryUtil.memAddress;

import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.HandleKind;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Host memory of this process to import, as an address. It owns nothing: whoever allocated the memory frees it, and not
 * before all memory objects that were imported from it are freed.
 *
 * <p>One that was made of a buffer keeps the buffer reachable as long as it is reachable itself. The Arena of a buffer from
 * {@code MemorySegment.asByteBuffer} stays the application's: close it after the memory that was imported. Java has no way
 * to keep it open; {@link #isOpen} tells when it was closed. A pointer means nothing in another process.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImportMemoryHostPointerInfoEXT.html">
 *     VkImportMemoryHostPointerInfoEXT</a>
 */
public final class HostPointer implements ExternalHandle {

    private final long address;
    private final ExternalMemoryHandleType handleType;

    /** Java frees a direct buffer's memory when nobody refers to the buffer. */
    private final @Nullable ByteBuffer buffer;

    private HostPointer(long address, ExternalMemoryHandleType handleType, @Nullable ByteBuffer buffer) {
        if (handleType.kind() != HandleKind.HOST_POINTER) {
            throw new IllegalArgumentException(handleType + " is no host pointer");
        }
        if (address == 0) {
            throw new IllegalArgumentException("the host pointer is NULL");
        }
        this.address = address;
        this.handleType = handleType;
        this.buffer = buffer;
    }

    /**
     * Points at memory of this process.
     *
     * @param address where it begins; the device may write there, and whether the pages are writable only the caller knows
     * @param handleType HOST_ALLOCATION_EXT for what this process allocated, HOST_MAPPED_FOREIGN_MEMORY_EXT for what it
     *     mapped of something else, a device's memory for instance
     * @return the pointer
     * @throws IllegalArgumentException if {@code address} is NULL or {@code handleType} is no host pointer
     */
    public static HostPointer of(long address, ExternalMemoryHandleType handleType) {
        return new HostPointer(address, handleType, null);
    }

    /**
     * Points at what remains of a direct buffer, from its position to its limit, as memory that this process allocated.
     *
     * @param buffer the buffer; its position and limit may change afterwards. If its memory is not Java's to free, as that
     *     of LWJGL's {@code memAlloc} is not, it must not be freed while the pointer or what was imported from it is in use
     * @return the pointer, of type HOST_ALLOCATION_EXT
     * @throws IllegalArgumentException if the buffer is not direct, or read-only
     * @throws IllegalStateException if the Arena of the buffer is closed
     */
    public static HostPointer of(ByteBuffer buffer) {
        return of(buffer, ExternalMemoryHandleType.HOST_ALLOCATION_EXT);
    }

    /**
     * Points at what remains of a direct buffer, from its position to its limit.
     *
     * @param buffer the buffer, of which is said at {@link #of(ByteBuffer)} who frees it
     * @param handleType HOST_ALLOCATION_EXT or HOST_MAPPED_FOREIGN_MEMORY_EXT
     * @return the pointer
     * @throws IllegalArgumentException if the buffer is not direct, or read-only, or {@code handleType} is no host pointer
     * @throws IllegalStateException if the Arena of the buffer is closed
     */
    public static HostPointer of(ByteBuffer buffer, ExternalMemoryHandleType handleType) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("the collector moves the bytes of a buffer on Java's heap; give a direct"
                    + " buffer (ByteBuffer.allocateDirect) instead of " + buffer);
        }
        if (buffer.isReadOnly()) {
            throw new IllegalArgumentException(
                    "the device writes into imported memory, and the buffer is read-only; give"
                            + " a writable one, or a copy, instead of " + buffer);
        }
        HostPointer pointer = new HostPointer(memAddress(buffer), handleType, buffer.slice());
        if (!pointer.isOpen()) {
            throw new IllegalStateException("the Arena of the buffer is closed, and its memory freed: " + buffer);
        }
        return pointer;
    }

    /** {@return where the memory begins} */
    public long address() {
        return address;
    }

    @Override
    public ExternalMemoryHandleType handleType() {
        return handleType;
    }

    /** {@return how many bytes there are; empty: it was made of an address, and only the caller knows} */
    public OptionalLong size() {
        return buffer == null ? OptionalLong.empty() : OptionalLong.of(buffer.capacity());
    }

    /**
     * {@return whether the memory is still there: false once the Arena of its buffer is closed; true where Java cannot tell,
     * as of a mere address, or before JDK 21}
     */
    @Override
    public boolean isOpen() {
        return buffer == null || BufferScope.isAlive(buffer);
    }

    /** Does nothing: the memory belongs to whoever allocated it. */
    @Override
    public void close() {}

    /** {@return whether the other points at the same memory, of the same size and type} */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HostPointer pointer
                && address == pointer.address
                && handleType == pointer.handleType
                && size().equals(pointer.size());
    }

    @Override
    public int hashCode() {
        return Objects.hash(address, handleType, size());
    }

    /** {@return the address and the type} */
    @Override
    public String toString() {
        return "host pointer 0x" + Long.toHexString(address) + " (" + handleType + ")";
    }
}
