package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Structure;

/**
 * A structure that the registry lets stand in the chain of a VkEventCreateInfo: {@link Parents#EVENT_CREATE_INFO}.
 *
 * <p>Open to records of your own.
 */
public interface ExtendsEventCreateInfo extends Structure {}
