package io.github.vkextmem.benchmark;

import static java.lang.foreign.ValueLayout.JAVA_CHAR;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import club.doki7.ffm.ptr.ShortPtr;
import club.doki7.vulkan.bitmask.VkExternalMemoryHandleTypeFlags;
import club.doki7.vulkan.datatype.VkExportMemoryAllocateInfo;
import club.doki7.vulkan.datatype.VkExportMemoryWin32HandleInfoKHR;
import club.doki7.vulkan.datatype.VkMemoryAllocateInfo;
import club.doki7.vulkan.datatype.VkMemoryDedicatedAllocateInfo;
import club.doki7.vulkan.handle.VkBuffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The same structures by java.lang.foreign alone, and by vulkan4j, which is built on it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ForeignMemory {

    private static final int SECURITY_ATTRIBUTES = 24;
    private static final int NAME = 152;

    private final MemorySegment block = Arena.ofAuto().allocate(512, 8);
    private final BlockArena reused = new BlockArena(Arena.ofAuto().allocate(1024, 8));
    private MemorySegment buffer = MemorySegment.NULL;

    @Setup
    public void setUp(Values values) {
        Chains.polluteTheProfile();
        buffer = MemorySegment.ofAddress(values.buffer);
    }

    /** Into one segment that is there already, at offsets that somebody counted out. */
    @Benchmark
    public long memorySegment(Values values) {
        MemorySegment to = block;
        String name = values.name;
        long at = to.address();
        to.set(JAVA_LONG, 0, 5);
        to.set(JAVA_LONG, 8, at + 32);
        to.set(JAVA_LONG, 16, values.size);
        to.set(JAVA_LONG, 24, 1);
        to.set(JAVA_LONG, 32, 1000072002);
        to.set(JAVA_LONG, 40, at + 56);
        to.set(JAVA_LONG, 48, 2);
        to.set(JAVA_LONG, 56, 1000073001);
        to.set(JAVA_LONG, 64, at + 120);
        to.set(JAVA_LONG, 72, at + 96);
        to.set(JAVA_LONG, 80, values.access);
        to.set(JAVA_LONG, 88, name.isEmpty() ? 0 : at + NAME);
        to.set(JAVA_INT, 96, SECURITY_ATTRIBUTES);
        to.set(JAVA_INT, 100, 0);
        to.set(JAVA_LONG, 104, 0);
        to.set(JAVA_LONG, 112, 1);
        to.set(JAVA_LONG, 120, 1000127001);
        to.set(JAVA_LONG, 128, 0);
        to.set(JAVA_LONG, 136, 0);
        to.set(JAVA_LONG, 144, values.buffer);
        if (!name.isEmpty()) {
            for (int i = 0; i < name.length(); i++) {
                to.set(JAVA_CHAR, NAME + 2L * i, name.charAt(i));
            }
            to.set(JAVA_CHAR, NAME + 2L * name.length(), '\0');
        }
        return at;
    }

    /** With an arena of its own each time, as its documentation does. */
    @Benchmark
    public long vulkan4j(Values values) {
        try (Arena arena = Arena.ofConfined()) {
            return marshal(arena, values);
        }
    }

    /** With memory that is used again, as MemoryStack's is. */
    @Benchmark
    public long vulkan4jInReusedMemory(Values values) {
        return marshal(reused.fromTheStart(), values);
    }

    private long marshal(Arena arena, Values values) {
        MemorySegment attributes = arena.allocate(SECURITY_ATTRIBUTES, 8);
        attributes.set(JAVA_INT, 0, SECURITY_ATTRIBUTES);
        attributes.set(JAVA_INT, 16, 1);
        var dedicated = VkMemoryDedicatedAllocateInfo.allocate(arena).buffer(new VkBuffer(buffer));
        var win32 = VkExportMemoryWin32HandleInfoKHR.allocate(arena)
                .pNext(dedicated)
                .pAttributes(attributes)
                .dwAccess(values.access);
        if (!values.name.isEmpty()) {
            win32.name(new ShortPtr(arena.allocateFrom(values.name, StandardCharsets.UTF_16LE)));
        }
        var export = VkExportMemoryAllocateInfo.allocate(arena)
                .pNext(win32)
                .handleTypes(VkExternalMemoryHandleTypeFlags.OPAQUE_WIN32);
        return VkMemoryAllocateInfo.allocate(arena)
                .pNext(export)
                .allocationSize(values.size)
                .memoryTypeIndex(1)
                .segment()
                .address();
    }
}
