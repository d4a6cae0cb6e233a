package io.github.vkextmem.standin;

import io.github.vkextmem.recording.NativeCalls;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lwjgl.vulkan.VK10;

/**
 * The commands that a stand-in answers itself. Each has one native function, which lives as long as the process and tells
 * devices apart by the handle that comes first.
 */
final class StandInCommands {

    /** A command: who answers it, and the extension that it comes with, or nothing. */
    private record Command<T extends StandInDriver.Part>(
            String name, String extension, int parameters, Class<T> owner, Body<T> body) {

        long receive(long... arguments) {
            StandInDriver.Part part = StandInDriver.part(arguments[0]);
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

    private static final long CREATE_INSTANCE = NativeCalls.create(3, StandInInstance::create);
    private static final long ENUMERATE_EXTENSIONS = NativeCalls.create(3, StandInInstance::enumerateExtensions);
    private static final Map<Command<?>, Long> FUNCTIONS = new ConcurrentHashMap<>();

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

    /** {@return what vkGetInstanceProcAddr answers; 0: let the real library answer} */
    static long find(long instance, String name) {
        if (instance != 0) {
            return StandInDriver.part(instance) instanceof StandInInstance owner
                    ? function(OF_INSTANCE.get(name), owner::stripped)
                    : 0;
        }
        return switch (StandInDriver.current() == null ? "" : name) {
            case "vkCreateInstance" -> CREATE_INSTANCE;
            case "vkEnumerateInstanceExtensionProperties" -> ENUMERATE_EXTENSIONS;
            default -> 0;
        };
    }

    /** {@return what vkGetDeviceProcAddr answers; 0: let the real driver answer} */
    static long findOfDevice(StandInDevice device, String name) {
        return function(OF_DEVICE.get(name), device::stripped);
    }

    private interface Stripped {
        boolean has(String extension);
    }

    private static long function(Command<?> command, Stripped stripped) {
        if (command == null || !command.extension().isEmpty() && !stripped.has(command.extension())) {
            return 0;
        }
        return FUNCTIONS.computeIfAbsent(command, key -> NativeCalls.create(key.parameters(), key::receive));
    }
}
