package io.github.vkextmem.usage;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.DMA_BUF_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32_KMT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.Violation;
import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.BufferResource;
import io.github.vkextmem.struct.DedicatedAllocationMemoryAllocateInfoNV;
import io.github.vkextmem.struct.DeviceIdentity;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExtendsMemoryAllocateInfo;
import io.github.vkextmem.struct.ExternalMemoryFeature;
import io.github.vkextmem.struct.ExternalMemoryFeatures;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import io.github.vkextmem.struct.ExternalMemoryProperties;
import io.github.vkextmem.struct.ImageParameters;
import io.github.vkextmem.struct.ImageResource;
import io.github.vkextmem.struct.ImportMemoryFdInfoKHR;
import io.github.vkextmem.struct.ImportMemoryMetalHandleInfoEXT;
import io.github.vkextmem.struct.ImportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.ImportMemoryWin32HandleInfoNV;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.MemoryDescription;
import io.github.vkextmem.struct.Resource;
import io.github.vkextmem.struct.ResourceParameters;
import io.github.vkextmem.usage.ExternalUseRules.CreatedAs;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;

/** Each rule about what memory is for: what breaks it, and the nearest legal neighbour. */
class DedicatedRulesTest {

    private static final DeviceIdentity IDENTITY =
            new DeviceIdentity(new UUID(1, 2), new UUID(3, 4), OptionalLong.empty(), 0);
    private static final MemoryAllocateInfo INFO = MemoryAllocateInfo.of(4096, 0);
    private static final BufferParameters BUFFER = BufferParameters.of(1024, 1);
    private static final ImageParameters IMAGE = ImageParameters.of2D(37, 64, 32, 1);
    private static final MemoryDedicatedAllocateInfo OF_BUFFER = MemoryDedicatedAllocateInfo.ofBuffer(7);
    private static final MemoryDedicatedAllocateInfo OF_IMAGE = MemoryDedicatedAllocateInfo.ofImage(7);
    private static final DedicatedAllocationMemoryAllocateInfoNV NV_OF_BUFFER =
            DedicatedAllocationMemoryAllocateInfoNV.ofBuffer(7);
    private static final DedicatedAllocationMemoryAllocateInfoNV NV_OF_IMAGE =
            DedicatedAllocationMemoryAllocateInfoNV.ofImage(7);

    /** Buffers and images of {@link Facts} need as many bytes as their handle says. */
    private static Consumer<Findings> ofSize(long size, MemoryDedicatedAllocateInfo dedicated) {
        MemoryAllocateChain chain = MemoryAllocateInfo.of(size, 0).with(dedicated);
        return findings -> AllocateMemoryRules.check(chain, new MemoryHistory(chain), Facts.UNKNOWN, findings);
    }

    private static Consumer<Findings> ofSize(long size, DedicatedAllocationMemoryAllocateInfoNV dedicated) {
        MemoryAllocateChain chain = MemoryAllocateInfo.of(size, 0).with(dedicated);
        return findings -> AllocateMemoryRules.check(chain, new MemoryHistory(chain), Facts.UNKNOWN, findings);
    }

    private static Consumer<Findings> importOfSize(
            long size, MemoryDedicatedAllocateInfo dedicated, ExtendsMemoryAllocateInfo imported) {
        MemoryAllocateChain chain =
                MemoryAllocateInfo.of(size, 0).with(dedicated).with(imported);
        return findings -> AllocateMemoryRules.check(chain, new MemoryHistory(chain), Facts.UNKNOWN, findings);
    }

    private static Consumer<Findings> memoryFor(Resource resource, MemoryAllocateChain chain) {
        return findings -> ExternalUseRules.checkMemory(chain, resource, Map.of(), findings);
    }

    private static BufferResource buffer(int flags) {
        return BufferResource.of(7, new BufferParameters(1024, 1, flags));
    }

    private static ImageResource image(int flags) {
        return ImageResource.of(7, IMAGE.withFlags(flags));
    }

    private static ExternalMemoryProperties can(int compatible, ExternalMemoryFeature... features) {
        return new ExternalMemoryProperties(
                ExternalMemoryFeatures.of(features),
                ExternalMemoryHandleTypes.of(),
                ExternalMemoryHandleTypes.ofBits(compatible));
    }

    private static Consumer<Findings> exported(
            MemoryAllocateChain chain, Map<ExternalMemoryHandleType, ExternalMemoryProperties> device) {
        return findings ->
                ExternalUseRules.checkMemory(chain, BufferResource.of(7, BUFFER, OPAQUE_FD), device, findings);
    }

    private static Consumer<Findings> created(
            ResourceParameters parameters, CreatedAs createdAs, int compatible, ExternalMemoryHandleType... types) {
        return findings -> ExternalUseRules.checkExport(
                parameters,
                createdAs,
                ExternalMemoryHandleTypes.of(types),
                Map.of(types[0], can(compatible, ExternalMemoryFeature.EXPORTABLE)),
                findings);
    }

    private static Consumer<Findings> imported(ExternalMemoryHandleType type, ExternalMemoryFeature feature) {
        return findings -> ExternalUseRules.checkImport(BUFFER, type, can(type.bit(), feature), findings);
    }

    private static Consumer<Findings> imports(
            MemoryAllocateChain chain, ExternalMemoryHandleType type, boolean dedicated, ResourceParameters resource) {
        MemoryDescription payload = new MemoryDescription(4096, 0, type, dedicated, IDENTITY, resource);
        return findings -> ImportRules.check(chain, payload, IDENTITY, findings);
    }

    private static Consumer<Findings> outside(ExternalMemoryHandleType type, int memoryTypeIndex) {
        return findings ->
                ImportRules.checkFromOutside(MemoryAllocateInfo.of(1, memoryTypeIndex), type, 0b101, findings);
    }

    static Stream<Arguments> refusesTheUseAndAcceptsItsNeighbour() {
        MemoryAllocateChain export = INFO.with(ExportMemoryAllocateInfo.of(OPAQUE_FD));
        MemoryAllocateChain exportTwo = INFO.with(ExportMemoryAllocateInfo.of(OPAQUE_FD, DMA_BUF_EXT));
        ExternalMemoryProperties fd = can(0x1, ExternalMemoryFeature.EXPORTABLE);
        ExternalMemoryProperties dmaBuf = can(0x200, ExternalMemoryFeature.EXPORTABLE);
        ExternalMemoryProperties fdAndDmaBuf = can(0x201, ExternalMemoryFeature.EXPORTABLE);
        ExternalMemoryProperties dedicated =
                can(0x1, ExternalMemoryFeature.EXPORTABLE, ExternalMemoryFeature.DEDICATED_ONLY);
        return Stream.of(
                Arguments.of(
                        "VUID-VkMemoryDedicatedAllocateInfo-buffer-02965",
                        ofSize(4095, MemoryDedicatedAllocateInfo.ofBuffer(4096)),
                        ofSize(4096, MemoryDedicatedAllocateInfo.ofBuffer(4096))),
                Arguments.of(
                        "VUID-VkMemoryDedicatedAllocateInfo-image-02964",
                        ofSize(1, MemoryDedicatedAllocateInfo.ofImage(2)),
                        ofSize(3, MemoryDedicatedAllocateInfo.ofImage(2))),
                Arguments.of(
                        "VUID-VkMemoryDedicatedAllocateInfo-image-02964",
                        importOfSize(1, MemoryDedicatedAllocateInfo.ofImage(2), ImportMemoryFdInfoKHR.of(OPAQUE_FD, 3)),
                        importOfSize(
                                2, MemoryDedicatedAllocateInfo.ofImage(2), ImportMemoryFdInfoKHR.of(OPAQUE_FD, 3))),
                Arguments.of(
                        "VUID-VkMemoryDedicatedAllocateInfo-buffer-02965",
                        importOfSize(
                                1,
                                MemoryDedicatedAllocateInfo.ofBuffer(2),
                                ImportMemoryWin32HandleInfoKHR.of(OPAQUE_WIN32, 3)),
                        importOfSize(
                                1,
                                MemoryDedicatedAllocateInfo.ofBuffer(2),
                                ImportMemoryWin32HandleInfoKHR.of(ExternalMemoryHandleType.D3D12_RESOURCE, 3))),
                Arguments.of(
                        "VUID-VkMemoryDedicatedAllocateInfo-image-02964",
                        importOfSize(
                                1,
                                MemoryDedicatedAllocateInfo.ofImage(2),
                                ImportMemoryWin32HandleInfoNV.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32, 3)),
                        importOfSize(
                                0,
                                MemoryDedicatedAllocateInfo.ofImage(2),
                                ImportMemoryMetalHandleInfoEXT.of(ExternalMemoryHandleType.MTLTEXTURE_EXT, 3))),
                Arguments.of(
                        "VUID-VkDedicatedAllocationMemoryAllocateInfoNV-buffer-00653",
                        ofSize(8, NV_OF_BUFFER),
                        ofSize(7, NV_OF_BUFFER)),
                Arguments.of(
                        "VUID-VkDedicatedAllocationMemoryAllocateInfoNV-image-00652",
                        ofSize(6, NV_OF_IMAGE),
                        ofSize(7, NV_OF_IMAGE)),
                Arguments.of(
                        "VUID-VkMemoryDedicatedAllocateInfo-buffer-01436",
                        memoryFor(buffer(VK10.VK_BUFFER_CREATE_SPARSE_BINDING_BIT), INFO.with(OF_BUFFER)),
                        memoryFor(buffer(0), INFO.with(OF_BUFFER))),
                Arguments.of(
                        "VUID-VkMemoryDedicatedAllocateInfo-image-01434",
                        memoryFor(image(VK10.VK_IMAGE_CREATE_SPARSE_BINDING_BIT), INFO.with(OF_IMAGE)),
                        memoryFor(image(VK10.VK_IMAGE_CREATE_SPARSE_BINDING_BIT), INFO.chain())),
                Arguments.of(
                        "VUID-VkMemoryDedicatedAllocateInfo-image-01797",
                        memoryFor(image(VK11.VK_IMAGE_CREATE_DISJOINT_BIT), INFO.with(OF_IMAGE)),
                        memoryFor(image(VK10.VK_IMAGE_CREATE_MUTABLE_FORMAT_BIT), INFO.with(OF_IMAGE))),
                Arguments.of(
                        "VUID-VkDedicatedAllocationMemoryAllocateInfoNV-buffer-00651",
                        memoryFor(buffer(0), INFO.with(NV_OF_BUFFER)),
                        memoryFor(buffer(0).withDedicatedAllocationNV(), INFO.with(NV_OF_BUFFER))),
                Arguments.of(
                        "VUID-VkDedicatedAllocationMemoryAllocateInfoNV-image-00650",
                        memoryFor(image(0), INFO.with(NV_OF_IMAGE)),
                        memoryFor(image(0), INFO.with(OF_IMAGE))),
                Arguments.of(
                        "VUID-VkExportMemoryAllocateInfo-handleTypes-09860",
                        exported(export, Map.of(OPAQUE_FD, can(0x1, ExternalMemoryFeature.IMPORTABLE))),
                        exported(export, Map.of(OPAQUE_FD, fd))),
                Arguments.of(
                        "VUID-VkExportMemoryAllocateInfo-handleTypes-09860",
                        exported(exportTwo, Map.of(OPAQUE_FD, fdAndDmaBuf, DMA_BUF_EXT, dmaBuf)),
                        exported(exportTwo, Map.of(OPAQUE_FD, fdAndDmaBuf, DMA_BUF_EXT, fdAndDmaBuf))),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-pNext-00639",
                        exported(export, Map.of(OPAQUE_FD, dedicated)),
                        exported(export.with(OF_BUFFER), Map.of(OPAQUE_FD, dedicated))),
                Arguments.of(
                        "VUID-VkBufferCreateInfo-pNext-00920",
                        created(BUFFER, CreatedAs.BUFFER, 0x2, OPAQUE_WIN32, OPAQUE_WIN32_KMT),
                        created(BUFFER, CreatedAs.BUFFER, 0x6, OPAQUE_WIN32, OPAQUE_WIN32_KMT)),
                Arguments.of(
                        "VUID-VkImageCreateInfo-pNext-00990",
                        created(IMAGE, CreatedAs.IMAGE, 0x2, OPAQUE_WIN32, OPAQUE_WIN32_KMT),
                        created(IMAGE, CreatedAs.IMAGE, 0x6, OPAQUE_WIN32, OPAQUE_WIN32_KMT)),
                Arguments.of(
                        "VUID-VkImageCreateInfo-pNext-00991",
                        created(IMAGE, CreatedAs.IMAGE_NV, 0x2, OPAQUE_WIN32, OPAQUE_WIN32_KMT),
                        created(IMAGE, CreatedAs.IMAGE_NV, 0x2, OPAQUE_WIN32)),
                Arguments.of(
                        "VUID-VkImportMemoryFdInfoKHR-handleType-09862",
                        imported(DMA_BUF_EXT, ExternalMemoryFeature.EXPORTABLE),
                        imported(DMA_BUF_EXT, ExternalMemoryFeature.IMPORTABLE)),
                Arguments.of(
                        "VUID-VkImportMemoryWin32HandleInfoKHR-handleType-09861",
                        imported(OPAQUE_WIN32, ExternalMemoryFeature.EXPORTABLE),
                        imported(OPAQUE_WIN32, ExternalMemoryFeature.IMPORTABLE)),
                Arguments.of(
                        "VUID-VkMemoryDedicatedAllocateInfo-buffer-01877",
                        imports(INFO.with(OF_BUFFER), OPAQUE_WIN32, false, null),
                        imports(INFO.with(OF_BUFFER), OPAQUE_WIN32, true, null)),
                Arguments.of(
                        "VUID-VkMemoryDedicatedAllocateInfo-image-01876",
                        imports(INFO.with(OF_IMAGE), OPAQUE_WIN32_KMT, true, BUFFER),
                        imports(INFO.with(OF_IMAGE), OPAQUE_WIN32_KMT, true, IMAGE)),
                Arguments.of(
                        "VUID-VkMemoryDedicatedAllocateInfo-buffer-01879",
                        imports(INFO.with(OF_BUFFER), OPAQUE_FD, true, IMAGE),
                        imports(INFO.with(OF_BUFFER), OPAQUE_FD, true, BUFFER)),
                Arguments.of(
                        "VUID-VkMemoryDedicatedAllocateInfo-image-01878",
                        imports(INFO.with(OF_IMAGE), OPAQUE_FD, false, IMAGE),
                        imports(INFO.with(OF_IMAGE), DMA_BUF_EXT, false, IMAGE)),
                Arguments.of(
                        "VUID-VkDedicatedAllocationMemoryAllocateInfoNV-buffer-00655",
                        imports(INFO.with(NV_OF_BUFFER), OPAQUE_FD, false, null),
                        imports(INFO.with(NV_OF_BUFFER), OPAQUE_FD, true, BUFFER)),
                Arguments.of(
                        "VUID-VkDedicatedAllocationMemoryAllocateInfoNV-image-00654",
                        imports(INFO.with(NV_OF_IMAGE), OPAQUE_WIN32, true, BUFFER),
                        imports(INFO.with(NV_OF_IMAGE), OPAQUE_WIN32, true, IMAGE)),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-allocationSize-01743",
                        imports(MemoryAllocateInfo.of(4097, 0).chain(), OPAQUE_WIN32, false, null),
                        imports(INFO.chain(), OPAQUE_WIN32, false, null)),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-allocationSize-01743",
                        imports(MemoryAllocateInfo.of(4096, 1).chain(), OPAQUE_WIN32_KMT, false, null),
                        imports(INFO.chain(), OPAQUE_WIN32_KMT, false, null)),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-allocationSize-01742",
                        imports(MemoryAllocateInfo.of(4096, 1).chain(), OPAQUE_FD, false, null),
                        imports(MemoryAllocateInfo.of(4096, 1).chain(), DMA_BUF_EXT, false, null)),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-memoryTypeIndex-00648",
                        outside(DMA_BUF_EXT, 1),
                        outside(DMA_BUF_EXT, 2)),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-memoryTypeIndex-00648",
                        outside(DMA_BUF_EXT, 32),
                        outside(DMA_BUF_EXT, 0)),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-memoryTypeIndex-00645",
                        outside(ExternalMemoryHandleType.D3D12_RESOURCE, 1),
                        outside(ExternalMemoryHandleType.D3D12_RESOURCE, 0)));
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource
    void refusesTheUseAndAcceptsItsNeighbour(String vuid, Consumer<Findings> broken, Consumer<Findings> legal) {
        Findings found = new Findings();
        broken.accept(found);
        assertThat(found.violations()).extracting(Violation::vuid).containsExactly(vuid);
        Findings none = new Findings();
        legal.accept(none);
        assertThat(none.violations()).isEmpty();
    }
}
