package io.github.vkextmem.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.vkextmem.struct.ExternalMemoryHandleType;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.lwjgl.system.MemoryUtil;

/** Host pointers and Metal objects, which are handles as well. */
class HandlesThatOwnNothingTest {

    private static final long ADDRESS = 0x7F00_0000_1000L;

    @Test
    void aHostPointerIsAValueThatClosingLeavesAsItIs() {
        HostPointer pointer = HostPointer.of(ADDRESS, ExternalMemoryHandleType.HOST_MAPPED_FOREIGN_MEMORY_EXT);
        pointer.close();
        pointer.close();
        assertThat(pointer.isOpen()).isTrue();
        assertThat(pointer.address()).isEqualTo(ADDRESS);
        assertThat(pointer.handleType()).isEqualTo(ExternalMemoryHandleType.HOST_MAPPED_FOREIGN_MEMORY_EXT);
        assertThat(pointer.size()).isEmpty();
        assertThat(pointer)
                .isEqualTo(HostPointer.of(ADDRESS, ExternalMemoryHandleType.HOST_MAPPED_FOREIGN_MEMORY_EXT))
                .hasSameHashCodeAs(HostPointer.of(ADDRESS, ExternalMemoryHandleType.HOST_MAPPED_FOREIGN_MEMORY_EXT))
                .isNotEqualTo(HostPointer.of(ADDRESS, ExternalMemoryHandleType.HOST_ALLOCATION_EXT))
                .isNotEqualTo(HostPointer.of(ADDRESS + 1, ExternalMemoryHandleType.HOST_MAPPED_FOREIGN_MEMORY_EXT))
                .hasToString("host pointer 0x7f0000001000 (HOST_MAPPED_FOREIGN_MEMORY_EXT)");
    }

    @Test
    void ofABufferItIsWhatRemains() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(100);
        HostPointer pointer = HostPointer.of(buffer.position(16).limit(80));
        buffer.clear();
        assertThat(pointer.address()).isEqualTo(MemoryUtil.memAddress(buffer) + 16);
        assertThat(pointer.size()).hasValue(64);
        assertThat(pointer.handleType()).isEqualTo(ExternalMemoryHandleType.HOST_ALLOCATION_EXT);
        assertThat(pointer)
                .isEqualTo(HostPointer.of(buffer.position(16).limit(80)))
                .isNotEqualTo(HostPointer.of(buffer.position(16).limit(81)))
                .isNotEqualTo(HostPointer.of(pointer.address(), ExternalMemoryHandleType.HOST_ALLOCATION_EXT));
    }

    @Test
    void aBufferLivesAsLongAsThePointer() throws InterruptedException {
        List<HostPointer> pointers = new ArrayList<>();
        // The memory of a direct buffer is freed when this object is collected; slices keep it.
        WeakReference<ByteBuffer> kept = buffer(pointers);
        WeakReference<Object> collected = new WeakReference<>(new Object());
        while (collected.get() != null) {
            System.gc();
            Thread.sleep(5);
        }
        assertThat(kept.get()).isNotNull();
        assertThat(pointers.get(0).size()).hasValue(4096);
        pointers.clear();
        for (int i = 0; i < 1000 && kept.get() != null; i++) {
            System.gc();
            Thread.sleep(5);
        }
        assertThat(kept.get()).isNull();
    }

    private static WeakReference<ByteBuffer> buffer(List<HostPointer> pointers) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
        pointers.add(HostPointer.of(buffer));
        return new WeakReference<>(buffer);
    }

    @Test
    void aBufferOnTheHeapHasNoAddress() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostPointer.of(ByteBuffer.allocate(4096)))
                .withMessageContaining("give a direct buffer (ByteBuffer.allocateDirect) instead of ");
    }

    @Test
    void readOnlyBufferIsRefused() throws IOException {
        ByteBuffer writable = ByteBuffer.allocateDirect(4096);
        Path file = Files.createTempFile("read-only", "");
        Files.write(file, new byte[4096]);
        try (FileChannel reading = FileChannel.open(file);
                FileChannel writing = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            assertThat(HostPointer.of(writing.map(FileChannel.MapMode.READ_WRITE, 0, 4096))
                            .size())
                    .hasValue(4096);
            for (ByteBuffer readOnly : List.of(
                    writable.asReadOnlyBuffer(),
                    writable.asReadOnlyBuffer().slice(),
                    reading.map(FileChannel.MapMode.READ_ONLY, 0, 4096),
                    writing.map(FileChannel.MapMode.READ_ONLY, 0, 4096))) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> HostPointer.of(readOnly))
                        .withMessageContaining("the buffer is read-only; give a writable one");
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ExternalMemoryHandleType.class,
            names = {"HOST_ALLOCATION_EXT", "HOST_MAPPED_FOREIGN_MEMORY_EXT"},
            mode = Mode.EXCLUDE)
    void nothingElseIsAHostPointer(ExternalMemoryHandleType type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostPointer.of(ADDRESS, type))
                .withMessage(type + " is no host pointer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostPointer.of(ByteBuffer.allocateDirect(1), type))
                .withMessage(type + " is no host pointer");
    }

    @ParameterizedTest
    @EnumSource(
            value = ExternalMemoryHandleType.class,
            names = {"MTLBUFFER_EXT", "MTLTEXTURE_EXT", "MTLHEAP_EXT"})
    void aMetalObjectIsAValueThatClosingLeavesAsItIs(ExternalMemoryHandleType type) {
        MetalHandle handle = new MetalHandle(ADDRESS, type);
        handle.close();
        assertThat(handle.isOpen()).isTrue();
        assertThat(handle).isEqualTo(new MetalHandle(ADDRESS, type));
    }

    @ParameterizedTest
    @EnumSource(
            value = ExternalMemoryHandleType.class,
            names = {"MTLBUFFER_EXT", "MTLTEXTURE_EXT", "MTLHEAP_EXT"},
            mode = Mode.EXCLUDE)
    void nothingElseIsAMetalObject(ExternalMemoryHandleType type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MetalHandle(ADDRESS, type))
                .withMessage(type + " is no Metal object");
    }

    @Test
    void neitherIsNull() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostPointer.of(0, ExternalMemoryHandleType.HOST_ALLOCATION_EXT))
                .withMessage("the host pointer is NULL");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MetalHandle(0, ExternalMemoryHandleType.MTLHEAP_EXT))
                .withMessage("the Metal object is NULL");
    }
}
