package io.github.vkextmem.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.driver.Staging;
import io.github.vkextmem.driver.TransferDevice;
import io.github.vkextmem.handle.HostPointer;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.MemoryRequirements;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import java.nio.ByteBuffer;
import java.util.Random;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkBufferCopy;
import org.lwjgl.vulkan.VkCommandBuffer;
import org.lwjgl.vulkan.VkMemoryBarrier;

/** Memory of this process, imported into a device, with a buffer of the device bound to some of it. */
record HostMemory(TransferDevice device, DeviceMemory memory, SharedBuffer buffer, int size) implements AutoCloseable {

    /** Imports all of a pointer, and binds a buffer to its beginning. */
    static HostMemory of(TransferDevice device, HostPointer pointer, int size) {
        SharedBuffer buffer = new SharedBuffer(
                device, size, ExternalMemoryHandleTypes.of(ExternalMemoryHandleType.HOST_ALLOCATION_EXT));
        MemoryRequirements needs = device.external().bufferRequirements(buffer.handle);
        DeviceMemory memory = device.external().importMemory(pointer, needs);
        buffer.bind(memory);
        return new HostMemory(device, memory, buffer, size);
    }

    /** {@return memory of this process that a device can import for a buffer of a size} */
    static ByteBuffer allocate(TransferDevice device, int size) {
        try (SharedBuffer buffer = new SharedBuffer(
                device, size, ExternalMemoryHandleTypes.of(ExternalMemoryHandleType.HOST_ALLOCATION_EXT))) {
            long needed = device.external().bufferRequirements(buffer.handle).size();
            return device.external().allocateHostBuffer(Math.toIntExact(needed));
        }
    }

    static byte[] bytes(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Has the device write to it, for the program to read. */
    void write(long seed) {
        try (Staging staging = new Staging(device, size)) {
            staging.fill(bytes(size, seed));
            device.run(commands -> {
                copy(commands, staging.buffer(), buffer.handle);
                makeVisibleToProgram(commands);
            });
        }
    }

    /** Compares what the device reads in it. What the program wrote before the submission is visible to the device. */
    void assertHolds(long seed) {
        try (Staging staging = new Staging(device, size)) {
            device.run(commands -> {
                copy(commands, buffer.handle, staging.buffer());
                staging.makeVisible(commands);
            });
            assertThat(staging.contents()).isEqualTo(ByteBuffer.wrap(bytes(size, seed)));
        }
    }

    private void copy(VkCommandBuffer commands, long from, long to) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            VK10.vkCmdCopyBuffer(
                    commands, from, to, VkBufferCopy.calloc(1, stack).size(size));
        }
    }

    static void makeVisibleToProgram(VkCommandBuffer commands) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var barrier = VkMemoryBarrier.calloc(1, stack)
                    .sType$Default()
                    .srcAccessMask(VK10.VK_ACCESS_TRANSFER_WRITE_BIT)
                    .dstAccessMask(VK10.VK_ACCESS_HOST_READ_BIT);
            VK10.vkCmdPipelineBarrier(
                    commands,
                    VK10.VK_PIPELINE_STAGE_TRANSFER_BIT,
                    VK10.VK_PIPELINE_STAGE_HOST_BIT,
                    0,
                    barrier,
                    null,
                    null);
        }
    }

    @Override
    public void close() {
        buffer.close();
        memory.close();
    }
}
