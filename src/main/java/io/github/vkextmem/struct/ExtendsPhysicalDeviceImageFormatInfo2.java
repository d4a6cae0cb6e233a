package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Structure;

/**
 * A structure that the registry lets stand in the chain of a VkPhysicalDeviceImageFormatInfo2: {@link Parents#PHYSICAL_DEVICE_IMAGE_FORMAT_INFO_2}.
 *
 * <p>Open to records of your own.
 */
public interface ExtendsPhysicalDeviceImageFormatInfo2 extends Structure {}
