package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkPhysicalDeviceExternalImageFormatInfo;

/**
 * What a kind of image is asked about in vkGetPhysicalDeviceImageFormatProperties2: a handle type.
 *
 * @param handleType the handle type; null: none, as if the structure were not there
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkPhysicalDeviceExternalImageFormatInfo.html">
 *     VkPhysicalDeviceExternalImageFormatInfo</a>
 */
public record PhysicalDeviceExternalImageFormatInfo(
        @Nullable ExternalMemoryHandleType handleType) implements ExtendsPhysicalDeviceImageFormatInfo2 {

    /** What is true of every VkPhysicalDeviceExternalImageFormatInfo. */
    public static final StructureType<PhysicalDeviceExternalImageFormatInfo> TYPE = StructureType.of(
                    "VkPhysicalDeviceExternalImageFormatInfo",
                    VK11.VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_EXTERNAL_IMAGE_FORMAT_INFO,
                    VkPhysicalDeviceExternalImageFormatInfo.SIZEOF,
                    PhysicalDeviceExternalImageFormatInfo::read)
            .from("VK_KHR_external_memory_capabilities", VK11.VK_API_VERSION_1_1);

    /** {@return the structure for a handle type} */
    public static PhysicalDeviceExternalImageFormatInfo of(ExternalMemoryHandleType handleType) {
        return new PhysicalDeviceExternalImageFormatInfo(handleType);
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static PhysicalDeviceExternalImageFormatInfo read(VkPhysicalDeviceExternalImageFormatInfo struct) {
        return read(struct.address());
    }

    private static PhysicalDeviceExternalImageFormatInfo read(long address) {
        return new PhysicalDeviceExternalImageFormatInfo(
                HandleTypeRules.ofBitOrNull(TYPE, VkPhysicalDeviceExternalImageFormatInfo.nhandleType(address)));
    }

    /** {@return the structure alone, on a stack} */
    public VkPhysicalDeviceExternalImageFormatInfo marshal(MemoryStack stack) {
        return VkPhysicalDeviceExternalImageFormatInfo.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<PhysicalDeviceExternalImageFormatInfo> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        StructBytes.putPaddedInt(
                address + VkPhysicalDeviceExternalImageFormatInfo.HANDLETYPE,
                handleType == null ? 0 : handleType.bit());
    }
}
