package io.github.vkextmem.struct;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.DMA_BUF_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32_KMT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.ValidUsageException;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What one value can already say wrong, its constructor refuses. */
class ConstructorsTest {

    private static Arguments row(String vuid, Supplier<?> broken, Supplier<?> legal) {
        return Arguments.of(vuid, broken, legal);
    }

    static Stream<Arguments> refusesTheValueAndAcceptsItsNeighbour() {
        return Stream.of(
                row(
                        "VUID-VkMemoryDedicatedAllocateInfo-image-01432",
                        () -> new MemoryDedicatedAllocateInfo(1, 2),
                        () -> new MemoryDedicatedAllocateInfo(1, 0)),
                row(
                        "VUID-VkImportMemoryFdInfoKHR-handleType-00669",
                        () -> ImportMemoryFdInfoKHR.of(OPAQUE_WIN32, 3),
                        () -> ImportMemoryFdInfoKHR.of(DMA_BUF_EXT, 3)),
                row(
                        "VUID-VkImportMemoryFdInfoKHR-handleType-00670",
                        () -> ImportMemoryFdInfoKHR.of(OPAQUE_FD, -1),
                        () -> new ImportMemoryFdInfoKHR(null, -1)),
                row(
                        "VUID-VkImportMemoryWin32HandleInfoKHR-handleType-00660",
                        () -> ImportMemoryWin32HandleInfoKHR.of(OPAQUE_FD, 4),
                        () -> ImportMemoryWin32HandleInfoKHR.of(OPAQUE_WIN32_KMT, 4)),
                row(
                        "VUID-VkImportMemoryWin32HandleInfoKHR-handleType-00661",
                        () -> ImportMemoryWin32HandleInfoKHR.of(OPAQUE_WIN32, 0),
                        () -> new ImportMemoryWin32HandleInfoKHR(null, 0, null)),
                row(
                        "VUID-VkImportMemoryWin32HandleInfoKHR-handleType-01439",
                        () -> ImportMemoryWin32HandleInfoKHR.named(OPAQUE_WIN32_KMT, "a"),
                        () -> ImportMemoryWin32HandleInfoKHR.named(OPAQUE_WIN32, "a")),
                row(
                        "VUID-VkImportMemoryWin32HandleInfoKHR-handle-01441",
                        () -> new ImportMemoryWin32HandleInfoKHR(OPAQUE_WIN32, 4, "a"),
                        () -> new ImportMemoryWin32HandleInfoKHR(OPAQUE_WIN32, 0, "a")),
                row(
                        "VUID-VkImportMemoryWin32HandleInfoNV-handle-01328",
                        () -> ImportMemoryWin32HandleInfoNV.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32, 0),
                        () -> new ImportMemoryWin32HandleInfoNV(null, 0)),
                row(
                        "VUID-VkMemoryGetFdInfoKHR-memory-parameter",
                        () -> MemoryGetFdInfoKHR.of(0, OPAQUE_FD),
                        () -> MemoryGetFdInfoKHR.of(1, OPAQUE_FD)),
                row(
                        "VUID-VkMemoryGetFdInfoKHR-handleType-00672",
                        () -> MemoryGetFdInfoKHR.of(1, OPAQUE_WIN32),
                        () -> MemoryGetFdInfoKHR.of(1, DMA_BUF_EXT)),
                row(
                        "VUID-VkMemoryGetWin32HandleInfoKHR-memory-parameter",
                        () -> MemoryGetWin32HandleInfoKHR.of(0, OPAQUE_WIN32),
                        () -> MemoryGetWin32HandleInfoKHR.of(1, OPAQUE_WIN32)),
                row(
                        "VUID-VkMemoryGetWin32HandleInfoKHR-handleType-00664",
                        () -> MemoryGetWin32HandleInfoKHR.of(1, OPAQUE_FD),
                        () -> MemoryGetWin32HandleInfoKHR.of(1, OPAQUE_WIN32_KMT)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refusesTheValueAndAcceptsItsNeighbour(String vuid, Supplier<?> broken, Supplier<?> legal) {
        assertThatThrownBy(broken::get)
                .isInstanceOfSatisfying(
                        ValidUsageException.class, e -> assertThat(e.vuids()).isEqualTo(List.of(vuid)));
        assertThat(legal.get()).isNotNull();
    }

    @Test
    void aNameIsNullOrNonEmptyAndWithoutNul() {
        assertThat(new ExportMemoryWin32HandleInfoKHR(null, 1, null).name()).isNull();
        assertThat(ExportMemoryWin32HandleInfoKHR.of(null, 1).withName("a").name())
                .isEqualTo("a");
        for (String name : List.of("", "a\0b")) {
            assertThatThrownBy(() -> new ExportMemoryWin32HandleInfoKHR(null, 1, name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("name");
        }
    }

    @Test
    void aDescriptionOfNothingIsRefused() {
        DeviceIdentity device = new DeviceIdentity(new UUID(1, 2), new UUID(3, 4), OptionalLong.empty(), 0);
        assertThatThrownBy(() -> new MemoryDescription(0, 0, OPAQUE_FD, false, device))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MemoryDescription(1, 32, OPAQUE_FD, false, device))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new MemoryDescription(1, 31, OPAQUE_FD, false, device).allocateInfo())
                .isEqualTo(MemoryAllocateInfo.of(1, 31));
    }
}
