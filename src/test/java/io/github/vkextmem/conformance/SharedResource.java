package io.github.vkextmem.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.driver.Staging;
import io.github.vkextmem.driver.TransferDevice;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import java.nio.ByteBuffer;
import java.util.Random;
import org.lwjgl.vulkan.VkCommandBuffer;

/**
 * A buffer or image in external memory. What it holds is written and read by its device; each time it is acquired from
 * whoever had it before and released again, as other devices and processes demand.
 */
abstract class SharedResource implements AutoCloseable {

    final TransferDevice device;
    final long handle;
    private final long contents;

    /** @param contents how many bytes it holds */
    SharedResource(TransferDevice device, long handle, long contents) {
        this.device = device;
        this.handle = handle;
        this.contents = contents;
    }

    /** {@return what memory it needs} */
    abstract Needs needs();

    /** {@return memory for it alone} */
    abstract MemoryDedicatedAllocateInfo dedication();

    /** Binds it to the beginning of a memory. */
    abstract void bind(DeviceMemory memory);

    abstract void copyIn(VkCommandBuffer commands, long buffer);

    abstract void copyOut(VkCommandBuffer commands, long buffer);

    private byte[] bytes(long seed) {
        byte[] bytes = new byte[Math.toIntExact(contents)];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Fills it, by its device. */
    void write(long seed) {
        try (Staging staging = new Staging(device, contents)) {
            staging.fill(bytes(seed));
            device.run(commands -> copyIn(commands, staging.buffer()));
        }
    }

    /** Compares what it holds with what was written, as its device sees it. */
    void assertHolds(long seed) {
        try (Staging staging = new Staging(device, contents)) {
            device.run(commands -> {
                copyOut(commands, staging.buffer());
                staging.makeVisible(commands);
            });
            assertThat(staging.contents()).isEqualTo(ByteBuffer.wrap(bytes(seed)));
        }
    }

    @Override
    public abstract void close();
}
