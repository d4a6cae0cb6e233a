package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Structure;

/**
 * A structure that the registry lets stand in the chain of a VkSemaphoreCreateInfo: {@link Parents#SEMAPHORE_CREATE_INFO}.
 *
 * <p>Open to records of your own.
 */
public interface ExtendsSemaphoreCreateInfo extends Structure {}
