package io.github.vkextmem.struct;

/**
 * A kind of image, as capabilities are asked for it: LWJGL's {@code VK_…} constants.
 *
 * <p>Newer drivers may know numbers that this library does not, so none is refused
 * (VUID-vkGetPhysicalDeviceExternalImageFormatPropertiesNV-format-parameter, -type-parameter, -tiling-parameter,
 * -usage-parameter, -flags-parameter).
 *
 * @param format a VkFormat
 * @param type a VkImageType
 * @param tiling a VkImageTiling
 * @param usage a VkImageUsageFlags mask
 * @param flags a VkImageCreateFlags mask
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkPhysicalDeviceImageFormatInfo2.html">
 *     VkPhysicalDeviceImageFormatInfo2</a>
 */
public record ImageFormatInfo(int format, int type, int tiling, int usage, int flags) {}
