package io.github.vkextmem.recording;

import java.util.Map;
import java.util.Set;

/** The sizes of C types in the 64-bit ABIs, Windows included. */
final class CType {

    private static final Set<String> INTS = Set.of(
            "VkStructureType",
            "VkFormat",
            "VkImageType",
            "VkImageTiling",
            "VkImageLayout",
            "VkSharingMode",
            "VkImageViewType",
            "VkComponentSwizzle",
            "VkBool32",
            "uint32_t",
            "int",
            "float",
            "DWORD",
            "BOOL");
    private static final Set<String> LONGS = Set.of(
            "VkDeviceSize",
            "uint64_t",
            "VkInstance",
            "VkPhysicalDevice",
            "VkDevice",
            "VkDeviceMemory",
            "VkBuffer",
            "VkImage",
            "VkPipelineStageFlags2",
            "VkAccessFlags2",
            "VkSemaphore",
            "VkCommandBuffer",
            "HANDLE",
            "LPCWSTR",
            "MTLBuffer_id",
            "MTLTexture_id");
    private static final Map<String, Integer> LENGTHS = Map.of("VK_UUID_SIZE", 16, "VK_LUID_SIZE", 8);

    private CType() {}

    /** {@return the size of a type that is no array and no structure} */
    static int size(String type) {
        if (type.endsWith("*") || LONGS.contains(type)) {
            return 8;
        }
        if (INTS.contains(type) || type.matches("Vk\\w+Flag(s|Bits)(NV|KHR|EXT)?")) {
            return 4;
        }
        if (type.equals("uint8_t")) {
            return 1;
        }
        throw new AssertionError("the size of " + type + " is unknown");
    }

    /** {@return what a pointer points to} */
    static String pointee(String type) {
        return type.substring(0, type.lastIndexOf('*')).replace("const", "").trim();
    }

    /** {@return the type of an array's elements, or the type itself} */
    static String element(String type) {
        return isArray(type) ? type.substring(0, type.indexOf('[')) : type;
    }

    static boolean isArray(String type) {
        return type.endsWith("]");
    }

    /** {@return how many elements a type has; 1 if it is no array} */
    static int length(String type) {
        if (!isArray(type)) {
            return 1;
        }
        String length = type.substring(type.indexOf('[') + 1, type.length() - 1);
        return LENGTHS.containsKey(length) ? LENGTHS.get(length) : Integer.parseInt(length);
    }
}
