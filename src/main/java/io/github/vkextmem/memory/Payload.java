package io.github.vkextmem.memory;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.struct.ExtendsMemoryAllocateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.MemoryAllocateChain;
import java.util.function.BiConsumer;

/**
 * What an allocation imports.
 *
 * @param structure the structure that does it
 * @param handleType what the handle is
 * @param rules check the whole allocation by what is known of the payload
 * @param isDescribed whether size, memory type and more come from the description that a peer sent
 * @param examination refuses what must not reach a driver; it runs after the rules, with checks on or off
 */
record Payload(
        ExtendsMemoryAllocateInfo structure,
        ExternalMemoryHandleType handleType,
        BiConsumer<MemoryAllocateChain, Findings> rules,
        boolean isDescribed,
        Runnable examination) {

    /** A payload of which nothing more is known. */
    Payload(
            ExtendsMemoryAllocateInfo structure,
            ExternalMemoryHandleType handleType,
            BiConsumer<MemoryAllocateChain, Findings> rules,
            boolean isDescribed) {
        this(structure, handleType, rules, isDescribed, () -> {});
    }
}
