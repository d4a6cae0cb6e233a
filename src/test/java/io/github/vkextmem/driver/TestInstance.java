package io.github.vkextmem.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lwjgl.system.MemoryUtil.memAddress;
import static org.lwjgl.system.MemoryUtil.memPutAddress;
import static org.lwjgl.system.MemoryUtil.memPutInt;

import io.github.vkextmem.VulkanException;
import java.nio.IntBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTDebugUtils;
import org.lwjgl.vulkan.EXTLayerSettings;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkApplicationInfo;
import org.lwjgl.vulkan.VkDebugUtilsMessengerCallbackDataEXT;
import org.lwjgl.vulkan.VkDebugUtilsMessengerCallbackEXT;
import org.lwjgl.vulkan.VkDebugUtilsMessengerCreateInfoEXT;
import org.lwjgl.vulkan.VkExtensionProperties;
import org.lwjgl.vulkan.VkInstance;
import org.lwjgl.vulkan.VkInstanceCreateInfo;
import org.lwjgl.vulkan.VkLayerProperties;
import org.lwjgl.vulkan.VkPhysicalDevice;

/**
 * An instance of the driver under test, with the Khronos validation layer in front where there is one. The layer's
 * messenger answers VK_TRUE, so that a bad call is skipped instead of crashing in the driver.
 */
public final class TestInstance implements AutoCloseable {

    private static final String LAYER = "VK_LAYER_KHRONOS_validation";

    /** What VK_NV_external_memory requires of the instance. */
    private static final String CAPABILITIES_NV = "VK_NV_external_memory_capabilities";

    private static final String LAYER_SETTINGS = "VK_EXT_layer_settings";

    private final VkInstance instance;
    private final VkDebugUtilsMessengerCallbackEXT callback;
    private final long messenger;
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<String> vuids = new CopyOnWriteArrayList<>();

    private TestInstance(boolean layer) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var application = VkApplicationInfo.calloc(stack).sType$Default().apiVersion(VK11.VK_API_VERSION_1_1);
            var info = VkInstanceCreateInfo.calloc(stack).sType$Default().pApplicationInfo(application);
            PointerBuffer extensions = stack.mallocPointer(3);
            if (layer) {
                info.ppEnabledLayerNames(stack.pointers(stack.ASCII(LAYER)));
                extensions.put(stack.ASCII("VK_EXT_debug_utils"));
                if (extensions(LAYER).anyMatch(LAYER_SETTINGS::equals)) {
                    extensions.put(stack.ASCII(LAYER_SETTINGS));
                    info.pNext(withoutMessageLimit(stack));
                }
            }
            if (extensions(null).anyMatch(CAPABILITIES_NV::equals)) {
                extensions.put(stack.ASCII(CAPABILITIES_NV));
            }
            info.ppEnabledExtensionNames(extensions.flip());
            PointerBuffer handle = stack.mallocPointer(1);
            require("vkCreateInstance", VK10.vkCreateInstance(info, null, handle));
            instance = new VkInstance(handle.get(0), info);
            callback = layer ? VkDebugUtilsMessengerCallbackEXT.create(this::message) : null;
            messenger = layer ? createMessenger(stack) : 0;
        }
    }

    /** {@return an instance, behind the layer where there is one} */
    public static TestInstance create() {
        DriverUnderTest.load();
        return new TestInstance(hasLayer());
    }

    /** {@return whether this machine has the Khronos validation layer, and a loader to load it} */
    public static boolean hasLayer() {
        DriverUnderTest.load();
        return DriverUnderTest.hasLoader() && layers().containsKey(LAYER);
    }

    /** {@return the version of Vulkan that the layer was written for, as VK_MAKE_API_VERSION packs it} */
    public static int layerVersion() {
        DriverUnderTest.load();
        return layers().get(LAYER);
    }

    /** What has been said ten times is not said again otherwise, and the call let through. */
    private static long withoutMessageLimit(MemoryStack stack) {
        // Written by hand, because LWJGL 3.3.3 has neither VkLayerSettingEXT nor VkLayerSettingsCreateInfoEXT.
        long setting = stack.ncalloc(8, 1, 32);
        memPutAddress(setting, memAddress(stack.ASCII(LAYER)));
        memPutAddress(setting + 8, memAddress(stack.ASCII("enable_message_limit")));
        memPutInt(setting + 16, EXTLayerSettings.VK_LAYER_SETTING_TYPE_BOOL32_EXT);
        memPutInt(setting + 20, 1);
        memPutAddress(setting + 24, stack.ncalloc(4, 1, Integer.BYTES));
        long info = stack.ncalloc(8, 1, 32);
        memPutInt(info, EXTLayerSettings.VK_STRUCTURE_TYPE_LAYER_SETTINGS_CREATE_INFO_EXT);
        memPutInt(info + 16, 1);
        memPutAddress(info + 24, setting);
        return info;
    }

    /** The instance extensions of a layer, or without one those of loader and driver. */
    private static Stream<String> extensions(String layer) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer count = stack.callocInt(1);
            VK10.vkEnumerateInstanceExtensionProperties(layer, count, null);
            try (var extensions = VkExtensionProperties.calloc(count.get(0))) {
                VK10.vkEnumerateInstanceExtensionProperties(layer, count, extensions);
                return extensions.stream().map(VkExtensionProperties::extensionNameString).toList().stream();
            }
        }
    }

    /** The layers of this machine, and the version of Vulkan that each was written for. */
    private static Map<String, Integer> layers() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer count = stack.callocInt(1);
            VK10.vkEnumerateInstanceLayerProperties(count, null);
            try (var layers = VkLayerProperties.calloc(count.get(0))) {
                VK10.vkEnumerateInstanceLayerProperties(count, layers);
                return layers.stream()
                        .collect(Collectors.toMap(
                                VkLayerProperties::layerNameString,
                                VkLayerProperties::specVersion,
                                (first, second) -> first));
            }
        }
    }

    private long createMessenger(MemoryStack stack) {
        var info = VkDebugUtilsMessengerCreateInfoEXT.calloc(stack)
                .sType$Default()
                .messageSeverity(EXTDebugUtils.VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT
                        | EXTDebugUtils.VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT)
                .messageType(EXTDebugUtils.VK_DEBUG_UTILS_MESSAGE_TYPE_VALIDATION_BIT_EXT)
                .pfnUserCallback(callback);
        var handle = stack.mallocLong(1);
        require(
                "vkCreateDebugUtilsMessengerEXT",
                EXTDebugUtils.vkCreateDebugUtilsMessengerEXT(instance, info, null, handle));
        return handle.get(0);
    }

    private int message(int severity, int types, long data, long user) {
        var said = VkDebugUtilsMessengerCallbackDataEXT.create(data);
        vuids.add(String.valueOf(said.pMessageIdNameString()));
        messages.add(said.pMessageString());
        return VK10.VK_TRUE;
    }

    /** {@return what the layer said} */
    public List<String> messages() {
        return messages;
    }

    /** {@return which statements the layer said to be broken, in the order of its messages} */
    public List<String> vuids() {
        return vuids;
    }

    /** {@return the driver's first device, made anew} */
    public TestDevice device() {
        return TestDevice.create(physicalDevice(), Set.of());
    }

    /** {@return the driver's first device, made anew, with some extensions off} */
    public TestDevice deviceWithout(String... extensions) {
        return TestDevice.create(physicalDevice(), Set.of(extensions));
    }

    /** {@return the driver's first device} */
    public VkPhysicalDevice physicalDevice() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer count = stack.ints(1);
            PointerBuffer handle = stack.callocPointer(1);
            VK10.vkEnumeratePhysicalDevices(instance, count, handle);
            assertThat(count.get(0)).as("devices of the driver under test").isPositive();
            return new VkPhysicalDevice(handle.get(0), instance);
        }
    }

    static void require(String command, int result) {
        if (result != VK10.VK_SUCCESS) {
            throw new VulkanException(command, result);
        }
    }

    @Override
    public void close() {
        if (callback != null) {
            EXTDebugUtils.vkDestroyDebugUtilsMessengerEXT(instance, messenger, null);
            callback.free();
        }
        VK10.vkDestroyInstance(instance, null);
    }
}
