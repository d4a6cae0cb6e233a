package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Structure;

/**
 * A structure that the registry lets stand in the chain of a VkImageCreateInfo, and so in an {@link ImageCreateTail}.
 *
 * <p>Open to records of your own.
 */
public interface ExtendsImageCreateInfo extends Structure {}
