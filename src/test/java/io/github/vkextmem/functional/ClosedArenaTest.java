package io.github.vkextmem.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.vkextmem.handle.HostPointer;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.memory.MappedMemory;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Host memory of an Arena, which the application can close under an import; by reflection, as Java 17 has no Arena. */
@EnabledForJreRange(min = JRE.JAVA_22)
class ClosedArenaTest {

    private static final int SIZE = (int) RecordingDriver.HOST_POINTER_ALIGNMENT;
    private static final String CLOSED = "the Arena of the imported buffer is closed";

    private final RecordingDriver driver = RecordingDriver.with("VK_EXT_external_memory_host");
    private final ExternalMemory external = ExternalMemory.on(driver.device());

    @AfterEach
    void nothingIsLeft() {
        assertThat(driver.leftovers()).isEmpty();
        driver.close();
    }

    private static AutoCloseable arena(String kind) throws ReflectiveOperationException {
        return (AutoCloseable)
                Class.forName("java.lang.foreign.Arena").getMethod(kind).invoke(null);
    }

    private static ByteBuffer buffer(AutoCloseable arena) throws ReflectiveOperationException {
        Class<?> type = Class.forName("java.lang.foreign.Arena");
        Object segment = type.getMethod("allocate", long.class, long.class).invoke(arena, (long) SIZE, (long) SIZE);
        Method asByteBuffer = Class.forName("java.lang.foreign.MemorySegment").getMethod("asByteBuffer");
        return (ByteBuffer) asByteBuffer.invoke(segment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ofShared", "ofConfined"})
    void bufferOfClosedArenaIsNoHostPointer(String kind) throws Exception {
        AutoCloseable arena = arena(kind);
        ByteBuffer buffer = buffer(arena);
        HostPointer pointer = HostPointer.of(buffer);
        assertThat(pointer.isOpen()).isTrue();
        arena.close();
        assertThat(pointer.isOpen()).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(() -> HostPointer.of(buffer))
                .withMessageContaining("the Arena of the buffer is closed");
        assertThatIllegalStateException()
                .isThrownBy(() -> external.importMemory(
                        pointer,
                        MemoryAllocateInfo.of(SIZE, RecordingDriver.COHERENT).chain()))
                .withMessageContaining(CLOSED);
        assertThatIllegalStateException()
                .isThrownBy(() -> external.importMemory(pointer))
                .withMessageContaining(CLOSED);
        assertThatIllegalStateException()
                .isThrownBy(() -> external.memoryTypeBits(pointer))
                .withMessageContaining(CLOSED);
        assertThat(driver.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ofShared", "ofConfined"})
    void arenaClosedUnderTheImportIsReportedByEachUse(String kind) throws Exception {
        AutoCloseable arena = arena(kind);
        DeviceMemory memory = external.importMemory(HostPointer.of(buffer(arena)));
        MappedMemory mapped = memory.map();
        assertThat(mapped.address()).isNotZero();
        arena.close();
        assertThatIllegalStateException().isThrownBy(mapped::bytes).withMessageContaining(CLOSED);
        assertThatIllegalStateException().isThrownBy(mapped::flush).withMessageContaining(CLOSED);
        assertThatIllegalStateException().isThrownBy(memory::map).withMessageContaining(CLOSED);
        assertThatIllegalStateException().isThrownBy(memory::handle).withMessageContaining(CLOSED);
        assertThatIllegalStateException()
                .as("closing frees the memory and reports")
                .isThrownBy(memory::close)
                .withMessageContaining("close the DeviceMemory before the Arena");
        assertThat(driver.commands()).endsWith("vkFreeMemory");
        assertThatCode(memory::close).doesNotThrowAnyException();
        assertThatCode(mapped::close).doesNotThrowAnyException();
    }

    @Test
    void openArenaIsUsedFromAnyThread() throws Exception {
        try (AutoCloseable arena = arena("ofConfined");
                DeviceMemory memory = external.importMemory(HostPointer.of(buffer(arena)))) {
            Thread other = new Thread(() -> memory.map().close());
            other.start();
            other.join();
            assertThat(driver.commands()).endsWith("vkMapMemory", "vkUnmapMemory");
        }
    }
}
