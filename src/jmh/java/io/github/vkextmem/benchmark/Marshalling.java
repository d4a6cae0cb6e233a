package io.github.vkextmem.benchmark;

import io.github.vkextmem.Violation;
import io.github.vkextmem.struct.MemoryAllocateChain;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.lwjgl.system.MemoryStack;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The same four structures with what they point to, on a MemoryStack. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Marshalling {

    private MemoryAllocateChain chain;

    @Setup
    public void setUp(Values values) {
        Chains.polluteTheProfile();
        chain = Chains.measured(values);
    }

    @Benchmark
    public long existing() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            return chain.nmarshal(stack);
        }
    }

    @Benchmark
    public long byHand(Values values) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            return ByHand.allocateInfo(stack, values).address();
        }
    }

    @Benchmark
    public long bareStores(Values values) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            return BareStores.allocateInfo(stack, values);
        }
    }

    @Benchmark
    public long builtAnew(Values values) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            return Chains.measured(values).nmarshal(stack);
        }
    }

    /** Without a check of the chain. */
    @Benchmark
    @Fork(jvmArgsAppend = Checking.OFF)
    public long builtAnewWithChecksOff(Values values) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            return Chains.measured(values).nmarshal(stack);
        }
    }

    @Benchmark
    public List<Violation> check() {
        return chain.violations();
    }
}
