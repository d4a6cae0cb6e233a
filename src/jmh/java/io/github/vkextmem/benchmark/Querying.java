package io.github.vkextmem.benchmark;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;

import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.struct.ImageFormatInfo;
import io.github.vkextmem.struct.ImageParameters;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The system's driver is asked what it can share; its own time is in all of these. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Querying {

    private final ImageFormatInfo format = ImageParameters.of2D(ByHandMemory.FORMAT, 1, 1, ByHandMemory.IMAGE_USAGE)
            .info();
    private Driver driver;
    private ExternalMemory external;
    private ByHandMemory byHand;

    @Setup
    public void setUp() {
        Chains.polluteTheProfile();
        driver = Driver.open();
        external = ExternalMemory.on(driver.device());
        byHand = new ByHandMemory(driver.device());
    }

    @TearDown
    public void tearDown() {
        driver.close();
    }

    @Benchmark
    public boolean buffer() {
        return external.bufferProperties(OPAQUE_FD, ByHandMemory.BUFFER_USAGE).isExportable();
    }

    @Benchmark
    public boolean bufferByHand() {
        return (byHand.bufferFeatures() & 2) != 0;
    }

    @Benchmark
    public boolean image() {
        return external.imageProperties(OPAQUE_FD, format).isExportable();
    }

    @Benchmark
    public boolean imageByHand() {
        return (byHand.imageFeatures() & 2) != 0;
    }
}
