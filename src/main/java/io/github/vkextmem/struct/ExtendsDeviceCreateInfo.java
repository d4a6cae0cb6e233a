package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Structure;

/**
 * A structure that the registry lets stand in the chain of a VkDeviceCreateInfo: {@link Parents#DEVICE_CREATE_INFO}.
 *
 * <p>Open to records of your own.
 */
public interface ExtendsDeviceCreateInfo extends Structure {}
