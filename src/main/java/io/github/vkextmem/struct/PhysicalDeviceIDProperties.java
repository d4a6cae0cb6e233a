package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memPutInt;
import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import java.util.OptionalLong;
import java.util.UUID;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkPhysicalDeviceIDProperties;

/**
 * Which physical device and which driver this is, the same for every process and every API on the machine.
 *
 * @param deviceUUID the device, in the order in which UUIDs are printed
 * @param driverUUID the build of the driver
 * @param deviceLUID the adapter's LUID on Windows, its first byte the lowest; meaningless unless {@code deviceLUIDValid}
 * @param deviceNodeMask the bit of the device within a linked adapter; meaningless unless {@code deviceLUIDValid}
 * @param deviceLUIDValid whether the device has a LUID
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkPhysicalDeviceIDProperties.html">
 *     VkPhysicalDeviceIDProperties</a>
 */
public record PhysicalDeviceIDProperties(
        UUID deviceUUID, UUID driverUUID, long deviceLUID, int deviceNodeMask, boolean deviceLUIDValid)
        implements ExtendsPhysicalDeviceProperties2 {

    /** What is true of every VkPhysicalDeviceIDProperties. */
    public static final StructureType<PhysicalDeviceIDProperties> TYPE = StructureType.of(
                    "VkPhysicalDeviceIDProperties",
                    VK11.VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_ID_PROPERTIES,
                    VkPhysicalDeviceIDProperties.SIZEOF,
                    PhysicalDeviceIDProperties::read)
            .from("VK_KHR_external_memory_capabilities", VK11.VK_API_VERSION_1_1);

    /** {@return the values of an LWJGL struct, without its chain} */
    public static PhysicalDeviceIDProperties read(VkPhysicalDeviceIDProperties struct) {
        return read(struct.address());
    }

    private static PhysicalDeviceIDProperties read(long address) {
        return new PhysicalDeviceIDProperties(
                uuid(address + VkPhysicalDeviceIDProperties.DEVICEUUID),
                uuid(address + VkPhysicalDeviceIDProperties.DRIVERUUID),
                memGetLong(address + VkPhysicalDeviceIDProperties.DEVICELUID),
                VkPhysicalDeviceIDProperties.ndeviceNodeMask(address),
                VkPhysicalDeviceIDProperties.ndeviceLUIDValid(address) != 0);
    }

    /** {@return the structure alone, on a stack} */
    public VkPhysicalDeviceIDProperties marshal(MemoryStack stack) {
        return VkPhysicalDeviceIDProperties.create(Block.marshal(this, stack));
    }

    /** UUIDs are printed, and compared, byte by byte from the first; a {@code long} has its lowest byte first. */
    private static UUID uuid(long address) {
        return new UUID(Long.reverseBytes(memGetLong(address)), Long.reverseBytes(memGetLong(address + 8)));
    }

    private static void write(long address, UUID uuid) {
        memPutLong(address, Long.reverseBytes(uuid.getMostSignificantBits()));
        memPutLong(address + 8, Long.reverseBytes(uuid.getLeastSignificantBits()));
    }

    /** {@return the same without what is meaningless} */
    public DeviceIdentity identity() {
        return new DeviceIdentity(
                deviceUUID,
                driverUUID,
                deviceLUIDValid ? OptionalLong.of(deviceLUID) : OptionalLong.empty(),
                deviceNodeMask);
    }

    @Override
    public StructureType<PhysicalDeviceIDProperties> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        write(address + VkPhysicalDeviceIDProperties.DEVICEUUID, deviceUUID);
        write(address + VkPhysicalDeviceIDProperties.DRIVERUUID, driverUUID);
        memPutLong(address + VkPhysicalDeviceIDProperties.DEVICELUID, deviceLUID);
        memPutInt(address + VkPhysicalDeviceIDProperties.DEVICENODEMASK, deviceNodeMask);
        memPutInt(address + VkPhysicalDeviceIDProperties.DEVICELUIDVALID, deviceLUIDValid ? 1 : 0);
    }

    /** {@return the members, LUID and mask in hexadecimal} */
    @Override
    public String toString() {
        return "PhysicalDeviceIDProperties[deviceUUID=" + deviceUUID + ", driverUUID=" + driverUUID + ", deviceLUID=0x"
                + Long.toHexString(deviceLUID) + ", deviceNodeMask=0x" + Integer.toHexString(deviceNodeMask)
                + ", deviceLUIDValid=" + deviceLUIDValid + "]";
    }
}
