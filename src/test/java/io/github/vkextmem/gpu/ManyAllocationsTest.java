package io.github.vkextmem.gpu;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.VulkanException;
import io.github.vkextmem.driver.OpenDescriptors;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkPhysicalDeviceProperties;

/**
 * As many allocations at a time as the device allows by {@code maxMemoryAllocationCount}, or 4096, or {@code -Dgpu.allocations}: some
 * drivers name a number that no memory suffices for.
 */
class ManyAllocationsTest extends GpuTest {

    private static final int SIZE = 1 << 16;
    private static final int MOST = Integer.getInteger("gpu.allocations", 4096);

    @Test
    void eachIsExportedWhileAllOthersAreThere() {
        MemoryAllocateChain chain = MemoryAllocateInfo.of(
                        SIZE,
                        exporter.external()
                                .memoryTypes(-1, VK10.VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT)
                                .get(0))
                .with(ExportMemoryAllocateInfo.of(OPAQUE_FD));
        long limit = maxMemoryAllocationCount();
        int wanted = (int) Math.min(limit, MOST);
        System.out.println(wanted + " allocations of the " + limit + " that the device allows");
        List<DeviceMemory> all = new ArrayList<>();
        try {
            while (all.size() < wanted) {
                all.add(exporter.external().allocate(chain));
            }
            assertThat(all.stream().map(DeviceMemory::handle).distinct()).hasSize(wanted);
            if (wanted == limit) {
                assertThatThrownBy(() -> exporter.external().allocate(chain)).isInstanceOf(VulkanException.class);
            }
            long before = OpenDescriptors.count();
            for (DeviceMemory memory : all) {
                try (PosixFileDescriptor handle = memory.exportPosixFileDescriptor(OPAQUE_FD)) {
                    assertThat(handle.isOpen()).isTrue();
                }
            }
            assertThat(OpenDescriptors.count()).isEqualTo(before);
        } finally {
            all.forEach(DeviceMemory::close);
        }
        try (DeviceMemory another = exporter.external().allocate(chain)) {
            assertThat(another.handle()).isNotZero();
        }
    }

    private long maxMemoryAllocationCount() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var properties = VkPhysicalDeviceProperties.calloc(stack);
            VK10.vkGetPhysicalDeviceProperties(exporter.device().getPhysicalDevice(), properties);
            return Integer.toUnsignedLong(properties.limits().maxMemoryAllocationCount());
        }
    }
}
