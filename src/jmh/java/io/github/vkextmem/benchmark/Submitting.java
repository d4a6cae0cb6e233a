package io.github.vkextmem.benchmark;

import io.github.vkextmem.chain.PNextTail;
import io.github.vkextmem.struct.ExtendsSubmitInfo;
import java.util.concurrent.TimeUnit;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VkSubmitInfo;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A keyed mutex behind a VkSubmitInfo, as each frame of a program needs it that takes turns with Direct3D. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Submitting {

    private long memory = 0x3E3021L;
    private PNextTail<VkSubmitInfo, ExtendsSubmitInfo> mutex;

    @Setup
    public void setUp() {
        Chains.polluteTheProfile();
        mutex = Chains.keyedMutex(memory);
    }

    @Benchmark
    public long existing() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            return mutex.linkBehind(VkSubmitInfo.calloc(stack).sType$Default(), stack)
                    .address();
        }
    }

    @Benchmark
    public long builtAnew() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            return Chains.keyedMutex(memory)
                    .linkBehind(VkSubmitInfo.calloc(stack).sType$Default(), stack)
                    .address();
        }
    }

    @Benchmark
    public long byHand() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            return ByHand.submitInfo(stack, memory).address();
        }
    }
}
