package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Structure;

/**
 * A structure that the registry lets stand in the chain of a VkImageFormatProperties2: {@link Parents#IMAGE_FORMAT_PROPERTIES_2}.
 *
 * <p>Open to records of your own.
 */
public interface ExtendsImageFormatProperties2 extends Structure {}
