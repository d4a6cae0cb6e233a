package io.github.vkextmem.usage;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.D3D11_TEXTURE;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.DMA_BUF_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.HOST_ALLOCATION_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.HOST_MAPPED_FOREIGN_MEMORY_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.MTLBUFFER_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.MTLHEAP_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32_KMT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.RDMA_ADDRESS_NV;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.Violation;
import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.DeviceFeature;
import io.github.vkextmem.struct.DeviceFeatures;
import io.github.vkextmem.struct.DeviceIdentity;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryAllocateInfoNV;
import io.github.vkextmem.struct.ExternalMemoryFeature;
import io.github.vkextmem.struct.ExternalMemoryFeatures;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import io.github.vkextmem.struct.ExternalMemoryProperties;
import io.github.vkextmem.struct.ImportMemoryHostPointerInfoEXT;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateFlag;
import io.github.vkextmem.struct.MemoryAllocateFlags;
import io.github.vkextmem.struct.MemoryAllocateFlagsInfo;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.MemoryDescription;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule that needs a device or a memory's history: what breaks it, and the nearest legal neighbour. */
class UsageRulesTest {

    private static final DeviceFacts DEVICE = Facts.UNKNOWN;

    private static final DeviceIdentity IDENTITY =
            new DeviceIdentity(new UUID(1, 2), new UUID(3, 4), OptionalLong.empty(), 0);
    private static final DeviceIdentity OTHER_DEVICE =
            new DeviceIdentity(new UUID(9, 2), new UUID(3, 4), OptionalLong.empty(), 0);
    private static final DeviceIdentity OTHER_DRIVER =
            new DeviceIdentity(new UUID(1, 2), new UUID(3, 9), OptionalLong.empty(), 0);

    private static Consumer<Findings> allocate(MemoryAllocateChain chain) {
        return findings -> AllocateMemoryRules.check(chain, new MemoryHistory(chain), DEVICE, findings);
    }

    private static Consumer<Findings> allocate(long size, int type) {
        return allocate(MemoryAllocateInfo.of(size, type).chain());
    }

    private static MemoryHistory exportable(ExternalMemoryHandleType... types) {
        return new MemoryHistory(MemoryAllocateInfo.of(1, 0).with(ExportMemoryAllocateInfo.of(types)));
    }

    private static Consumer<Findings> getFd(ExternalMemoryHandleType type, MemoryHistory history) {
        return findings -> GetMemoryHandleRules.checkFd(type, history, findings);
    }

    private static Consumer<Findings> getWin32(ExternalMemoryHandleType type, MemoryHistory history) {
        return findings -> GetMemoryHandleRules.checkWin32(type, history, findings);
    }

    private static Consumer<Findings> getNV(ExternalMemoryHandleTypeNV allocated, ExternalMemoryHandleTypeNV asked) {
        MemoryHistory history =
                new MemoryHistory(MemoryAllocateInfo.of(1, 0).with(ExportMemoryAllocateInfoNV.of(allocated)));
        return findings -> GetMemoryHandleRules.checkWin32NV(asked, history, findings);
    }

    private static Consumer<Findings> importing(MemoryAllocateChain chain, boolean dedicated, DeviceIdentity exporter) {
        MemoryDescription payload = new MemoryDescription(4096, 1, OPAQUE_FD, dedicated, exporter);
        return findings -> ImportRules.check(chain, payload, IDENTITY, findings);
    }

    private static Consumer<Findings> askingAbout(long hostPointer) {
        return findings -> HostPointerRules.checkQuery(hostPointer, 4096, findings);
    }

    /** On a device that takes host pointers into the types 1 and 2. */
    private static Consumer<Findings> importing(
            ExternalMemoryHandleType handleType, long hostPointer, long size, int type, OptionalLong there) {
        return findings -> HostPointerRules.checkImport(
                MemoryAllocateInfo.of(size, type),
                ImportMemoryHostPointerInfoEXT.of(handleType, hostPointer),
                there,
                4096,
                () -> 0b110,
                findings);
    }

    private static Consumer<Findings> getMetal(ExternalMemoryHandleType type, MemoryHistory history) {
        return findings -> GetMemoryHandleRules.checkMetal(type, history, findings);
    }

    private static Consumer<Findings> getRemoteAddress(MemoryHistory history) {
        return findings -> GetMemoryHandleRules.checkRemoteAddress(RDMA_ADDRESS_NV, history, findings);
    }

    private static Consumer<Findings> captureAddress(MemoryAllocateFlag flag) {
        MemoryAllocateChain chain = MemoryAllocateInfo.of(1, 0).with(MemoryAllocateFlagsInfo.of(flag));
        return findings -> OpaqueCaptureAddressRules.check(chain, DEVICE, findings);
    }

    private static Consumer<Findings> using(ExternalMemoryHandleType type, ExternalMemoryFeature feature) {
        var properties = new ExternalMemoryProperties(
                ExternalMemoryFeatures.of(feature), ExternalMemoryHandleTypes.of(), ExternalMemoryHandleTypes.of(type));
        return findings -> ExternalUseRules.checkImport(BufferParameters.of(4096, 1), type, properties, findings);
    }

    static Stream<Arguments> refusesTheUseAndAcceptsItsNeighbour() {
        MemoryAllocateChain texture = MemoryAllocateInfo.of(1, 0).with(ExportMemoryAllocateInfo.of(D3D11_TEXTURE));
        MemoryAllocateChain matching = MemoryAllocateInfo.of(4096, 1).chain();
        MemoryAllocateChain forBuffer = matching.with(MemoryDedicatedAllocateInfo.ofBuffer(7));
        MemoryAllocateChain forImage = matching.with(MemoryDedicatedAllocateInfo.ofImage(7));
        return Stream.of(
                Arguments.of("VUID-vkAllocateMemory-pAllocateInfo-01714", allocate(1, 2), allocate(1, 1)),
                Arguments.of("VUID-vkAllocateMemory-pAllocateInfo-01714", allocate(1, -1), allocate(1, 0)),
                Arguments.of("VUID-vkAllocateMemory-pAllocateInfo-01713", allocate(4097, 0), allocate(4096, 0)),
                Arguments.of("VUID-vkAllocateMemory-pAllocateInfo-01713", allocate(-1L, 1), allocate(8192, 1)),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-pNext-00639",
                        allocate(texture),
                        allocate(texture.with(MemoryDedicatedAllocateInfo.ofImage(1)))),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-pNext-00639",
                        allocate(texture.with(new MemoryDedicatedAllocateInfo(0, 0))),
                        allocate(MemoryAllocateInfo.of(1, 0).with(ExportMemoryAllocateInfo.of(OPAQUE_WIN32)))),
                Arguments.of(
                        "VUID-VkMemoryGetFdInfoKHR-handleType-00671",
                        getFd(OPAQUE_FD, exportable(DMA_BUF_EXT)),
                        getFd(OPAQUE_FD, exportable(DMA_BUF_EXT, OPAQUE_FD))),
                Arguments.of(
                        "VUID-VkMemoryGetFdInfoKHR-handleType-00671",
                        getFd(
                                OPAQUE_FD,
                                new MemoryHistory(MemoryAllocateInfo.of(1, 0).chain())),
                        getFd(OPAQUE_FD, exportable(OPAQUE_FD))),
                Arguments.of(
                        "VUID-VkMemoryGetWin32HandleInfoKHR-handleType-00662",
                        getWin32(OPAQUE_WIN32, exportable(OPAQUE_WIN32_KMT)),
                        getWin32(OPAQUE_WIN32_KMT, exportable(OPAQUE_WIN32_KMT))),
                Arguments.of(
                        "VUID-vkGetMemoryWin32HandleNV-handleType-01326",
                        getNV(ExternalMemoryHandleTypeNV.OPAQUE_WIN32_KMT, ExternalMemoryHandleTypeNV.OPAQUE_WIN32),
                        getNV(ExternalMemoryHandleTypeNV.OPAQUE_WIN32, ExternalMemoryHandleTypeNV.OPAQUE_WIN32)),
                Arguments.of(
                        "VUID-vkGetMemoryHostPointerPropertiesEXT-pHostPointer-01753",
                        askingAbout(0x10800),
                        askingAbout(0x11000)),
                Arguments.of(
                        "VUID-VkImportMemoryHostPointerInfoEXT-pHostPointer-01749",
                        importing(HOST_ALLOCATION_EXT, 0x10001, 8192, 1, OptionalLong.of(8192)),
                        importing(HOST_ALLOCATION_EXT, 0x10000, 8192, 1, OptionalLong.of(8192))),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-allocationSize-01745",
                        importing(HOST_ALLOCATION_EXT, 0x10000, 4097, 1, OptionalLong.of(8192)),
                        importing(HOST_ALLOCATION_EXT, 0x10000, 4096, 1, OptionalLong.of(8192))),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-memoryTypeIndex-01744",
                        importing(HOST_ALLOCATION_EXT, 0x10000, 8192, 0, OptionalLong.empty()),
                        importing(HOST_ALLOCATION_EXT, 0x10000, 8192, 2, OptionalLong.empty())),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-memoryTypeIndex-01744",
                        importing(HOST_ALLOCATION_EXT, 0x10000, 8192, 33, OptionalLong.empty()),
                        importing(HOST_ALLOCATION_EXT, 0x10000, 8192, 1, OptionalLong.empty())),
                Arguments.of(
                        "VUID-VkImportMemoryHostPointerInfoEXT-handleType-01750",
                        importing(HOST_ALLOCATION_EXT, 0x10000, 8192, 1, OptionalLong.of(8191)),
                        importing(HOST_ALLOCATION_EXT, 0x10000, 8192, 1, OptionalLong.of(8192))),
                Arguments.of(
                        "VUID-VkImportMemoryHostPointerInfoEXT-handleType-01751",
                        importing(HOST_MAPPED_FOREIGN_MEMORY_EXT, 0x10000, 8192, 1, OptionalLong.of(4096)),
                        importing(HOST_MAPPED_FOREIGN_MEMORY_EXT, 0x10000, 4096, 1, OptionalLong.of(4096))),
                Arguments.of(
                        "VUID-VkMemoryGetMetalHandleInfoEXT-memory-10413",
                        getMetal(
                                MTLHEAP_EXT,
                                new MemoryHistory(MemoryAllocateInfo.of(1, 0).chain())),
                        getMetal(MTLHEAP_EXT, exportable(MTLHEAP_EXT))),
                Arguments.of(
                        "VUID-VkMemoryGetMetalHandleInfoEXT-handleType-10414",
                        getMetal(MTLHEAP_EXT, exportable(MTLBUFFER_EXT)),
                        getMetal(MTLBUFFER_EXT, exportable(MTLBUFFER_EXT, MTLHEAP_EXT))),
                Arguments.of(
                        "VUID-VkMemoryGetRemoteAddressInfoNV-handleType-04966",
                        getRemoteAddress(exportable(OPAQUE_FD)),
                        getRemoteAddress(exportable(OPAQUE_FD, RDMA_ADDRESS_NV))),
                Arguments.of(
                        "VUID-VkDeviceMemoryOpaqueCaptureAddressInfo-memory-03336",
                        captureAddress(MemoryAllocateFlag.DEVICE_ADDRESS_CAPTURE_REPLAY),
                        captureAddress(MemoryAllocateFlag.DEVICE_ADDRESS)),
                Arguments.of(
                        "VUID-VkImportMemoryHostPointerInfoEXT-handleType-01747",
                        using(HOST_ALLOCATION_EXT, ExternalMemoryFeature.EXPORTABLE),
                        using(HOST_ALLOCATION_EXT, ExternalMemoryFeature.IMPORTABLE)),
                Arguments.of(
                        "VUID-VkImportMemoryMetalHandleInfoEXT-handleType-10408",
                        using(MTLHEAP_EXT, ExternalMemoryFeature.EXPORTABLE),
                        using(MTLHEAP_EXT, ExternalMemoryFeature.IMPORTABLE)),
                Arguments.of(
                        "VUID-VkImportMemoryFdInfoKHR-fd-00668",
                        importing(matching, false, OTHER_DEVICE),
                        importing(matching, false, IDENTITY)),
                Arguments.of(
                        "VUID-VkImportMemoryFdInfoKHR-fd-01746 VUID-VkImportMemoryFdInfoKHR-fd-01520",
                        importing(matching, false, OTHER_DRIVER),
                        importing(matching, false, IDENTITY)),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-allocationSize-01742",
                        importing(MemoryAllocateInfo.of(2048, 1).chain(), false, IDENTITY),
                        importing(matching, true, IDENTITY)),
                Arguments.of(
                        "VUID-VkMemoryDedicatedAllocateInfo-buffer-01879",
                        importing(forBuffer, false, IDENTITY),
                        importing(forBuffer, true, IDENTITY)),
                Arguments.of(
                        "VUID-VkMemoryDedicatedAllocateInfo-image-01878",
                        importing(forImage, false, IDENTITY),
                        importing(forImage, true, IDENTITY)));
    }

    private static Consumer<Findings> allocate(MemoryAllocateChain chain, DeviceFacts device) {
        return findings -> AllocateMemoryRules.check(chain, new MemoryHistory(chain), device, findings);
    }

    private static MemoryAllocateChain flags(MemoryAllocateInfo info, MemoryAllocateFlag... flags) {
        return info.with(MemoryAllocateFlagsInfo.of(flags));
    }

    private static Consumer<Findings> captureAddress(MemoryAllocateChain chain, DeviceFacts device) {
        return findings -> OpaqueCaptureAddressRules.check(chain, device, findings);
    }

    private static MemoryAllocateChain mask(int deviceMask) {
        return MemoryAllocateInfo.of(1, 0).with(MemoryAllocateFlagsInfo.of().withDeviceMask(deviceMask));
    }

    static Stream<Arguments> whatNeedsAFeature() {
        MemoryAllocateInfo open = MemoryAllocateInfo.of(1, 0);
        MemoryAllocateInfo secret = MemoryAllocateInfo.of(1, Facts.PROTECTED);
        DeviceFacts bare = Facts.with();
        DeviceFacts group = new Facts(DeviceFeatures.of().withPhysicalDeviceCount(2), true);
        DeviceFacts largest = new Facts(DeviceFeatures.of().withPhysicalDeviceCount(32), true);
        MemoryAllocateChain address = flags(open, MemoryAllocateFlag.DEVICE_ADDRESS);
        MemoryAllocateChain replay = flags(open, MemoryAllocateFlag.DEVICE_ADDRESS_CAPTURE_REPLAY);
        MemoryAllocateChain notAMask =
                open.with(new MemoryAllocateFlagsInfo(MemoryAllocateFlags.of(MemoryAllocateFlag.DEVICE_ADDRESS), 8));
        return Stream.of(
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-memoryTypeIndex-01872",
                        allocate(secret.chain(), bare),
                        allocate(secret.chain(), Facts.with(DeviceFeature.PROTECTED_MEMORY))),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-memoryTypeIndex-01872",
                        allocate(secret.chain(), Facts.with(DeviceFeature.BUFFER_DEVICE_ADDRESS)),
                        allocate(open.chain(), bare)),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-memoryTypeIndex-01872",
                        allocate(secret.chain(), bare),
                        allocate(secret.chain(), Facts.UNKNOWN)),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-flags-03330",
                        allocate(replay, Facts.with(DeviceFeature.BUFFER_DEVICE_ADDRESS)),
                        allocate(replay, Facts.with(DeviceFeature.BUFFER_DEVICE_ADDRESS_CAPTURE_REPLAY))),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-flags-03330",
                        allocate(replay, bare),
                        allocate(replay, Facts.UNKNOWN)),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-flags-03331",
                        allocate(address, Facts.with(DeviceFeature.BUFFER_DEVICE_ADDRESS_CAPTURE_REPLAY)),
                        allocate(address, Facts.with(DeviceFeature.BUFFER_DEVICE_ADDRESS))),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-flags-03331",
                        allocate(address, bare),
                        allocate(address, Facts.UNKNOWN)),
                Arguments.of(
                        "VUID-vkGetDeviceMemoryOpaqueCaptureAddress-None-03334",
                        captureAddress(address, Facts.with(DeviceFeature.BUFFER_DEVICE_ADDRESS_CAPTURE_REPLAY)),
                        captureAddress(address, Facts.with(DeviceFeature.BUFFER_DEVICE_ADDRESS))),
                Arguments.of(
                        "VUID-VkMemoryAllocateFlagsInfo-deviceMask-00675",
                        allocate(mask(2), bare),
                        allocate(mask(1), bare)),
                Arguments.of(
                        "VUID-VkMemoryAllocateFlagsInfo-deviceMask-00675",
                        allocate(mask(-1), group),
                        allocate(mask(-1), largest)),
                Arguments.of(
                        "VUID-VkMemoryAllocateFlagsInfo-deviceMask-00675",
                        allocate(mask(4), group),
                        allocate(mask(3), group)),
                // Without the flag the mask is ignored.
                Arguments.of(
                        "VUID-VkMemoryAllocateFlagsInfo-deviceMask-00675",
                        allocate(mask(8), group),
                        allocate(notAMask, Facts.with(DeviceFeature.BUFFER_DEVICE_ADDRESS))),
                Arguments.of(
                        "VUID-VkMemoryAllocateFlagsInfo-flags-10761",
                        allocate(flags(secret, MemoryAllocateFlag.ZERO_INITIALIZE_EXT), Facts.UNKNOWN),
                        allocate(flags(open, MemoryAllocateFlag.ZERO_INITIALIZE_EXT), Facts.UNKNOWN)),
                Arguments.of(
                        "VUID-VkMemoryAllocateFlagsInfo-flags-10761",
                        allocate(
                                flags(secret, MemoryAllocateFlag.ZERO_INITIALIZE_EXT),
                                Facts.with(DeviceFeature.PROTECTED_MEMORY)),
                        allocate(
                                flags(secret, MemoryAllocateFlag.DEVICE_ADDRESS),
                                Facts.with(DeviceFeature.PROTECTED_MEMORY, DeviceFeature.BUFFER_DEVICE_ADDRESS))));
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource({"refusesTheUseAndAcceptsItsNeighbour", "whatNeedsAFeature"})
    void refusesTheUseAndAcceptsItsNeighbour(String vuids, Consumer<Findings> broken, Consumer<Findings> legal) {
        Findings found = new Findings();
        broken.accept(found);
        assertThat(found.violations()).extracting(Violation::vuid).containsExactly(vuids.split(" "));
        Findings none = new Findings();
        legal.accept(none);
        assertThat(none.violations()).isEmpty();
    }
}
