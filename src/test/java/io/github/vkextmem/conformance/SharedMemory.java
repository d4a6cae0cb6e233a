package io.github.vkextmem.conformance;

import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.driver.TransferDevice;
import io.github.vkextmem.functional.Pattern;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import io.github.vkextmem.struct.ExternalMemoryProperties;

/** Memory with a buffer bound to it, on one of the devices that share it. */
record SharedMemory(SharedBuffer buffer, DeviceMemory memory, Sharing sharing, Access access) implements AutoCloseable {

    private static final int SIZE = 1 << 16;

    /** {@return what a device can do with the buffers that share memory here} */
    static ExternalMemoryProperties properties(ExternalMemory external, Sharing sharing) {
        return external.bufferProperties(sharing.handleType(), TestDevice.BUFFER_USAGE);
    }

    private static SharedBuffer buffer(TransferDevice device, Sharing sharing) {
        return new SharedBuffer(device, SIZE, ExternalMemoryHandleTypes.of(sharing.handleType()));
    }

    /** {@return new memory that can be exported} */
    static SharedMemory allocate(TransferDevice device, Sharing sharing, Access access) {
        SharedBuffer buffer = buffer(device, sharing);
        DeviceMemory memory = sharing.allocate(buffer, access);
        buffer.bind(memory);
        return new SharedMemory(buffer, memory, sharing, access);
    }

    /** {@return a descriptor of it} */
    PosixFileDescriptor export() {
        return memory.exportPosixFileDescriptor(sharing.handleType());
    }

    /** {@return what is behind a descriptor that came from this, on another device} */
    SharedMemory importInto(TransferDevice device, PosixFileDescriptor handle) {
        SharedBuffer other = buffer(device, sharing);
        DeviceMemory imported = sharing.importInto(other, handle, memory);
        other.bind(imported);
        return new SharedMemory(other, imported, sharing, access);
    }

    /** Fills it. */
    void write(long seed) {
        if (access == Access.MAPPED) {
            Pattern.write(memory, seed);
        } else {
            buffer.write(seed);
        }
    }

    /** Compares it with what was written. */
    void assertHolds(long seed) {
        if (access == Access.MAPPED) {
            Pattern.assertIn(memory, seed);
        } else {
            buffer.assertHolds(seed);
        }
    }

    @Override
    public void close() {
        buffer.close();
        memory.close();
    }
}
