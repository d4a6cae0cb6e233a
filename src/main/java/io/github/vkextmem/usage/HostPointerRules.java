package io.github.vkextmem.usage;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ImportMemoryHostPointerInfoEXT;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import java.util.OptionalLong;
import java.util.function.IntSupplier;

/**
 * The rules of host pointers that need to know how a device wants them aligned and where it takes them.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImportMemoryHostPointerInfoEXT.html">
 *     VkImportMemoryHostPointerInfoEXT</a>
 */
public final class HostPointerRules {

    private HostPointerRules() {}

    /**
     * Checks vkGetMemoryHostPointerPropertiesEXT.
     *
     * @param hostPointer the address that is asked about
     * @param alignment the device's minImportedHostPointerAlignment
     * @param findings where broken statements are reported
     */
    public static void checkQuery(long hostPointer, long alignment, Findings findings) {
        isAligned("VUID-vkGetMemoryHostPointerPropertiesEXT-pHostPointer-01753", hostPointer, alignment, findings);
        // VUID-vkGetMemoryHostPointerPropertiesEXT-handleType-01754 and -01755: what memory it is, its owner knows.
    }

    /**
     * Checks an import.
     *
     * @param info the allocation
     * @param imported the pointer
     * @param size how many bytes there are; empty: only the caller knows
     * @param alignment the device's minImportedHostPointerAlignment
     * @param memoryTypeBits asks into which memory types the pointer may be imported; only where it may be asked
     * @param findings where broken statements are reported
     */
    public static void checkImport(
            MemoryAllocateInfo info,
            ImportMemoryHostPointerInfoEXT imported,
            OptionalLong size,
            long alignment,
            IntSupplier memoryTypeBits,
            Findings findings) {
        sizeIsMultiple(info, alignment, findings);
        isWithin(info, imported, size, findings);
        // VUID-VkImportMemoryHostPointerInfoEXT-handleType-01747 stands in ExternalUseRules, with what the memory is
        // for.
        if (isAligned(
                "VUID-VkImportMemoryHostPointerInfoEXT-pHostPointer-01749",
                imported.hostPointer(),
                alignment,
                findings)) {
            isPossible(info, memoryTypeBits.getAsInt(), findings);
        }
    }

    /**
     * VUID-VkImportMemoryHostPointerInfoEXT-pHostPointer-01749 and
     * VUID-vkGetMemoryHostPointerPropertiesEXT-pHostPointer-01753: the address is aligned.
     */
    private static boolean isAligned(String vuid, long hostPointer, long alignment, Findings findings) {
        boolean aligned = Long.remainderUnsigned(hostPointer, alignment) == 0;
        if (!aligned) {
            findings.add(
                    vuid,
                    "the address is 0x" + Long.toHexString(hostPointer) + ", and this device wants a multiple of "
                            + alignment,
                    "take the memory from ExternalMemory.allocateHostBuffer, or from a function that aligns it");
        }
        return aligned;
    }

    /** VUID-VkMemoryAllocateInfo-allocationSize-01745: the size is a multiple of the same number. */
    private static void sizeIsMultiple(MemoryAllocateInfo info, long alignment, Findings findings) {
        long rest = Long.remainderUnsigned(info.allocationSize(), alignment);
        if (rest != 0) {
            findings.add(
                    "VUID-VkMemoryAllocateInfo-allocationSize-01745",
                    "allocationSize is " + Long.toUnsignedString(info.allocationSize())
                            + ", and this device wants a multiple of " + alignment,
                    "have memory of " + Long.toUnsignedString(info.allocationSize() - rest + alignment)
                            + " bytes, and import all of it");
        }
    }

    /**
     * VUID-VkImportMemoryHostPointerInfoEXT-handleType-01750 and -01751: there are as many bytes. That they stay there, and
     * what memory it is, its owner knows.
     */
    private static void isWithin(
            MemoryAllocateInfo info, ImportMemoryHostPointerInfoEXT imported, OptionalLong size, Findings findings) {
        if (size.isPresent() && Long.compareUnsigned(info.allocationSize(), size.getAsLong()) > 0) {
            findings.add(
                    imported.handleType() == ExternalMemoryHandleType.HOST_ALLOCATION_EXT
                            ? "VUID-VkImportMemoryHostPointerInfoEXT-handleType-01750"
                            : "VUID-VkImportMemoryHostPointerInfoEXT-handleType-01751",
                    "allocationSize is " + Long.toUnsignedString(info.allocationSize()) + ", and there are "
                            + size.getAsLong() + " bytes at the pointer",
                    "import no more than there are");
        }
    }

    /** VUID-VkMemoryAllocateInfo-memoryTypeIndex-01744: the device takes the pointer into that type. */
    private static void isPossible(MemoryAllocateInfo info, int memoryTypeBits, Findings findings) {
        int type = info.memoryTypeIndex();
        if (type < 0 || type > 31 || (memoryTypeBits & 1 << type) == 0) {
            findings.add(
                    "VUID-VkMemoryAllocateInfo-memoryTypeIndex-01744",
                    "memoryTypeIndex is " + Integer.toUnsignedString(type)
                            + ", and the device takes this pointer into the types of the mask 0b"
                            + Integer.toBinaryString(memoryTypeBits),
                    "choose one of ExternalMemory.memoryTypeBits(pointer)");
        }
    }
}
