package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.NVExternalMemoryRdma;
import org.lwjgl.vulkan.VkPhysicalDeviceExternalMemoryRDMAFeaturesNV;

/**
 * Whether memory can be reached by other devices of the bus: asked of a physical device, and enabled on a device.
 *
 * @param externalMemoryRDMA whether it can
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkPhysicalDeviceExternalMemoryRDMAFeaturesNV.html">
 *     VkPhysicalDeviceExternalMemoryRDMAFeaturesNV</a>
 */
public record PhysicalDeviceExternalMemoryRDMAFeaturesNV(boolean externalMemoryRDMA)
        implements ExtendsPhysicalDeviceFeatures2, ExtendsDeviceCreateInfo {

    /** What is true of every VkPhysicalDeviceExternalMemoryRDMAFeaturesNV. */
    public static final StructureType<PhysicalDeviceExternalMemoryRDMAFeaturesNV> TYPE = StructureType.of(
                    "VkPhysicalDeviceExternalMemoryRDMAFeaturesNV",
                    NVExternalMemoryRdma.VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_EXTERNAL_MEMORY_RDMA_FEATURES_NV,
                    VkPhysicalDeviceExternalMemoryRDMAFeaturesNV.SIZEOF,
                    PhysicalDeviceExternalMemoryRDMAFeaturesNV::read)
            .from("VK_NV_external_memory_rdma");

    /** {@return the values of an LWJGL struct, without its chain} */
    public static PhysicalDeviceExternalMemoryRDMAFeaturesNV read(VkPhysicalDeviceExternalMemoryRDMAFeaturesNV struct) {
        return read(struct.address());
    }

    private static PhysicalDeviceExternalMemoryRDMAFeaturesNV read(long address) {
        return new PhysicalDeviceExternalMemoryRDMAFeaturesNV(
                VkPhysicalDeviceExternalMemoryRDMAFeaturesNV.nexternalMemoryRDMA(address) != 0);
    }

    /** {@return the structure alone, on a stack} */
    public VkPhysicalDeviceExternalMemoryRDMAFeaturesNV marshal(MemoryStack stack) {
        return VkPhysicalDeviceExternalMemoryRDMAFeaturesNV.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<PhysicalDeviceExternalMemoryRDMAFeaturesNV> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        StructBytes.putPaddedInt(
                address + VkPhysicalDeviceExternalMemoryRDMAFeaturesNV.EXTERNALMEMORYRDMA, externalMemoryRDMA ? 1 : 0);
    }
}
