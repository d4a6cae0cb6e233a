package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Structure;

/**
 * A structure that the registry lets stand in the chain of a VkMemoryRequirements2: {@link Parents#MEMORY_REQUIREMENTS_2}.
 *
 * <p>Open to records of your own.
 */
public interface ExtendsMemoryRequirements2 extends Structure {}
