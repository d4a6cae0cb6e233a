package io.github.vkextmem.usage;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import io.github.vkextmem.struct.ExternalMemoryProperties;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.Resource;
import io.github.vkextmem.struct.ResourceParameters;
import java.util.Map;

/** The rules that need to know for which buffer or image memory is exported or imported, and what the device can do there. */
public final class ExternalUseRules {

    private static final String EXPORT = "VUID-VkExportMemoryAllocateInfo-handleTypes-09860";

    private ExternalUseRules() {}

    /**
     * Checks the handle types of a buffer or image for export.
     *
     * @param resource what is created
     * @param createdAs which structure it is created with
     * @param handleTypes the types it is created and its memory is allocated with
     * @param device what the device can do with each of the types for this resource
     * @param findings where broken statements are reported
     */
    public static void checkExport(
            ResourceParameters resource,
            CreatedAs createdAs,
            ExternalMemoryHandleTypes handleTypes,
            Map<ExternalMemoryHandleType, ExternalMemoryProperties> device,
            Findings findings) {
        device.forEach((handleType, properties) -> {
            if (isExportable(resource, handleType, properties, findings)) {
                isCompatible(createdAs.compatibleHandleTypes, handleType, handleTypes, properties, findings);
            }
        });
    }

    /** The structures with which a buffer or image is created for external memory. */
    public enum CreatedAs {
        /** VkExternalMemoryBufferCreateInfo. */
        BUFFER("VUID-VkBufferCreateInfo-pNext-00920"),
        /** VkExternalMemoryImageCreateInfo. */
        IMAGE("VUID-VkImageCreateInfo-pNext-00990"),
        /** VkExternalMemoryImageCreateInfoNV. */
        IMAGE_NV("VUID-VkImageCreateInfo-pNext-00991");

        private final String compatibleHandleTypes;

        CreatedAs(String compatibleHandleTypes) {
            this.compatibleHandleTypes = compatibleHandleTypes;
        }
    }

    /**
     * Checks memory that is allocated for a buffer or image which exists already.
     *
     * @param chain the allocation
     * @param resource what it is for
     * @param device what the device can do with each of the types that the memory is to be exported as, for this resource
     * @param findings where broken statements are reported
     */
    public static void checkMemory(
            MemoryAllocateChain chain,
            Resource resource,
            Map<ExternalMemoryHandleType, ExternalMemoryProperties> device,
            Findings findings) {
        ExportMemoryAllocateInfo export = chain.find(ExportMemoryAllocateInfo.class);
        if (export != null) {
            device.forEach((handleType, properties) -> {
                if (isExportable(resource.parameters(), handleType, properties, findings)) {
                    isCompatible(EXPORT, handleType, export.handleTypes(), properties, findings);
                }
                dedicatedWhereDemanded(chain, resource, handleType, properties, findings);
            });
        }
        DedicatedAllocationRules.checkCreation(chain, resource, findings);
    }

    /** VUID-VkMemoryAllocateInfo-pNext-00639, where it is known what the memory is for. */
    private static void dedicatedWhereDemanded(
            MemoryAllocateChain chain,
            Resource resource,
            ExternalMemoryHandleType handleType,
            ExternalMemoryProperties properties,
            Findings findings) {
        if (properties.isDedicatedOnly() && !DedicatedAllocationRules.isDedicated(chain)) {
            findings.add(
                    "VUID-VkMemoryAllocateInfo-pNext-00639",
                    handleType + " can be exported from dedicated memory only for " + resource,
                    "add a MemoryDedicatedAllocateInfo of it",
                    ExportMemoryAllocateInfo.class::isInstance);
        }
    }

    /** VUID-VkExportMemoryAllocateInfo-handleTypes-09860: the device can export it. */
    private static boolean isExportable(
            ResourceParameters resource,
            ExternalMemoryHandleType handleType,
            ExternalMemoryProperties properties,
            Findings findings) {
        if (!properties.isExportable()) {
            findings.add(
                    EXPORT,
                    "the device cannot export " + handleType + " for " + resource + "; it has "
                            + properties.externalMemoryFeatures(),
                    "choose a handle type, a usage, a format or a tiling that is exportable");
        }
        return properties.isExportable();
    }

    /** The statements of memory, buffers and images that handle types go together. */
    private static void isCompatible(
            String vuid,
            ExternalMemoryHandleType handleType,
            ExternalMemoryHandleTypes handleTypes,
            ExternalMemoryProperties properties,
            Findings findings) {
        // A driver that forgets to name the type itself means no harm.
        int compatible = properties.compatibleHandleTypes().bits() | handleType.bit();
        if ((handleTypes.bits() & ~compatible) != 0) {
            findings.add(
                    vuid,
                    handleTypes + " are asked for together, and with " + handleType + " only "
                            + properties.compatibleHandleTypes() + " go",
                    "ask for types that are compatible on this device");
        }
    }

    /**
     * Checks the handle type of a buffer or image that is imported.
     *
     * @param resource what is created
     * @param handleType what is imported
     * @param properties what the device can do with the type for this resource
     * @param findings where broken statements are reported
     */
    public static void checkImport(
            ResourceParameters resource,
            ExternalMemoryHandleType handleType,
            ExternalMemoryProperties properties,
            Findings findings) {
        if (!properties.isImportable()) {
            findings.add(
                    importSupported(handleType),
                    "the device cannot import " + handleType + " for " + resource + "; it has "
                            + properties.externalMemoryFeatures(),
                    "let the exporter choose what both sides can do");
        }
    }

    private static String importSupported(ExternalMemoryHandleType handleType) {
        return switch (handleType.kind()) {
            case POSIX_FILE_DESCRIPTOR -> "VUID-VkImportMemoryFdInfoKHR-handleType-09862";
            case HOST_POINTER -> "VUID-VkImportMemoryHostPointerInfoEXT-handleType-01747";
            case METAL_OBJECT -> "VUID-VkImportMemoryMetalHandleInfoEXT-handleType-10408";
            default -> "VUID-VkImportMemoryWin32HandleInfoKHR-handleType-09861";
        };
    }
}
