package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memPutInt;

import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.Structure;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkExternalBufferProperties;

/**
 * What a device can do with a handle type for a kind of buffer, as vkGetPhysicalDeviceExternalBufferProperties answers.
 *
 * @param externalMemoryProperties what it can do; nothing where it has no features
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkExternalBufferProperties.html">
 *     VkExternalBufferProperties</a>
 */
public record ExternalBufferProperties(ExternalMemoryProperties externalMemoryProperties) implements Structure {

    /** What is true of every VkExternalBufferProperties. */
    public static final StructureType<ExternalBufferProperties> TYPE = StructureType.of(
                    "VkExternalBufferProperties",
                    VK11.VK_STRUCTURE_TYPE_EXTERNAL_BUFFER_PROPERTIES,
                    VkExternalBufferProperties.SIZEOF,
                    ExternalBufferProperties::read)
            .from("VK_KHR_external_memory_capabilities", VK11.VK_API_VERSION_1_1);

    /** {@return the values of an LWJGL struct, without its chain} */
    public static ExternalBufferProperties read(VkExternalBufferProperties struct) {
        return read(struct.address());
    }

    private static ExternalBufferProperties read(long address) {
        return new ExternalBufferProperties(
                ExternalMemoryProperties.read(address + VkExternalBufferProperties.EXTERNALMEMORYPROPERTIES));
    }

    /** {@return the structure on a stack} */
    public VkExternalBufferProperties marshal(MemoryStack stack) {
        return VkExternalBufferProperties.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<ExternalBufferProperties> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        externalMemoryProperties.write(address + VkExternalBufferProperties.EXTERNALMEMORYPROPERTIES);
        memPutInt(address + VkExternalBufferProperties.SIZEOF - 4, 0);
    }
}
