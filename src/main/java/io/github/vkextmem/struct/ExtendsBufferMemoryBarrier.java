package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Structure;

/**
 * A structure that the registry lets stand in the chain of a VkBufferMemoryBarrier: {@link Parents#BUFFER_MEMORY_BARRIER}.
 *
 * <p>Open to records of your own.
 */
public interface ExtendsBufferMemoryBarrier extends Structure {}
