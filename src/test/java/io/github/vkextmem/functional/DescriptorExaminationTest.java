package io.github.vkextmem.functional;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.platform.OpenFiles;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDescription;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a descriptor refers to is examined before the driver gets it, with checks on or off. */
@EnabledOnOs(OS.LINUX)
class DescriptorExaminationTest {

    private static final long SIZE = RecordingDriver.FILE_SIZE;

    private static final MemoryAllocateInfo INFO = MemoryAllocateInfo.of(4096, RecordingDriver.COHERENT);

    private final RecordingDriver driver = RecordingDriver.with("VK_KHR_external_memory_fd");
    private final ExternalMemory external = ExternalMemory.on(driver.device());
    private DeviceMemory memory;
    private PosixFileDescriptor handle;

    @BeforeEach
    void export() {
        memory = external.allocate(INFO.with(ExportMemoryAllocateInfo.of(OPAQUE_FD)));
        handle = memory.exportPosixFileDescriptor(OPAQUE_FD);
        driver.forget();
    }

    @AfterEach
    void nothingIsLeft() {
        handle.close();
        memory.close();
        assertThat(driver.leftovers()).isEmpty();
        driver.close();
    }

    private interface Import {
        AutoCloseable of(ExternalMemory external, PosixFileDescriptor handle, MemoryDescription description);
    }

    static Stream<Named<Import>> imports() {
        return Stream.of(
                Named.of("as described", ExternalMemory::importMemory),
                Named.of(
                        "without a description",
                        (external, handle, description) -> external.importMemory(
                                handle, description.allocateInfo().chain())),
                Named.of(
                        "a buffer",
                        (external, handle, description) ->
                                external.importBuffer(handle, description.with(BufferParameters.of(4096, 0x20)))));
    }

    @ParameterizedTest
    @MethodSource("imports")
    void importRejectsSizeBehindTheEndOfTheFile(Import request) {
        MemoryDescription description =
                new MemoryDescription(SIZE + 1, RecordingDriver.COHERENT, OPAQUE_FD, false, external.identity());
        driver.externalMemory(0x2 | 0x4, 0, 0x1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request.of(external, handle, description))
                .withMessage("allocationSize is " + (SIZE + 1) + " and " + handle + " refers to only " + SIZE
                        + " bytes; import it with the size that its exporter allocated");
        assertThat(driver.commands()).doesNotContain("vkAllocateMemory");
        assertThat(handle.isOpen()).isTrue();
        assertThat(driver.openDescriptors()).isEqualTo(1);
    }

    /** With checks on, a rule says it first. */
    @Test
    void importOfAPartIsRejectedIfTheDescriptionSaysMoreThanTheFileHas() {
        MemoryDescription description =
                new MemoryDescription(SIZE + 1, RecordingDriver.COHERENT, OPAQUE_FD, false, external.identity());
        assertThatThrownBy(() -> external.importMemory(handle, description, INFO.chain()))
                .isInstanceOfAny(IllegalArgumentException.class, ValidUsageException.class);
        assertThat(driver.commands()).isEmpty();
        assertThat(driver.openDescriptors()).isEqualTo(1);
    }

    @Test
    void importAcceptsTheWholeFile() {
        external.importMemory(
                        handle,
                        MemoryAllocateInfo.of(SIZE, RecordingDriver.COHERENT).chain())
                .close();
        assertThat(driver.commands()).containsExactly("vkAllocateMemory", "vkFreeMemory");
    }

    @Test
    void exportThatGivesSomethingElseIsRejectedAndClosed() {
        AtomicInteger given = new AtomicInteger();
        OpenFiles.Example pipe = OpenFiles.notMemory().findFirst().orElseThrow();
        driver.exportDescriptorsOf(() -> given.updateAndGet(old -> pipe.open()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.exportPosixFileDescriptor(OPAQUE_FD))
                .withMessageContaining("file descriptor " + given + " refers to a pipe")
                .satisfies(e -> assertThat(e.getSuppressed()).isEmpty());
        assertThat(Files.exists(Path.of("/proc/self/fd/" + given), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
    }
}
