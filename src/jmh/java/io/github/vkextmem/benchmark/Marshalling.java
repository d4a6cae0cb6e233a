package io.github.vkextmem.benchmark;

import static org.lwjgl.system.MemoryUtil.memPutInt;
import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.Violation;
import io.github.vkextmem.struct.MemoryAllocateChain;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.windows.SECURITY_ATTRIBUTES;
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

/** The same four structures with what they point to, on a MemoryStack: by the library, by hand, and as bare stores. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Marshalling {

    private static final int BLOCK = 32 + 24 + 40 + 24 + 32;

    private MemoryAllocateChain chain;
    private long size = 1 << 20;
    private long buffer = 0xB0FFE2L;
    private int access = 0x1F0003;

    @Setup
    public void setUp() {
        Chains.polluteTheProfile();
        chain = Chains.measured();
    }

    @Benchmark
    public long existingChain() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            return chain.nmarshal(stack);
        }
    }

    @Benchmark
    public long existingChainByHand() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            return byHand(stack, size, buffer, access);
        }
    }

    @Benchmark
    public long existingChainAsBareStores() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            return bareStores(stack.nmalloc(8, BLOCK), size, buffer, access);
        }
    }

    @Benchmark
    public long builtAnew() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            return Chains.measured(size, buffer, access).nmarshal(stack);
        }
    }

    @Benchmark
    public List<Violation> check() {
        return chain.violations();
    }

    private static long byHand(MemoryStack stack, long size, long buffer, int access) {
        SECURITY_ATTRIBUTES attributes = SECURITY_ATTRIBUTES
                .calloc(stack)
                .nLength(SECURITY_ATTRIBUTES.SIZEOF)
                .bInheritHandle(true);
        var dedicated =
                VkMemoryDedicatedAllocateInfo.calloc(stack).sType$Default().buffer(buffer);
        var win32 = VkExportMemoryWin32HandleInfoKHR.calloc(stack)
                .sType$Default()
                .pNext(dedicated.address())
                .pAttributes(attributes)
                .dwAccess(access);
        var export = VkExportMemoryAllocateInfo.calloc(stack)
                .sType$Default()
                .pNext(win32.address())
                .handleTypes(2);
        return VkMemoryAllocateInfo.calloc(stack)
                .sType$Default()
                .pNext(export)
                .allocationSize(size)
                .memoryTypeIndex(1)
                .address();
    }

    private static long bareStores(long at, long size, long buffer, int access) {
        memPutLong(at, 5);
        memPutLong(at + 8, at + 32);
        memPutLong(at + 16, size);
        memPutLong(at + 24, 1);
        memPutLong(at + 32, 1000072002);
        memPutLong(at + 40, at + 56);
        memPutLong(at + 48, 2);
        memPutLong(at + 56, 1000073001);
        memPutLong(at + 64, at + 120);
        memPutLong(at + 72, at + 96);
        memPutLong(at + 80, access);
        memPutLong(at + 88, 0);
        memPutInt(at + 96, 24);
        memPutInt(at + 100, 0);
        memPutLong(at + 104, 0);
        memPutLong(at + 112, 1);
        memPutLong(at + 120, 1000127001);
        memPutLong(at + 128, 0);
        memPutLong(at + 136, 0);
        memPutLong(at + 144, buffer);
        return at;
    }
}
