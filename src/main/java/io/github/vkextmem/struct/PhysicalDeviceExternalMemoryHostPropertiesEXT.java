package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTExternalMemoryHost;
import org.lwjgl.vulkan.VkPhysicalDeviceExternalMemoryHostPropertiesEXT;

/**
 * How host memory must be aligned to be imported.
 *
 * @param minImportedHostPointerAlignment the alignment of address and size in bytes, a power of two
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkPhysicalDeviceExternalMemoryHostPropertiesEXT.html">
 *     VkPhysicalDeviceExternalMemoryHostPropertiesEXT</a>
 */
public record PhysicalDeviceExternalMemoryHostPropertiesEXT(long minImportedHostPointerAlignment)
        implements ExtendsPhysicalDeviceProperties2 {

    /** What is true of every VkPhysicalDeviceExternalMemoryHostPropertiesEXT. */
    public static final StructureType<PhysicalDeviceExternalMemoryHostPropertiesEXT> TYPE = StructureType.of(
                    "VkPhysicalDeviceExternalMemoryHostPropertiesEXT",
                    EXTExternalMemoryHost.VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_EXTERNAL_MEMORY_HOST_PROPERTIES_EXT,
                    VkPhysicalDeviceExternalMemoryHostPropertiesEXT.SIZEOF,
                    PhysicalDeviceExternalMemoryHostPropertiesEXT::read)
            .from("VK_EXT_external_memory_host");

    /** {@return the values of an LWJGL struct, without its chain} */
    public static PhysicalDeviceExternalMemoryHostPropertiesEXT read(
            VkPhysicalDeviceExternalMemoryHostPropertiesEXT struct) {
        return read(struct.address());
    }

    private static PhysicalDeviceExternalMemoryHostPropertiesEXT read(long address) {
        return new PhysicalDeviceExternalMemoryHostPropertiesEXT(
                VkPhysicalDeviceExternalMemoryHostPropertiesEXT.nminImportedHostPointerAlignment(address));
    }

    /** {@return the structure alone, on a stack} */
    public VkPhysicalDeviceExternalMemoryHostPropertiesEXT marshal(MemoryStack stack) {
        return VkPhysicalDeviceExternalMemoryHostPropertiesEXT.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<PhysicalDeviceExternalMemoryHostPropertiesEXT> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        memPutLong(
                address + VkPhysicalDeviceExternalMemoryHostPropertiesEXT.MINIMPORTEDHOSTPOINTERALIGNMENT,
                minImportedHostPointerAlignment);
    }
}
