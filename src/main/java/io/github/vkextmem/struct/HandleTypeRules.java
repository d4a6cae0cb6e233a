package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.chain.StructureType;

/** Rules that the specification repeats for every structure with handle types. */
final class HandleTypeRules {

    private HandleTypeRules() {}

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
