package io.github.vkextmem.struct;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.chain.StructureType;
import org.jspecify.annotations.Nullable;

/** Rules that the specification repeats for every structure with handle types. */
final class HandleTypeRules {

    private HandleTypeRules() {}

    /** VUID-{structure}-handleType-parameter: one known bit. */
    static ExternalMemoryHandleType ofBit(StructureType<?> structure, int bit) {
        if (Integer.bitCount(bit) != 1 || ExternalMemoryHandleTypes.ofBits(bit).unknownBits() != 0) {
            throw new ValidUsageException(
                    "VUID-" + structure.name() + "-handleType-parameter",
                    "handleType is 0x" + Integer.toHexString(bit),
                    "use one VkExternalMemoryHandleTypeFlagBits value");
        }
        return ExternalMemoryHandleType.ofBit(bit);
    }

    /** VUID-{structure}-handleType-parameter where 0 is legal too. */
    static @Nullable ExternalMemoryHandleType ofBitOrNull(StructureType<?> structure, int bit) {
        return bit == 0 ? null : ofBit(structure, bit);
    }

    /** VUID-{structure}-memory-parameter: a memory. */
    static void requireMemory(StructureType<?> structure, long memory) {
        if (memory == 0) {
            throw new ValidUsageException(
                    "VUID-" + structure.name() + "-memory-parameter",
                    "memory is VK_NULL_HANDLE",
                    "give the VkDeviceMemory to export");
        }
    }

    /** VUID-{structure}-handleTypes-parameter: a valid combination of known bits. */
    static void handleTypesParameter(StructureType<?> structure, FlagSet<?> handleTypes, Findings findings) {
        if (handleTypes.unknownBits() != 0) {
            findings.add(
                    "VUID-" + structure.name() + "-handleTypes-parameter",
                    "handleTypes has bits that are no handle types: 0x"
                            + Integer.toHexString(handleTypes.unknownBits()),
                    "use the constants of the enumeration");
        }
    }
}
