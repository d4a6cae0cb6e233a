package io.github.vkextmem.gpu;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;

import io.github.vkextmem.driver.Staging;
import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.driver.TransferDevice;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.ExportRequest;
import io.github.vkextmem.memory.ExternalBuffer;
import io.github.vkextmem.memory.QueueFamilyTransfer;
import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.MemoryDescription;
import java.nio.ByteBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkBufferCopy;
import org.lwjgl.vulkan.VkCommandBuffer;

/** A buffer in memory of the card's own, which the program reaches by copies of the device only; it changes hands around each. */
record DeviceLocalBuffer(TransferDevice device, ExternalBuffer buffer) implements AutoCloseable {

    private static final QueueFamilyTransfer HANDS = QueueFamilyTransfer.withExternal(TransferDevice.QUEUE_FAMILY);

    /** {@return a new one, to be exported} */
    static DeviceLocalBuffer create(TransferDevice device, long size) {
        return new DeviceLocalBuffer(
                device,
                device.external()
                        .createBuffer(
                                BufferParameters.of(size, TestDevice.BUFFER_USAGE),
                                ExportRequest.as(OPAQUE_FD).requiring(VK10.VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT)));
    }

    /** {@return the same buffer on another device} */
    DeviceLocalBuffer importOn(TransferDevice other) {
        try (PosixFileDescriptor handle = buffer.memory().exportPosixFileDescriptor(OPAQUE_FD)) {
            return new DeviceLocalBuffer(other, other.external().importBuffer(handle, description()));
        }
    }

    MemoryDescription description() {
        return buffer.description(OPAQUE_FD);
    }

    /** Writes the whole, which its device has not seen before. */
    void write(byte[] bytes) {
        try (Staging staging = new Staging(device, bytes.length)) {
            staging.fill(bytes);
            device.run(commands -> {
                copy(commands, staging.buffer(), buffer.handle(), bytes.length);
                release(commands, VK10.VK_ACCESS_TRANSFER_WRITE_BIT);
            });
        }
    }

    /** {@return the whole, as somebody else left it} */
    byte[] read() {
        int size = Math.toIntExact(buffer.parameters().size());
        try (Staging staging = new Staging(device, size)) {
            device.run(commands -> {
                acquire(commands, VK10.VK_ACCESS_TRANSFER_READ_BIT);
                copy(commands, buffer.handle(), staging.buffer(), size);
                staging.makeVisible(commands);
                release(commands, 0);
            });
            ByteBuffer contents = staging.contents();
            byte[] bytes = new byte[size];
            contents.get(0, bytes);
            return bytes;
        }
    }

    private static void copy(VkCommandBuffer commands, long from, long to, long size) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            VK10.vkCmdCopyBuffer(
                    commands, from, to, VkBufferCopy.calloc(1, stack).size(size));
        }
    }

    private void release(VkCommandBuffer commands, int accessMask) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            VK10.vkCmdPipelineBarrier(
                    commands,
                    VK10.VK_PIPELINE_STAGE_TRANSFER_BIT,
                    VK10.VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT,
                    0,
                    null,
                    HANDS.release(buffer, accessMask, stack),
                    null);
        }
    }

    private void acquire(VkCommandBuffer commands, int accessMask) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            VK10.vkCmdPipelineBarrier(
                    commands,
                    VK10.VK_PIPELINE_STAGE_TOP_OF_PIPE_BIT,
                    VK10.VK_PIPELINE_STAGE_TRANSFER_BIT,
                    0,
                    null,
                    HANDS.acquire(buffer, accessMask, stack),
                    null);
        }
    }

    @Override
    public void close() {
        buffer.close();
    }
}
