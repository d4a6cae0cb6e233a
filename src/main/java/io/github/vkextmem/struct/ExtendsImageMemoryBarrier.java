package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Structure;

/**
 * A structure that the registry lets stand in the chain of a VkImageMemoryBarrier: {@link Parents#IMAGE_MEMORY_BARRIER}.
 *
 * <p>Open to records of your own.
 */
public interface ExtendsImageMemoryBarrier extends Structure {}
