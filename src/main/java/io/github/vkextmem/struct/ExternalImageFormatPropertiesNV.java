package io.github.vkextmem.struct;

import org.lwjgl.vulkan.VkExternalImageFormatPropertiesNV;

/**
 * What a device can do with a handle type of VK_NV_external_memory_capabilities for a kind of image.
 *
 * @param imageFormatProperties how large such an image may be
 * @param externalMemoryFeatures whether memory can be exported and imported as the type
 * @param exportFromImportedHandleTypes the types that memory imported as this type can be exported as again
 * @param compatibleHandleTypes the types that can be given together with this one when memory is allocated
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkExternalImageFormatPropertiesNV.html">
 *     VkExternalImageFormatPropertiesNV</a>
 */
public record ExternalImageFormatPropertiesNV(
        ImageFormatProperties imageFormatProperties,
        ExternalMemoryFeaturesNV externalMemoryFeatures,
        ExternalMemoryHandleTypesNV exportFromImportedHandleTypes,
        ExternalMemoryHandleTypesNV compatibleHandleTypes) {

    /** {@return the values of an LWJGL struct} */
    public static ExternalImageFormatPropertiesNV read(VkExternalImageFormatPropertiesNV struct) {
        return new ExternalImageFormatPropertiesNV(
                ImageFormatProperties.read(struct.imageFormatProperties()),
                ExternalMemoryFeaturesNV.ofBits(struct.externalMemoryFeatures()),
                ExternalMemoryHandleTypesNV.ofBits(struct.exportFromImportedHandleTypes()),
                ExternalMemoryHandleTypesNV.ofBits(struct.compatibleHandleTypes()));
    }

    /** {@return whether memory for the image can be exported as the type} */
    public boolean isExportable() {
        return externalMemoryFeatures.contains(ExternalMemoryFeatureNV.EXPORTABLE);
    }

    /** {@return whether memory for the image can be imported from the type} */
    public boolean isImportable() {
        return externalMemoryFeatures.contains(ExternalMemoryFeatureNV.IMPORTABLE);
    }

    /** {@return whether the image demands a dedicated allocation} */
    public boolean isDedicatedOnly() {
        return externalMemoryFeatures.contains(ExternalMemoryFeatureNV.DEDICATED_ONLY);
    }

    /** {@return the same in the words of the core, without the limits of the image} */
    public ExternalMemoryProperties toCore() {
        return new ExternalMemoryProperties(
                ExternalMemoryFeatures.ofBits(externalMemoryFeatures.bits()),
                exportFromImportedHandleTypes.toCore(),
                compatibleHandleTypes.toCore());
    }
}
