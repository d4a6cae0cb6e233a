package io.github.vkextmem.benchmark;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;

import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.struct.ImageFormatInfo;
import io.github.vkextmem.struct.ImageParameters;
import java.util.concurrent.TimeUnit;
import org.lwjgl.vulkan.VkDevice;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What the system's driver can share: remembered by the library; asked by hand, and then the driver's own time is in it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Querying {

    private final ImageFormatInfo format = ImageParameters.of2D(ByHandMemory.FORMAT, 1, 1, ByHandMemory.IMAGE_USAGE)
            .info();
    private Vulkan vulkan;
    private ExternalMemory external;
    private ByHandMemory byHand;

    @Setup
    public void setUp() {
        Chains.polluteTheProfile();
        vulkan = Vulkan.create();
        VkDevice device = vulkan.device();
        external = ExternalMemory.on(device);
        byHand = new ByHandMemory(device);
    }

    @TearDown
    public void tearDown() {
        vulkan.close();
    }

    @Benchmark
    public boolean buffer() {
        return external.bufferProperties(OPAQUE_FD, ByHandMemory.BUFFER_USAGE).isExportable();
    }

    @Benchmark
    public boolean bufferByHand() {
        return ByHandMemory.isExportable(byHand.bufferFeatures());
    }

    @Benchmark
    public boolean image() {
        return external.imageProperties(OPAQUE_FD, format).isExportable();
    }

    @Benchmark
    public boolean imageByHand() {
        return ByHandMemory.isExportable(byHand.imageFeatures());
    }
}
