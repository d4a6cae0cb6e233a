package io.github.vkextmem.recording;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command that recording drivers have. Its native function serves all of them, told apart by the handle that comes
 * first, and lives as long as the process: a call on a driver that is closed is then an error and not a crash.
 *
 * @param name the name under which it is asked for
 * @param ofDevice whether vkGetDeviceProcAddr answers for it, and not vkGetInstanceProcAddr
 * @param extension where it comes from; empty: core
 * @param since the minor version of Vulkan 1 that has it, if it is core
 */
record DriverCommand(String name, boolean ofDevice, String extension, int since) {

    private static final Set<String> INSTANCE_EXTENSIONS = Set.of(
            "VK_KHR_get_physical_device_properties2",
            "VK_KHR_external_memory_capabilities",
            "VK_NV_external_memory_capabilities");

    private static final Map<String, DriverCommand> ALL = Stream.of(
                    query("vkEnumeratePhysicalDevices", "", 0),
                    query("vkEnumerateDeviceExtensionProperties", "", 0),
                    query("vkGetDeviceProcAddr", "", 0),
                    query("vkGetPhysicalDeviceProperties", "", 0),
                    query("vkGetPhysicalDeviceProperties2", "", 1),
                    query("vkGetPhysicalDeviceProperties2KHR", "VK_KHR_get_physical_device_properties2", 0),
                    query("vkGetPhysicalDeviceFeatures2", "", 1),
                    query("vkGetPhysicalDeviceFormatProperties2", "", 1),
                    query("vkGetPhysicalDeviceMemoryProperties", "", 0),
                    query("vkGetPhysicalDeviceExternalBufferProperties", "", 1),
                    query("vkGetPhysicalDeviceExternalBufferPropertiesKHR", "VK_KHR_external_memory_capabilities", 0),
                    query("vkGetPhysicalDeviceImageFormatProperties2", "", 1),
                    query("vkGetPhysicalDeviceImageFormatProperties2KHR", "VK_KHR_get_physical_device_properties2", 0),
                    query(
                            "vkGetPhysicalDeviceExternalImageFormatPropertiesNV",
                            "VK_NV_external_memory_capabilities",
                            0),
                    ofDevice("vkAllocateMemory", ""),
                    ofDevice("vkFreeMemory", ""),
                    ofDevice("vkMapMemory", ""),
                    ofDevice("vkUnmapMemory", ""),
                    ofDevice("vkFlushMappedMemoryRanges", ""),
                    ofDevice("vkInvalidateMappedMemoryRanges", ""),
                    ofDevice("vkCreateBuffer", ""),
                    ofDevice("vkDestroyBuffer", ""),
                    ofDevice("vkCreateImage", ""),
                    ofDevice("vkDestroyImage", ""),
                    ofDevice("vkGetBufferMemoryRequirements", ""),
                    ofDevice("vkGetImageMemoryRequirements", ""),
                    ofDevice("vkGetBufferMemoryRequirements2", "", 1),
                    ofDevice("vkGetBufferMemoryRequirements2KHR", "VK_KHR_get_memory_requirements2", 0),
                    ofDevice("vkGetImageMemoryRequirements2", "", 1),
                    ofDevice("vkGetImageMemoryRequirements2KHR", "VK_KHR_get_memory_requirements2", 0),
                    ofDevice("vkBindBufferMemory", ""),
                    ofDevice("vkBindImageMemory", ""),
                    ofDevice("vkBindBufferMemory2", "", 1),
                    ofDevice("vkBindBufferMemory2KHR", "VK_KHR_bind_memory2", 0),
                    ofDevice("vkBindImageMemory2", "", 1),
                    ofDevice("vkBindImageMemory2KHR", "VK_KHR_bind_memory2", 0),
                    ofDevice("vkGetImageSubresourceLayout", ""),
                    ofDevice("vkGetImageDrmFormatModifierPropertiesEXT", "VK_EXT_image_drm_format_modifier"),
                    ofDevice("vkGetMemoryFdKHR", "VK_KHR_external_memory_fd"),
                    ofDevice("vkGetMemoryFdPropertiesKHR", "VK_KHR_external_memory_fd"),
                    ofDevice("vkGetMemoryWin32HandleKHR", "VK_KHR_external_memory_win32"),
                    ofDevice("vkGetMemoryWin32HandlePropertiesKHR", "VK_KHR_external_memory_win32"),
                    ofDevice("vkGetMemoryWin32HandleNV", "VK_NV_external_memory_win32"),
                    ofDevice("vkGetMemoryHostPointerPropertiesEXT", "VK_EXT_external_memory_host"),
                    ofDevice("vkGetMemoryMetalHandleEXT", "VK_EXT_external_memory_metal"),
                    ofDevice("vkGetMemoryMetalHandlePropertiesEXT", "VK_EXT_external_memory_metal"),
                    ofDevice("vkGetMemoryRemoteAddressNV", "VK_NV_external_memory_rdma"),
                    ofDevice("vkGetDeviceMemoryOpaqueCaptureAddress", "", 2),
                    ofDevice("vkGetDeviceMemoryOpaqueCaptureAddressKHR", "VK_KHR_buffer_device_address"),
                    // LWJGL takes an extension for absent unless it has all its commands.
                    ofDevice("vkGetBufferDeviceAddressKHR", "VK_KHR_buffer_device_address"),
                    ofDevice("vkGetBufferOpaqueCaptureAddressKHR", "VK_KHR_buffer_device_address"))
            .collect(Collectors.toMap(DriverCommand::name, Function.identity()));

    private static final Map<String, Long> FUNCTIONS = new ConcurrentHashMap<>();

    private static DriverCommand query(String name, String extension, int since) {
        return new DriverCommand(name, false, extension, since);
    }

    private static DriverCommand ofDevice(String name, String extension) {
        return ofDevice(name, extension, 0);
    }

    private static DriverCommand ofDevice(String name, String extension, int since) {
        return new DriverCommand(name, true, extension, since);
    }

    static boolean isOfInstance(String extension) {
        return INSTANCE_EXTENSIONS.contains(extension);
    }

    /** {@return the command; null: recording drivers have no such command} */
    static DriverCommand named(String name) {
        return ALL.get(name);
    }

    /**
     * LWJGL calls commands of core Vulkan without a look at their address, so NULL would be a crash.
     *
     * @param name a command that recording drivers do not have
     * @return a function that reports its call as an error; 0 for a command of an extension
     */
    static long missing(String name) {
        boolean core = Character.isLowerCase(name.charAt(name.length() - 1)) || name.endsWith("2");
        return core
                ? FUNCTIONS.computeIfAbsent(
                        name, key -> NativeCalls.create(1, arguments -> RecordingDriver.refuse(name, arguments[0])))
                : 0;
    }

    /** {@return the registry's description; an extension's command that became core is described under its core name} */
    Registry.Command description() {
        boolean renamed = name.endsWith("KHR") && since == 0 && ALL.containsKey(coreName());
        return Registry.command(renamed ? coreName() : name);
    }

    private String coreName() {
        return name.substring(0, name.length() - 3);
    }

    /** {@return the address of the native function} */
    long function() {
        return FUNCTIONS.computeIfAbsent(
                name,
                key -> NativeCalls.create(
                        description().parameters().size(), arguments -> RecordingDriver.receive(this, arguments)));
    }
}
