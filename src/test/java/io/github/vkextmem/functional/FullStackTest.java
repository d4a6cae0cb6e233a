package io.github.vkextmem.functional;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExportRequest;
import io.github.vkextmem.memory.ExternalBuffer;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.memory.MappedMemory;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lwjgl.system.MemoryStack;

/** Calls on a thread whose MemoryStack is full, or nearly: some fail then, closing does not, and nothing is left. */
@EnabledOnOs(OS.LINUX)
class FullStackTest {

    private static final int MORE_THAN_ANY_CALL_NEEDS = 1024;

    private static final BufferParameters BUFFER = BufferParameters.of(4096, 0x20);
    private static final ExportRequest REQUEST = ExportRequest.as(OPAQUE_FD);

    private final RecordingDriver driver = RecordingDriver.with(DriverCommands.EXTENSIONS);
    private final ExternalMemory external = ExternalMemory.on(driver.device());

    @BeforeEach
    void bothWays() {
        driver.externalMemory(0x2 | 0x4, 0, 0x1);
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(driver.leftovers()).isEmpty();
        driver.close();
    }

    private static Throwable with(int left, ThrowingCallable call) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            stack.nmalloc(1, stack.getPointer() - left);
            return catchThrowable(call);
        }
    }

    private DeviceMemory allocate() {
        return external.allocate(MemoryAllocateInfo.of(1 << 16, RecordingDriver.NOT_COHERENT)
                .with(ExportMemoryAllocateInfo.of(OPAQUE_FD)));
    }

    @Test
    void closingSucceeds() {
        DeviceMemory memory = allocate();
        DeviceMemory other = allocate();
        PosixFileDescriptor handle = memory.exportPosixFileDescriptor(OPAQUE_FD);
        MappedMemory mapped = memory.map();
        other.map();
        ExternalBuffer buffer = external.createBuffer(BUFFER, REQUEST);
        driver.forget();
        Stream.of(mapped, handle, memory, other, buffer)
                .forEach(object -> assertThat(with(0, object::close)).isNull());
        assertThat(driver.commands())
                .containsExactly(
                        "vkFlushMappedMemoryRanges",
                        "vkUnmapMemory",
                        "vkFreeMemory",
                        "vkFlushMappedMemoryRanges",
                        "vkUnmapMemory",
                        "vkFreeMemory",
                        "vkDestroyBuffer",
                        "vkFreeMemory");
    }

    private interface Call {
        void run(ExternalMemory external, DeviceMemory memory, PosixFileDescriptor handle);
    }

    static Stream<Named<Call>> calls() {
        return Stream.of(
                Named.of(
                        "export",
                        (external, memory, handle) ->
                                memory.exportPosixFileDescriptor(OPAQUE_FD).close()),
                Named.of(
                        "import",
                        (external, memory, handle) -> external.importMemory(handle, memory.description(OPAQUE_FD))
                                .close()),
                Named.of(
                        "import of a buffer",
                        (external, memory, handle) -> external.importBuffer(
                                        handle, memory.description(OPAQUE_FD).with(BUFFER))
                                .close()),
                Named.of(
                        "creation of a buffer",
                        (external, memory, handle) ->
                                external.createBuffer(BUFFER, REQUEST).close()),
                Named.of("mapping", (external, memory, handle) -> memory.map().close()));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void nothingIsLeftWhereverItFails(Call call) {
        try (DeviceMemory memory = allocate();
                PosixFileDescriptor handle = memory.exportPosixFileDescriptor(OPAQUE_FD)) {
            int failures = 0;
            Throwable last = null;
            for (int left = 0; left <= MORE_THAN_ANY_CALL_NEEDS; left += 8) {
                try (PosixFileDescriptor copy = handle.duplicate()) {
                    last = with(left, () -> call.run(external, memory, copy));
                    failures += last == null ? 0 : 1;
                    assertThat(copy.isOpen() || last == null)
                            .as("a descriptor whose import failed is still open")
                            .isTrue();
                }
                assertThat(driver.leftovers())
                        .as("with %d bytes left", left)
                        .containsExactly("1 memory objects", "1 file descriptors");
            }
            assertThat(failures).isPositive();
            assertThat(last).isNull();
        }
    }
}
