package io.github.vkextmem.gpu;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vkextmem.driver.Staging;
import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.driver.TransferDevice;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkBufferCopy;
import org.lwjgl.vulkan.VkCommandBuffer;
import org.lwjgl.vulkan.VkPhysicalDevice;
import org.lwjgl.vulkan.VkPhysicalDeviceMemoryProperties;

/**
 * Memory of the card's own from small to 8 GiB, as far as half of its heap goes, or {@code -Dgpu.largest} bytes. The other device
 * looks through small buffers at the beginning, around the middle and at the end: beyond 4 GiB a size that lost its upper half
 * would show.
 */
class LargeMemoryTest extends GpuTest {

    private static final int WINDOW = 1 << 16;
    private static final long LARGEST = Long.getLong("gpu.largest", 8L << 30);

    @ParameterizedTest
    @ValueSource(longs = {1L << 16, 1L << 20, 1L << 26, 1L << 30, (1L << 32) + (1L << 16), 1L << 33})
    void isSharedWhole(long size) {
        int type = exporter.external()
                .memoryTypes(-1, VK10.VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT)
                .get(0);
        long heap = heapSize(exporter.device().getPhysicalDevice(), type);
        assumeTrue(size <= LARGEST && size <= heap / 2, () -> size + " bytes are too many for a heap of " + heap);
        try (DeviceMemory exported = exporter.external()
                        .allocate(MemoryAllocateInfo.of(size, type).with(ExportMemoryAllocateInfo.of(OPAQUE_FD)));
                PosixFileDescriptor handle = exported.exportPosixFileDescriptor(OPAQUE_FD);
                DeviceMemory imported = importer.external().importMemory(handle, exported.description(OPAQUE_FD))) {
            long[] windows = {0, size / 2 - WINDOW / 2 & -WINDOW, size - WINDOW};
            for (long at : windows) {
                look(
                        exporter,
                        exported,
                        at,
                        (commands, window) -> VK10.vkCmdFillBuffer(commands, window, 0, WINDOW, mark(at)));
            }
            for (long at : windows) {
                try (Staging staging = new Staging(importer, WINDOW)) {
                    look(importer, imported, at, (commands, window) -> {
                        copy(commands, window, staging.buffer());
                        staging.makeVisible(commands);
                    });
                    var seen = staging.contents().order(ByteOrder.nativeOrder()).asIntBuffer();
                    assertThat(seen.get(0)).as("at " + at).isEqualTo(mark(at));
                    assertThat(seen.get(seen.limit() - 1))
                            .as("at the end of " + at)
                            .isEqualTo(mark(at));
                }
            }
        }
    }

    private static int mark(long at) {
        return 0x5EED0000 | (int) (at >>> 16);
    }

    private interface Recording {

        void into(VkCommandBuffer commands, long window);
    }

    /** Both devices are of one card and one process, and each submission is waited for: no ownership changes hands. */
    private static void look(TransferDevice device, DeviceMemory memory, long at, Recording recording) {
        TestDevice testDevice = new TestDevice(device.device(), device.external());
        TestDevice.Resource window = testDevice.createBuffer(WINDOW, OPAQUE_FD);
        try {
            TransferDevice.require(
                    "vkBindBufferMemory",
                    VK10.vkBindBufferMemory(device.device(), window.handle(), memory.handle(), at));
            device.run(commands -> recording.into(commands, window.handle()));
        } finally {
            VK10.vkDestroyBuffer(device.device(), window.handle(), null);
        }
    }

    private static void copy(VkCommandBuffer commands, long from, long to) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            VK10.vkCmdCopyBuffer(
                    commands, from, to, VkBufferCopy.calloc(1, stack).size(WINDOW));
        }
    }

    private static long heapSize(VkPhysicalDevice device, int memoryType) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var memory = VkPhysicalDeviceMemoryProperties.calloc(stack);
            VK10.vkGetPhysicalDeviceMemoryProperties(device, memory);
            return memory.memoryHeaps(memory.memoryTypes(memoryType).heapIndex())
                    .size();
        }
    }
}
