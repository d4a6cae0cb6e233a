package io.github.vkextmem.benchmark;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;

import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import java.util.concurrent.TimeUnit;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkDevice;
import org.lwjgl.vulkan.VkExportMemoryAllocateInfo;
import org.lwjgl.vulkan.VkMemoryAllocateInfo;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What checks cost beside the cheapest allocations there are, 64 KiB of the system's driver. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Checking {

    static final String OFF = "-Dio.github.vkextmem.checks=false";

    private Vulkan vulkan;
    private VkDevice device;
    private ExternalMemory external;
    private long size = 64 << 10;

    @Setup
    public void setUp() {
        Chains.polluteTheProfile();
        vulkan = Vulkan.create();
        device = vulkan.device();
        external = ExternalMemory.on(device);
    }

    @TearDown
    public void tearDown() {
        vulkan.close();
    }

    @Benchmark
    public void allocatePlainByHand() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            allocateAndFree(info(stack), stack);
        }
    }

    @Benchmark
    public void allocateExportableByHand() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var export =
                    VkExportMemoryAllocateInfo.calloc(stack).sType$Default().handleTypes(OPAQUE_FD.bit());
            allocateAndFree(info(stack).pNext(export), stack);
        }
    }

    private VkMemoryAllocateInfo info(MemoryStack stack) {
        return VkMemoryAllocateInfo.calloc(stack).sType$Default().allocationSize(size);
    }

    private void allocateAndFree(VkMemoryAllocateInfo info, MemoryStack stack) {
        var handle = stack.mallocLong(1);
        Vulkan.require(VK10.vkAllocateMemory(device, info, null, handle));
        VK10.vkFreeMemory(device, handle.get(0), null);
    }

    @Benchmark
    public void allocatePlain() {
        external.allocate(MemoryAllocateInfo.of(size, 0)).close();
    }

    @Benchmark
    @Fork(jvmArgsAppend = OFF)
    public void allocatePlainWithChecksOff() {
        external.allocate(MemoryAllocateInfo.of(size, 0)).close();
    }

    @Benchmark
    public void allocateExportable() {
        allocateAndClose();
    }

    @Benchmark
    @Fork(jvmArgsAppend = OFF)
    public void allocateExportableWithChecksOff() {
        allocateAndClose();
    }

    private void allocateAndClose() {
        external.allocate(MemoryAllocateInfo.of(size, 0).with(ExportMemoryAllocateInfo.of(OPAQUE_FD)))
                .close();
    }
}
