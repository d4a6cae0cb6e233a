package io.github.vkextmem.struct;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32_KMT;
import static io.github.vkextmem.struct.Parents.BUFFER_CREATE_INFO;
import static io.github.vkextmem.struct.Parents.IMAGE_CREATE_INFO;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.Violation;
import io.github.vkextmem.chain.PNextList;
import io.github.vkextmem.chain.StructureType;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule that values and the chain can break: the broken chain, and its nearest legal neighbour. */
class ChainRulesTest {

    private static final MemoryAllocateInfo INFO = MemoryAllocateInfo.of(4096, 0);
    private static final ExportMemoryAllocateInfo CORE = ExportMemoryAllocateInfo.of(OPAQUE_WIN32);
    private static final ExportMemoryAllocateInfoNV NV =
            ExportMemoryAllocateInfoNV.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32);
    private static final ExportMemoryWin32HandleInfoNV WIN32_NV = ExportMemoryWin32HandleInfoNV.of(null, 1);
    private static final ExportMemoryWin32HandleInfoKHR WIN32 = ExportMemoryWin32HandleInfoKHR.of(null, 1);
    private static final int UNKNOWN = 0x40000000;

    /** An import structure that the library does not have. */
    private record OtherImport(boolean isImport) implements ExtendsMemoryAllocateInfo, ImportOperation {

        @Override
        public StructureType<OtherImport> type() {
            return StructureType.of("VkOtherImport", 1000178000, 32, address -> new OtherImport(true));
        }

        @Override
        public void write(long address, long pNext) {
            throw new UnsupportedOperationException();
        }
    }

    static Stream<Arguments> refusesTheChainAndAcceptsItsNeighbour() {
        return Stream.of(
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-pNext-00640", INFO.with(CORE).with(NV), INFO.with(NV)),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-pNext-00640",
                        INFO.with(WIN32_NV).with(CORE),
                        INFO.with(WIN32_NV).with(NV)),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-allocationSize-07897",
                        MemoryAllocateInfo.of(0, 0).chain(),
                        MemoryAllocateInfo.of(1, 0).chain()),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-allocationSize-07897",
                        MemoryAllocateInfo.of(0, 0).with(ExportMemoryAllocateInfo.of()),
                        MemoryAllocateInfo.of(0, 0).with(CORE)),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-allocationSize-07897",
                        MemoryAllocateInfo.of(0, 0).with(new ImportMemoryFdInfoKHR(null, 3)),
                        MemoryAllocateInfo.of(0, 0).with(ImportMemoryFdInfoKHR.of(OPAQUE_FD, 3))),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-pNext-00641",
                        INFO.with(new ImportMemoryWin32HandleInfoKHR(null, 0, null))
                                .with(ImportMemoryWin32HandleInfoNV.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32, 4)),
                        INFO.with(ImportMemoryWin32HandleInfoNV.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32, 4))),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-None-06657",
                        INFO.with(ImportMemoryFdInfoKHR.of(OPAQUE_FD, 3)).with(new OtherImport(true)),
                        INFO.with(ImportMemoryFdInfoKHR.of(OPAQUE_FD, 3)).with(new OtherImport(false))),
                Arguments.of(
                        "VUID-VkExportMemoryWin32HandleInfoKHR-handleTypes-00657",
                        INFO.with(WIN32).with(ExportMemoryAllocateInfo.of(OPAQUE_WIN32_KMT)),
                        INFO.with(WIN32).with(ExportMemoryAllocateInfo.of(OPAQUE_WIN32_KMT, OPAQUE_WIN32))),
                Arguments.of("VUID-VkExportMemoryWin32HandleInfoKHR-handleTypes-00657", INFO.with(WIN32), INFO.chain()),
                Arguments.of(
                        "VUID-VkExportMemoryAllocateInfo-handleTypes-parameter",
                        INFO.with(new ExportMemoryAllocateInfo(ExternalMemoryHandleTypes.ofBits(UNKNOWN | 1))),
                        INFO.with(new ExportMemoryAllocateInfo(ExternalMemoryHandleTypes.ofBits(1)))),
                Arguments.of(
                        "VUID-VkExportMemoryAllocateInfoNV-handleTypes-parameter",
                        INFO.with(new ExportMemoryAllocateInfoNV(ExternalMemoryHandleTypesNV.ofBits(0x10))),
                        INFO.with(new ExportMemoryAllocateInfoNV(ExternalMemoryHandleTypesNV.ofBits(0x8)))),
                Arguments.of(
                        "VUID-VkExternalMemoryImageCreateInfo-handleTypes-parameter",
                        IMAGE_CREATE_INFO.tail(
                                new ExternalMemoryImageCreateInfo(ExternalMemoryHandleTypes.ofBits(UNKNOWN))),
                        IMAGE_CREATE_INFO.tail(new ExternalMemoryImageCreateInfo(ExternalMemoryHandleTypes.ofBits(0)))),
                Arguments.of(
                        "VUID-VkExternalMemoryImageCreateInfoNV-handleTypes-parameter",
                        IMAGE_CREATE_INFO.tail(
                                new ExternalMemoryImageCreateInfoNV(ExternalMemoryHandleTypesNV.ofBits(UNKNOWN))),
                        IMAGE_CREATE_INFO.tail(
                                new ExternalMemoryImageCreateInfoNV(ExternalMemoryHandleTypesNV.ofBits(1)))),
                Arguments.of(
                        "VUID-VkExternalMemoryBufferCreateInfo-handleTypes-parameter",
                        BUFFER_CREATE_INFO.tail(
                                new ExternalMemoryBufferCreateInfo(ExternalMemoryHandleTypes.ofBits(UNKNOWN))),
                        BUFFER_CREATE_INFO.tail(
                                new ExternalMemoryBufferCreateInfo(ExternalMemoryHandleTypes.ofBits(0x7FFFF)))));
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource
    void refusesTheChainAndAcceptsItsNeighbour(String vuid, PNextList<?> broken, PNextList<?> legal) {
        assertThat(broken.violations()).extracting(Violation::vuid).containsExactly(vuid);
        assertThat(legal.violations()).isEmpty();
    }
}
