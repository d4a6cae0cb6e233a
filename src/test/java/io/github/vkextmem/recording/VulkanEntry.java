package io.github.vkextmem.recording;

import static org.lwjgl.system.MemoryUtil.memASCII;
import static org.lwjgl.system.MemoryUtil.memAddress;

import java.util.Map;
import org.lwjgl.system.Configuration;
import org.lwjgl.system.FunctionProvider;
import org.lwjgl.system.JNI;
import org.lwjgl.vulkan.VK;

/**
 * Where LWJGL finds Vulkan in this process: a recording driver answers for its own instance, and the real library for
 * everything else, unless something was put in front of it. LWJGL has one entry for the whole process, so tests with a
 * real driver come through here too.
 */
public final class VulkanEntry {

    private static final String GET_INSTANCE_PROC_ADDR = "vkGetInstanceProcAddr";
    private static final int VK_ERROR_INITIALIZATION_FAILED = -3;

    /** What LWJGL asks for at once; forwarded by us, so that the real library is loaded when it is first used. */
    private static final Map<String, Long> GLOBAL = Map.of(
            "vkCreateInstance",
            NativeCalls.create(3, a -> forward("vkCreateInstance", real -> JNI.callPPPI(a[0], a[1], a[2], real))),
            "vkEnumerateInstanceExtensionProperties",
            NativeCalls.create(
                    3,
                    a -> forward(
                            "vkEnumerateInstanceExtensionProperties", real -> JNI.callPPPI(a[0], a[1], a[2], real))),
            "vkEnumerateInstanceLayerProperties",
            NativeCalls.create(
                    2, a -> forward("vkEnumerateInstanceLayerProperties", real -> JNI.callPPI(a[0], a[1], real))),
            "vkEnumerateInstanceVersion",
            NativeCalls.create(1, a -> forward("vkEnumerateInstanceVersion", real -> JNI.callPI(a[0], real))));

    private static volatile Front front = (instance, name) -> 0;
    private static boolean installed;

    private VulkanEntry() {}

    /** What stands before the real library. */
    public interface Front {
        /** {@return the address of a command, asked for with an instance or 0; 0: the real library's own} */
        long find(long instance, String name);
    }

    /** Puts something in front of the real library, for the commands that are asked for from now on. */
    public static void putInFront(Front newFront) {
        front = newFront;
    }

    /**
     * Gives LWJGL this entry; nothing after the first time. Every test that touches Vulkan calls this first.
     *
     * @throws IllegalStateException if LWJGL loaded Vulkan by itself before
     */
    public static synchronized void install() {
        if (!installed) {
            // For IDEs, which do not read the pom; too late if somebody touched LWJGL's VK before.
            Configuration.VULKAN_EXPLICIT_INIT.set(true);
            long entry = NativeCalls.create(2, a -> find(a[0], memASCII(a[1])));
            FunctionProvider provider = name -> GET_INSTANCE_PROC_ADDR.equals(memASCII(memAddress(name))) ? entry : 0;
            VK.create(provider);
            installed = true;
        }
    }

    /** Nothing may be thrown through native frames; an unknown function is NULL. */
    private static long find(long instance, String name) {
        try {
            RecordingDriver driver = RecordingDriver.of(instance);
            if (driver != null) {
                return driver.instanceCommand(name);
            }
            Long global = instance == 0 ? GLOBAL.get(name) : null;
            return global != null ? global : behind(instance, name);
        } catch (RuntimeException | Error e) {
            return 0;
        }
    }

    private static long behind(long instance, String name) {
        long own = front.find(instance, name);
        return own != 0 ? own : RealVulkan.find(instance, name);
    }

    private interface Call {
        int to(long function);
    }

    private static long forward(String name, Call call) {
        try {
            long function = behind(0, name);
            return function == 0 ? VK_ERROR_INITIALIZATION_FAILED : call.to(function);
        } catch (RuntimeException | Error e) {
            return VK_ERROR_INITIALIZATION_FAILED;
        }
    }
}
