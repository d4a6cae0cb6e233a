package io.github.vkextmem.benchmark;

import io.github.vkextmem.struct.MemoryAllocateChain;
import java.util.concurrent.TimeUnit;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.vulkan.KHRDedicatedAllocation;
import org.lwjgl.vulkan.KHRExternalMemory;
import org.lwjgl.vulkan.KHRExternalMemoryWin32;
import org.lwjgl.vulkan.VkBaseInStructure;
import org.lwjgl.vulkan.VkExportMemoryAllocateInfo;
import org.lwjgl.vulkan.VkExportMemoryWin32HandleInfoKHR;
import org.lwjgl.vulkan.VkMemoryAllocateInfo;
import org.lwjgl.vulkan.VkMemoryDedicatedAllocateInfo;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** A native chain of four structures, made into values, or walked by who knows what is in it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReadingBack {

    /** It keeps the memory that the chain lies in. */
    private final MemoryStack memory = MemoryStack.create();

    private VkMemoryAllocateInfo info;

    @Setup
    public void setUp(Values values) {
        Chains.polluteTheProfile();
        info = Chains.measured(values).marshal(memory);
    }

    @Benchmark
    public MemoryAllocateChain read() {
        return MemoryAllocateChain.read(info);
    }

    /** Looks at each member, and knows all structures that can be there. */
    @Benchmark
    public void byHand(Blackhole seen) {
        seen.consume(info.allocationSize());
        seen.consume(info.memoryTypeIndex());
        for (long at = info.pNext(); at != 0; at = MemoryUtil.memGetAddress(at + VkBaseInStructure.PNEXT)) {
            switch (VkBaseInStructure.nsType(at)) {
                case KHRExternalMemory.VK_STRUCTURE_TYPE_EXPORT_MEMORY_ALLOCATE_INFO_KHR ->
                    seen.consume(VkExportMemoryAllocateInfo.create(at).handleTypes());
                case KHRExternalMemoryWin32.VK_STRUCTURE_TYPE_EXPORT_MEMORY_WIN32_HANDLE_INFO_KHR -> {
                    var win32 = VkExportMemoryWin32HandleInfoKHR.create(at);
                    seen.consume(win32.pAttributes().bInheritHandle());
                    seen.consume(win32.pAttributes().lpSecurityDescriptor());
                    seen.consume(win32.dwAccess());
                    long name = MemoryUtil.memGetAddress(at + VkExportMemoryWin32HandleInfoKHR.NAME);
                    seen.consume(MemoryUtil.memUTF16Safe(name));
                }
                case KHRDedicatedAllocation.VK_STRUCTURE_TYPE_MEMORY_DEDICATED_ALLOCATE_INFO_KHR -> {
                    var dedicated = VkMemoryDedicatedAllocateInfo.create(at);
                    seen.consume(dedicated.image());
                    seen.consume(dedicated.buffer());
                }
                default -> throw new IllegalStateException();
            }
        }
    }
}
