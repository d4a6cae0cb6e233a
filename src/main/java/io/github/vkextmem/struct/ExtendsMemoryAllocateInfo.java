package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Structure;

/**
 * A structure that the registry lets stand in the chain of a VkMemoryAllocateInfo, and so in a {@link MemoryAllocateChain}.
 *
 * <p>Open to records of your own.
 */
public interface ExtendsMemoryAllocateInfo extends Structure {}
