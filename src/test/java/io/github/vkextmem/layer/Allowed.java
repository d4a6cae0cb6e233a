package io.github.vkextmem.layer;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lwjgl.vulkan.VK10;

/**
 * Something that a layer may say of a call that the library lets through.
 *
 * @param name the statement that the layer calls broken; what it ends in
 * @param message whether it is this message
 * @param lastLayer the last layer that says so, as VK_MAKE_API_VERSION packs it
 * @param reason why the layer is wrong, or why it is not the library's to know
 */
record Allowed(String name, Predicate<String> message, int lastLayer, String reason) {

    private static final int DEBIAN_12 = VK10.VK_MAKE_API_VERSION(0, 1, 3, 239);
    private static final int ANY = Integer.MAX_VALUE;

    /** Both have written it like this, and the number behind it is what the resource needs. */
    private static final Pattern SIZE_OF_DEDICATED =
            Pattern.compile("ize \\((\\d+)\\) needs to be equal to .*VkMemoryRequirements::size \\((\\d+)\\)");

    private static final String LARGER =
            "the layer follows a specification that demands the very size; now memory may be larger";

    private static final List<Allowed> ALL = List.of(
            new Allowed("VkMemoryDedicatedAllocateInfo-image-02964", Allowed::isLarger, ANY, LARGER),
            new Allowed("VkMemoryDedicatedAllocateInfo-buffer-02965", Allowed::isLarger, ANY, LARGER),
            new Allowed("VkMemoryDedicatedAllocateInfo-image-01433", Allowed::isLarger, DEBIAN_12, LARGER),
            new Allowed("VkMemoryDedicatedAllocateInfo-buffer-01435", Allowed::isLarger, DEBIAN_12, LARGER),
            new Allowed(
                    "UNASSIGNED-vkAllocateMemory-maxMemoryAllocationSize",
                    message -> true,
                    ANY,
                    "it is advice, and the driver may allocate it"),
            new Allowed(
                    "VkPhysicalDeviceExternalBufferInfo-handleType-parameter",
                    message -> true,
                    DEBIAN_12,
                    "the handle types of Metal and others are newer than that layer"),
            new Allowed(
                    "VkPhysicalDeviceExternalImageFormatInfo-handleType-parameter",
                    message -> true,
                    DEBIAN_12,
                    "the handle types of Metal and others are newer than that layer"));

    /** {@return whether a layer may say this} */
    static boolean mayBeSaid(String vuid, String message, int layerVersion) {
        return ALL.stream()
                .anyMatch(allowed -> vuid.endsWith(allowed.name())
                        && layerVersion <= allowed.lastLayer()
                        && allowed.message().test(message));
    }

    private static boolean isLarger(String message) {
        Matcher sizes = SIZE_OF_DEDICATED.matcher(message);
        return sizes.find()
                && Long.compareUnsigned(Long.parseUnsignedLong(sizes.group(1)), Long.parseUnsignedLong(sizes.group(2)))
                        > 0;
    }
}
