package io.github.vkextmem.struct;

import static io.github.vkextmem.struct.ExportMetalObjectTypeEXT.METAL_BUFFER;
import static io.github.vkextmem.struct.ExportMetalObjectTypeEXT.METAL_COMMAND_QUEUE;
import static io.github.vkextmem.struct.ExportMetalObjectTypeEXT.METAL_DEVICE;
import static io.github.vkextmem.struct.ExportMetalObjectTypeEXT.METAL_IOSURFACE;
import static io.github.vkextmem.struct.ExportMetalObjectTypeEXT.METAL_SHARED_EVENT;
import static io.github.vkextmem.struct.ExportMetalObjectTypeEXT.METAL_TEXTURE;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.HOST_ALLOCATION_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.MTLBUFFER_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.MTLTEXTURE_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32_KMT;
import static io.github.vkextmem.struct.Parents.BUFFER_CREATE_INFO;
import static io.github.vkextmem.struct.Parents.BUFFER_VIEW_CREATE_INFO;
import static io.github.vkextmem.struct.Parents.EVENT_CREATE_INFO;
import static io.github.vkextmem.struct.Parents.IMAGE_CREATE_INFO;
import static io.github.vkextmem.struct.Parents.IMAGE_VIEW_CREATE_INFO;
import static io.github.vkextmem.struct.Parents.INSTANCE_CREATE_INFO;
import static io.github.vkextmem.struct.Parents.SEMAPHORE_CREATE_INFO;
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
                        MemoryAllocateInfo.of(1, 0).with(ExportMemoryAllocateInfo.of())),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-allocationSize-07899",
                        MemoryAllocateInfo.of(0, 0).with(CORE),
                        MemoryAllocateInfo.of(1, 0).with(CORE)),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-allocationSize-07899",
                        MemoryAllocateInfo.of(0, 0).with(NV),
                        MemoryAllocateInfo.of(0, 0)
                                .with(ExportMemoryAllocateInfo.of(
                                        ExternalMemoryHandleType.ANDROID_HARDWARE_BUFFER_ANDROID))),
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

    private static final ImportMemoryFdInfoKHR FD = ImportMemoryFdInfoKHR.of(OPAQUE_FD, 3);
    private static final ImportMemoryHostPointerInfoEXT POINTER =
            ImportMemoryHostPointerInfoEXT.of(HOST_ALLOCATION_EXT, 4096);
    private static final ImportMemoryMetalHandleInfoEXT TEXTURE = ImportMemoryMetalHandleInfoEXT.of(MTLTEXTURE_EXT, 4);
    private static final MemoryOpaqueCaptureAddressAllocateInfo ADDRESS = MemoryOpaqueCaptureAddressAllocateInfo.of(1);
    private static final MemoryOpaqueCaptureAddressAllocateInfo NO_ADDRESS =
            MemoryOpaqueCaptureAddressAllocateInfo.of(0);
    private static final MemoryAllocateFlagsInfo REPLAY =
            MemoryAllocateFlagsInfo.of(MemoryAllocateFlag.DEVICE_ADDRESS_CAPTURE_REPLAY);
    private static final MemoryAllocateFlagsInfo ZEROED =
            MemoryAllocateFlagsInfo.of(MemoryAllocateFlag.ZERO_INITIALIZE_EXT);

    static Stream<Arguments> refusesTheImportAndAcceptsItsNeighbour() {
        MemoryAllocateInfo empty = MemoryAllocateInfo.of(0, 0);
        return Stream.of(
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-None-06657",
                        INFO.with(FD).with(POINTER),
                        INFO.with(new ImportMemoryFdInfoKHR(null, 3)).with(POINTER)),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-None-06657",
                        INFO.with(ImportMetalBufferInfoEXT.of(4))
                                .with(ImportMemoryMetalHandleInfoEXT.of(MTLBUFFER_EXT, 4)),
                        INFO.with(ImportMetalBufferInfoEXT.of(4)).with(new ImportMemoryMetalHandleInfoEXT(null, 4))),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-allocationSize-07897",
                        empty.with(new ImportMemoryMetalHandleInfoEXT(null, 4)),
                        empty.with(ImportMemoryMetalHandleInfoEXT.of(MTLBUFFER_EXT, 4))),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-pNext-02805",
                        INFO.with(POINTER).with(DedicatedAllocationMemoryAllocateInfoNV.ofBuffer(7)),
                        INFO.with(POINTER).with(new DedicatedAllocationMemoryAllocateInfoNV(0, 0))),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-pNext-02805",
                        INFO.with(DedicatedAllocationMemoryAllocateInfoNV.ofImage(7))
                                .with(POINTER),
                        INFO.with(DedicatedAllocationMemoryAllocateInfoNV.ofImage(7))
                                .with(FD)),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-pNext-02806",
                        INFO.with(POINTER).with(MemoryDedicatedAllocateInfo.ofImage(7)),
                        INFO.with(POINTER).with(new MemoryDedicatedAllocateInfo(0, 0))),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-pNext-02806",
                        INFO.with(MemoryDedicatedAllocateInfo.ofBuffer(7)).with(POINTER),
                        INFO.with(MemoryDedicatedAllocateInfo.ofBuffer(7)).with(FD)),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-opaqueCaptureAddress-03329",
                        INFO.with(ADDRESS),
                        INFO.with(NO_ADDRESS)),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-opaqueCaptureAddress-03329",
                        INFO.with(ADDRESS).with(MemoryAllocateFlagsInfo.of(MemoryAllocateFlag.DEVICE_ADDRESS)),
                        INFO.with(ADDRESS).with(REPLAY)),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-pNext-03332 VUID-VkMemoryAllocateInfo-opaqueCaptureAddress-03333",
                        INFO.with(POINTER).with(ADDRESS).with(REPLAY),
                        INFO.with(POINTER).with(NO_ADDRESS).with(REPLAY)),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-opaqueCaptureAddress-03333",
                        INFO.with(REPLAY).with(ADDRESS).with(FD),
                        INFO.with(REPLAY).with(ADDRESS).with(new ImportMemoryFdInfoKHR(null, 3))),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-pNext-10395",
                        empty.with(TEXTURE),
                        empty.with(TEXTURE).with(MemoryDedicatedAllocateInfo.ofImage(7))),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-pNext-10395",
                        INFO.with(TEXTURE).with(MemoryDedicatedAllocateInfo.ofBuffer(7)),
                        INFO.with(ImportMemoryMetalHandleInfoEXT.of(MTLBUFFER_EXT, 4))
                                .with(MemoryDedicatedAllocateInfo.ofBuffer(7))),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-pNext-10397",
                        MemoryAllocateInfo.of(1, 0).with(TEXTURE).with(MemoryDedicatedAllocateInfo.ofImage(7)),
                        empty.with(TEXTURE).with(MemoryDedicatedAllocateInfo.ofImage(7))),
                Arguments.of(
                        "VUID-VkMemoryAllocateFlagsInfo-flags-10760",
                        INFO.with(ZEROED).with(FD),
                        INFO.with(ZEROED).with(new ImportMemoryFdInfoKHR(null, 3))),
                Arguments.of(
                        "VUID-VkMemoryAllocateFlagsInfo-flags-parameter",
                        INFO.with(new MemoryAllocateFlagsInfo(MemoryAllocateFlags.ofBits(0x10), 0)),
                        INFO.with(new MemoryAllocateFlagsInfo(MemoryAllocateFlags.ofBits(0xE), 0))));
    }

    private static ExportMetalObjectCreateInfoEXT export(ExportMetalObjectTypeEXT type) {
        return new ExportMetalObjectCreateInfoEXT(type);
    }

    static Stream<Arguments> exportsFromEachParentItsOwnMetalObjects() {
        return Stream.of(
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-pNext-06780",
                        INFO.with(export(METAL_TEXTURE)),
                        INFO.with(export(METAL_BUFFER))),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-pNext-06780",
                        INFO.with(export(METAL_BUFFER)).with(export(null)),
                        INFO.with(export(METAL_BUFFER)).with(export(METAL_BUFFER))),
                Arguments.of(
                        "VUID-VkImageCreateInfo-pNext-06783",
                        IMAGE_CREATE_INFO.tail(export(METAL_BUFFER)),
                        IMAGE_CREATE_INFO.tail(export(METAL_TEXTURE)).with(export(METAL_IOSURFACE))),
                Arguments.of(
                        "VUID-VkInstanceCreateInfo-pNext-06779",
                        INSTANCE_CREATE_INFO.tail(export(METAL_SHARED_EVENT)),
                        INSTANCE_CREATE_INFO.tail(export(METAL_DEVICE)).with(export(METAL_COMMAND_QUEUE))),
                Arguments.of(
                        "VUID-VkBufferViewCreateInfo-pNext-06782",
                        BUFFER_VIEW_CREATE_INFO.tail(export(METAL_BUFFER)),
                        BUFFER_VIEW_CREATE_INFO.tail(export(METAL_TEXTURE))),
                Arguments.of(
                        "VUID-VkImageViewCreateInfo-pNext-06787",
                        IMAGE_VIEW_CREATE_INFO.tail(export(METAL_IOSURFACE)),
                        IMAGE_VIEW_CREATE_INFO.tail(export(METAL_TEXTURE))),
                Arguments.of(
                        "VUID-VkSemaphoreCreateInfo-pNext-06789",
                        SEMAPHORE_CREATE_INFO.tail(export(METAL_DEVICE)),
                        SEMAPHORE_CREATE_INFO.tail(export(METAL_SHARED_EVENT))),
                Arguments.of(
                        "VUID-VkEventCreateInfo-pNext-06790",
                        EVENT_CREATE_INFO.tail(export(METAL_COMMAND_QUEUE)),
                        EVENT_CREATE_INFO.tail(export(METAL_SHARED_EVENT))));
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource({
        "refusesTheChainAndAcceptsItsNeighbour",
        "refusesTheImportAndAcceptsItsNeighbour",
        "exportsFromEachParentItsOwnMetalObjects"
    })
    void refusesTheChainAndAcceptsItsNeighbour(String vuids, PNextList<?> broken, PNextList<?> legal) {
        assertThat(broken.violations()).extracting(Violation::vuid).containsExactly(vuids.split(" "));
        assertThat(legal.violations()).isEmpty();
    }
}
