package io.github.vkextmem.standin;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lwjgl.vulkan.VK10;

/**
 * The commands that a stand-in answers itself. Each has one native function in a layer, which lives as long as the process
 * and tells devices apart by the handle that comes first.
 */
final class StandInCommands {

    /** A command: who answers it, and the extension that it comes with, or nothing. */
    private record Command<T extends StandInDriver.Part>(
            String name, String extension, int parameters, Class<T> owner, Body<T> body) {

        long receive(StandInLayer layer, long... arguments) {
            StandInDriver.Part part = layer.part(arguments[0]);
            if (part == null) {
                return VK10.VK_ERROR_DEVICE_LOST;
            }
            try {
                return body.call(owner.cast(part), name, arguments);
            } catch (Refusal refusal) {
                part.driver().refused(name, refusal);
                return refusal.result();
            } catch (RuntimeException | Error e) {
                part.driver().failed(e);
                return VK10.VK_ERROR_UNKNOWN;
            }
        }
    }

    /** What a command does. */
    private interface Body<T> {
        long call(T owner, String name, long... arguments);
    }

    private static final String PROPERTIES_NV = "vkGetPhysicalDeviceExternalImageFormatPropertiesNV";

    private static final Map<String, Command<?>> OF_INSTANCE = byName(
            ofInstance("vkEnumeratePhysicalDevices", 3, StandInInstance::enumeratePhysicalDevices),
            ofInstance("vkDestroyInstance", 2, StandInInstance::destroy),
            query("vkEnumerateDeviceExtensionProperties", 4, StandInPhysicalDevice::extensions),
            query("vkGetPhysicalDeviceProperties", 2, StandInPhysicalDevice::properties),
            query("vkGetPhysicalDeviceProperties2", 2, StandInPhysicalDevice::properties2),
            query("vkGetPhysicalDeviceProperties2KHR", 2, StandInPhysicalDevice::properties2),
            query("vkGetPhysicalDeviceExternalBufferProperties", 3, StandInPhysicalDevice::buffer),
            query("vkGetPhysicalDeviceExternalBufferPropertiesKHR", 3, StandInPhysicalDevice::buffer),
            query("vkGetPhysicalDeviceImageFormatProperties2", 3, StandInPhysicalDevice::image),
            query("vkGetPhysicalDeviceImageFormatProperties2KHR", 3, StandInPhysicalDevice::image),
            new Command<>(
                    PROPERTIES_NV,
                    "VK_NV_external_memory_capabilities",
                    8,
                    StandInPhysicalDevice.class,
                    StandInPhysicalDevice::imageNv),
            query("vkCreateDevice", 4, StandInPhysicalDevice::createDevice),
            ofDevice("vkGetDeviceProcAddr", "", 2, StandInDevice::find));

    private static final Map<String, Command<?>> OF_DEVICE = byName(
            ofDevice("vkGetDeviceProcAddr", "", 2, StandInDevice::find),
            ofDevice("vkAllocateMemory", "", 4, StandInDevice::allocate),
            ofDevice("vkFreeMemory", "", 3, StandInDevice::free),
            ofDevice("vkCreateBuffer", "", 4, StandInDevice::createBuffer),
            ofDevice("vkCreateImage", "", 4, StandInDevice::createImage),
            ofDevice("vkDestroyDevice", "", 2, StandInDevice::destroy),
            ofDevice("vkGetMemoryWin32HandleKHR", "VK_KHR_external_memory_win32", 3, StandInDevice::exportKhr),
            ofDevice("vkGetMemoryWin32HandlePropertiesKHR", "VK_KHR_external_memory_win32", 4, StandInDevice::handle),
            ofDevice("vkGetMemoryWin32HandleNV", "VK_NV_external_memory_win32", 4, StandInDevice::exportNv));

    private StandInCommands() {}

    private static Map<String, Command<?>> byName(Command<?>... commands) {
        return Stream.of(commands).collect(Collectors.toMap(Command::name, Function.identity()));
    }

    private static Command<?> ofInstance(String name, int parameters, Body<StandInInstance> body) {
        return new Command<>(name, "", parameters, StandInInstance.class, body);
    }

    private static Command<?> query(String name, int parameters, Body<StandInPhysicalDevice> body) {
        return new Command<>(name, "", parameters, StandInPhysicalDevice.class, body);
    }

    private static Command<?> ofDevice(String name, String extension, int parameters, Body<StandInDevice> body) {
        return new Command<>(name, extension, parameters, StandInDevice.class, body);
    }

    /** {@return what vkGetInstanceProcAddr answers for an instance; 0: let what is below answer} */
    static long find(StandInLayer layer, long instance, String name) {
        return layer.part(instance) instanceof StandInInstance owner
                ? function(layer, OF_INSTANCE.get(name), owner::stripped)
                : 0;
    }

    /** {@return what vkGetDeviceProcAddr answers; 0: let what is below answer} */
    static long findOfDevice(StandInDevice device, String name) {
        return function(device.driver().layer(), OF_DEVICE.get(name), device::stripped);
    }

    private interface Stripped {
        boolean has(String extension);
    }

    private static long function(StandInLayer layer, Command<?> command, Stripped stripped) {
        if (command == null || !command.extension().isEmpty() && !stripped.has(command.extension())) {
            return 0;
        }
        return layer.function(command.name(), command.parameters(), arguments -> command.receive(layer, arguments));
    }
}
