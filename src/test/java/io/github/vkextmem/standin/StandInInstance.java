package io.github.vkextmem.standin;

import static org.lwjgl.system.MemoryUtil.memCopy;
import static org.lwjgl.system.MemoryUtil.memGetAddress;
import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memPutAddress;
import static org.lwjgl.system.MemoryUtil.memPutInt;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkInstanceCreateInfo;

/** An instance of the real library that was created through a stand-in. */
final class StandInInstance implements StandInDriver.Part {

    private final StandInDriver driver;
    private final long handle;
    private final Set<String> stripped;
    private final Map<Long, StandInPhysicalDevice> physicalDevices = new ConcurrentHashMap<>();

    private StandInInstance(StandInDriver driver, long handle, Set<String> stripped) {
        this.driver = driver;
        this.handle = handle;
        this.stripped = stripped;
    }

    @Override
    public StandInDriver driver() {
        return driver;
    }

    /** {@return whether an extension is on of which the real library knows nothing} */
    boolean stripped(String extension) {
        return stripped.contains(extension);
    }

    /** vkCreateInstance. */
    static long create(StandInDriver driver, long... a) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long info = stack.nmalloc(8, VkInstanceCreateInfo.SIZEOF);
            memCopy(a[0], info, VkInstanceCreateInfo.SIZEOF);
            List<String> asked = Names.read(
                    memGetAddress(info + VkInstanceCreateInfo.PPENABLEDEXTENSIONNAMES),
                    memGetInt(info + VkInstanceCreateInfo.ENABLEDEXTENSIONCOUNT));
            List<String> own = Family.ofInstance(driver.families());
            List<String> passedOn =
                    asked.stream().filter(name -> !own.contains(name)).toList();
            memPutInt(info + VkInstanceCreateInfo.ENABLEDEXTENSIONCOUNT, passedOn.size());
            memPutAddress(info + VkInstanceCreateInfo.PPENABLEDEXTENSIONNAMES, Names.write(passedOn, stack));
            int result = (int) ForeignCalls.call(driver.layer().findBelow(0, "vkCreateInstance"), info, a[1], a[2]);
            if (result == VK10.VK_SUCCESS) {
                long handle = memGetAddress(a[2]);
                Set<String> stripped =
                        Set.copyOf(asked.stream().filter(own::contains).toList());
                driver.layer().register(handle, new StandInInstance(driver, handle, stripped));
            }
            return result;
        } catch (RuntimeException | Error e) {
            driver.failed(e);
            return VK10.VK_ERROR_UNKNOWN;
        }
    }

    /** vkEnumerateInstanceExtensionProperties. */
    static long enumerateExtensions(StandInDriver driver, long... a) {
        long real = driver.layer().findBelow(0, "vkEnumerateInstanceExtensionProperties");
        if (a[0] != 0) {
            return ForeignCalls.call(real, a);
        }
        try (ExtensionList list = ExtensionList.of(
                (count, properties) -> (int) ForeignCalls.call(real, 0, count, properties),
                Family.ofInstance(driver.families()))) {
            return list.answer(a[1], a[2]);
        } catch (RuntimeException | Error e) {
            driver.failed(e);
            return VK10.VK_ERROR_UNKNOWN;
        }
    }

    /** Calls a command of the real library. */
    long callReal(String name, long... arguments) {
        long function = driver.layer().findBelow(handle, name);
        if (function == 0) {
            throw new AssertionError("the real library has no " + name);
        }
        return ForeignCalls.call(function, arguments);
    }

    long enumeratePhysicalDevices(String name, long... a) {
        int result = (int) callReal(name, a);
        for (int i = 0; a[2] != 0 && result >= 0 && i < memGetInt(a[1]); i++) {
            long device = memGetAddress(a[2] + 8L * i);
            driver.layer()
                    .register(
                            device,
                            physicalDevices.computeIfAbsent(device, key -> new StandInPhysicalDevice(this, key)));
        }
        return result;
    }

    long destroy(String name, long... a) {
        physicalDevices.keySet().forEach(driver.layer()::forget);
        driver.layer().forget(handle);
        return callReal(name, a);
    }
}
