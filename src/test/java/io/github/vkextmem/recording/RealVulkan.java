package io.github.vkextmem.recording;

import static org.lwjgl.system.MemoryUtil.memAddress;

import org.lwjgl.system.Configuration;
import org.lwjgl.system.JNI;
import org.lwjgl.system.Library;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.Platform;
import org.lwjgl.system.SharedLibrary;
import org.lwjgl.vulkan.VK;

/** The machine's own Vulkan library, found as LWJGL would find it; a machine may have none. */
public final class RealVulkan {

    private RealVulkan() {}

    /** Loaded when it is first asked, because a test may choose the library before that. */
    private static final class Holder {
        private static final long GET_INSTANCE_PROC_ADDR = load();
    }

    /** {@return what the library's vkGetInstanceProcAddr answers; 0: it has no such command, or there is no library} */
    public static long find(long instance, String name) {
        if (Holder.GET_INSTANCE_PROC_ADDR == 0) {
            return 0;
        }
        try (MemoryStack stack = MemoryStack.stackPush()) {
            return JNI.callPPP(instance, memAddress(stack.ASCII(name)), Holder.GET_INSTANCE_PROC_ADDR);
        }
    }

    private static long load() {
        try {
            return library().getFunctionAddress("vkGetInstanceProcAddr");
        } catch (UnsatisfiedLinkError noVulkanHere) {
            return 0;
        }
    }

    private static SharedLibrary library() {
        return switch (Platform.get()) {
            case WINDOWS -> named("vulkan-1");
            case MACOSX -> Configuration.VULKAN_LIBRARY_NAME.get() != null ? named("") : bundledOrLoader();
            default -> named("libvulkan.so.1");
        };
    }

    private static SharedLibrary bundledOrLoader() {
        try {
            return Library.loadNative(VK.class, "org.lwjgl.vulkan", "MoltenVK", true);
        } catch (UnsatisfiedLinkError notBundled) {
            return named("libvulkan.1.dylib");
        }
    }

    private static SharedLibrary named(String name) {
        return Library.loadNative(VK.class, "org.lwjgl.vulkan", Configuration.VULKAN_LIBRARY_NAME, name);
    }
}
