package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memPutInt;

import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkExternalImageFormatProperties;

/**
 * What a device can do with a handle type for a kind of image, as vkGetPhysicalDeviceImageFormatProperties2 answers.
 *
 * @param externalMemoryProperties what it can do; nothing where it has no features
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkExternalImageFormatProperties.html">
 *     VkExternalImageFormatProperties</a>
 */
public record ExternalImageFormatProperties(ExternalMemoryProperties externalMemoryProperties)
        implements ExtendsImageFormatProperties2 {

    /** What is true of every VkExternalImageFormatProperties. */
    public static final StructureType<ExternalImageFormatProperties> TYPE = StructureType.of(
                    "VkExternalImageFormatProperties",
                    VK11.VK_STRUCTURE_TYPE_EXTERNAL_IMAGE_FORMAT_PROPERTIES,
                    VkExternalImageFormatProperties.SIZEOF,
                    ExternalImageFormatProperties::read)
            .from("VK_KHR_external_memory_capabilities", VK11.VK_API_VERSION_1_1);

    /** {@return the values of an LWJGL struct, without its chain} */
    public static ExternalImageFormatProperties read(VkExternalImageFormatProperties struct) {
        return read(struct.address());
    }

    private static ExternalImageFormatProperties read(long address) {
        return new ExternalImageFormatProperties(
                ExternalMemoryProperties.read(address + VkExternalImageFormatProperties.EXTERNALMEMORYPROPERTIES));
    }

    /** {@return the structure alone, on a stack} */
    public VkExternalImageFormatProperties marshal(MemoryStack stack) {
        return VkExternalImageFormatProperties.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<ExternalImageFormatProperties> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        externalMemoryProperties.write(address + VkExternalImageFormatProperties.EXTERNALMEMORYPROPERTIES);
        memPutInt(address + VkExternalImageFormatProperties.SIZEOF - 4, 0);
    }
}
