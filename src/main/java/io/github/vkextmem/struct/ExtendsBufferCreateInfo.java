package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Structure;

/**
 * A structure that the registry lets stand in the chain of a VkBufferCreateInfo, and so in a {@link BufferCreateTail}.
 *
 * <p>Open to records of your own.
 */
public interface ExtendsBufferCreateInfo extends Structure {}
