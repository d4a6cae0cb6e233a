package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Structure;

/**
 * A structure that the registry lets stand in the chain of a VkFormatProperties2: {@link Parents#FORMAT_PROPERTIES_2}.
 *
 * <p>Open to records of your own.
 */
public interface ExtendsFormatProperties2 extends Structure {}
