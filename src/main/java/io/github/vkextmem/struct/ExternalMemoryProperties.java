package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memPutInt;

import org.lwjgl.vulkan.VkExternalMemoryProperties;

/**
 * What a device can do with a handle type for one use: a kind of buffer or image.
 *
 * @param externalMemoryFeatures whether memory can be exported and imported as the type
 * @param exportFromImportedHandleTypes the types that memory imported as this type can be exported as again
 * @param compatibleHandleTypes the types that can be given together with this one when memory is allocated
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkExternalMemoryProperties.html">
 *     VkExternalMemoryProperties</a>
 */
public record ExternalMemoryProperties(
        ExternalMemoryFeatures externalMemoryFeatures,
        ExternalMemoryHandleTypes exportFromImportedHandleTypes,
        ExternalMemoryHandleTypes compatibleHandleTypes) {

    /** What a device answers that can do nothing with the type. */
    public static final ExternalMemoryProperties NONE = new ExternalMemoryProperties(
            ExternalMemoryFeatures.of(), ExternalMemoryHandleTypes.of(), ExternalMemoryHandleTypes.of());

    /** {@return the values of an LWJGL struct} */
    public static ExternalMemoryProperties read(VkExternalMemoryProperties struct) {
        return read(struct.address());
    }

    static ExternalMemoryProperties read(long address) {
        return new ExternalMemoryProperties(
                ExternalMemoryFeatures.ofBits(VkExternalMemoryProperties.nexternalMemoryFeatures(address)),
                ExternalMemoryHandleTypes.ofBits(VkExternalMemoryProperties.nexportFromImportedHandleTypes(address)),
                ExternalMemoryHandleTypes.ofBits(VkExternalMemoryProperties.ncompatibleHandleTypes(address)));
    }

    void write(long address) {
        memPutInt(address + VkExternalMemoryProperties.EXTERNALMEMORYFEATURES, externalMemoryFeatures.bits());
        memPutInt(
                address + VkExternalMemoryProperties.EXPORTFROMIMPORTEDHANDLETYPES,
                exportFromImportedHandleTypes.bits());
        memPutInt(address + VkExternalMemoryProperties.COMPATIBLEHANDLETYPES, compatibleHandleTypes.bits());
    }

    /** {@return whether memory for the use can be exported as the type} */
    public boolean isExportable() {
        return externalMemoryFeatures.contains(ExternalMemoryFeature.EXPORTABLE);
    }

    /** {@return whether memory for the use can be imported from the type} */
    public boolean isImportable() {
        return externalMemoryFeatures.contains(ExternalMemoryFeature.IMPORTABLE);
    }

    /** {@return whether the use demands a dedicated allocation} */
    public boolean isDedicatedOnly() {
        return externalMemoryFeatures.contains(ExternalMemoryFeature.DEDICATED_ONLY);
    }
}
