package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Structure;

/**
 * A structure that the registry lets stand in the chain of a VkPhysicalDeviceProperties2: {@link Parents#PHYSICAL_DEVICE_PROPERTIES_2}.
 *
 * <p>Open to records of your own.
 */
public interface ExtendsPhysicalDeviceProperties2 extends Structure {}
