package io.github.vkextmem.standin;

import static org.lwjgl.system.MemoryUtil.memASCII;
import static org.lwjgl.system.MemoryUtil.memCopy;
import static org.lwjgl.system.MemoryUtil.memGetAddress;
import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memPutAddress;
import static org.lwjgl.system.MemoryUtil.memPutInt;
import static org.lwjgl.system.MemoryUtil.memSet;

import io.github.vkextmem.recording.Registry;
import io.github.vkextmem.recording.StructureLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkDeviceCreateInfo;
import org.lwjgl.vulkan.VkPhysicalDeviceExternalMemoryHostPropertiesEXT;
import org.lwjgl.vulkan.VkPhysicalDeviceProperties;
import org.lwjgl.vulkan.VkPhysicalDeviceProperties2;

/** A physical device of the real library, with what a stand-in says of it. */
final class StandInPhysicalDevice implements StandInDriver.Part {

    static final int HOST_ALLOCATION = 0x80;

    private static final String HOST_EXTENSION = "VK_EXT_external_memory_host";
    private static final String KHR_EXTENSION = "VK_KHR_external_memory_win32";
    private static final int OPAQUE = ExportRequest.OPAQUE_WIN32 | ExportRequest.OPAQUE_WIN32_KMT;
    private static final int OPAQUE_NV = ExportRequest.OPAQUE_WIN32_NV | ExportRequest.OPAQUE_WIN32_KMT_NV;
    private static final int EXPORTABLE_AND_IMPORTABLE = 0x2 | 0x4;

    private final StandInInstance instance;
    private final long handle;

    StandInPhysicalDevice(StandInInstance instance, long handle) {
        this.instance = instance;
        this.handle = handle;
    }

    @Override
    public StandInDriver driver() {
        return instance.driver();
    }

    StandInInstance instance() {
        return instance;
    }

    long properties(String name, long... a) {
        instance.callReal(name, a);
        label(a[1]);
        return 0;
    }

    long properties2(String name, long... a) {
        instance.callReal(name, a);
        label(a[1] + VkPhysicalDeviceProperties2.PROPERTIES);
        return 0;
    }

    private void label(long properties) {
        long name = properties + VkPhysicalDeviceProperties.DEVICENAME;
        String labelled = memASCII(name) + driver().label();
        int longest = VK10.VK_MAX_PHYSICAL_DEVICE_NAME_SIZE - 1;
        memSet(name, 0, VK10.VK_MAX_PHYSICAL_DEVICE_NAME_SIZE);
        MemoryUtil.memASCII(
                labelled.substring(0, Math.min(labelled.length(), longest)),
                true,
                MemoryUtil.memByteBuffer(name, VK10.VK_MAX_PHYSICAL_DEVICE_NAME_SIZE));
    }

    long extensions(String name, long... a) {
        if (a[1] != 0) {
            return instance.callReal(name, a);
        }
        try (ExtensionList list = extensions()) {
            return list.answer(a[2], a[3]);
        }
    }

    private ExtensionList extensions() {
        ExtensionList.Enumeration real = (count, properties) ->
                (int) instance.callReal("vkEnumerateDeviceExtensionProperties", handle, 0, count, properties);
        ExtensionList list = ExtensionList.of(real, List.of());
        if (!list.has(HOST_EXTENSION)) {
            return list;
        }
        list.close();
        return ExtensionList.of(real, Family.ofDevice(driver().families()));
    }

    long createDevice(String name, long... a) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long info = stack.nmalloc(8, VkDeviceCreateInfo.SIZEOF);
            memCopy(a[1], info, VkDeviceCreateInfo.SIZEOF);
            List<String> asked = Names.read(
                    memGetAddress(info + VkDeviceCreateInfo.PPENABLEDEXTENSIONNAMES),
                    memGetInt(info + VkDeviceCreateInfo.ENABLEDEXTENSIONCOUNT));
            Set<String> stripped = stripped(asked);
            List<String> passedOn = new ArrayList<>(asked);
            passedOn.removeAll(stripped);
            if (!stripped.isEmpty() && !passedOn.contains(HOST_EXTENSION)) {
                passedOn.add(HOST_EXTENSION);
            }
            memPutInt(info + VkDeviceCreateInfo.ENABLEDEXTENSIONCOUNT, passedOn.size());
            memPutAddress(info + VkDeviceCreateInfo.PPENABLEDEXTENSIONNAMES, Names.write(passedOn, stack));
            int result = (int) instance.callReal(name, handle, info, a[2], a[3]);
            if (result == VK10.VK_SUCCESS) {
                long device = memGetAddress(a[3]);
                long alignment = stripped.isEmpty() ? 1 : hostPointerAlignment(stack);
                boolean khrBelow = passedOn.contains(KHR_EXTENSION);
                driver().layer().register(device, new StandInDevice(this, device, stripped, khrBelow, alignment));
            }
            return result;
        }
    }

    private Set<String> stripped(List<String> asked) {
        List<String> own = Family.ofDevice(driver().families());
        Set<String> stripped = Set.copyOf(asked.stream().filter(own::contains).toList());
        try (ExtensionList list = extensions()) {
            if (!stripped.isEmpty() && !list.has(HOST_EXTENSION)) {
                throw new Refusal(VK10.VK_ERROR_EXTENSION_NOT_PRESENT, "the real driver has no " + HOST_EXTENSION);
            }
        }
        boolean nv = stripped.contains("VK_NV_external_memory_win32");
        if (nv && !stripped.contains("VK_NV_external_memory")
                || stripped.contains("VK_NV_external_memory")
                        && !instance.stripped("VK_NV_external_memory_capabilities")) {
            throw new AssertionError(
                    "VUID-vkCreateDevice-ppEnabledExtensionNames-01387: " + stripped + " without what they require");
        }
        return stripped;
    }

    private long hostPointerAlignment(MemoryStack stack) {
        var host = VkPhysicalDeviceExternalMemoryHostPropertiesEXT.calloc(stack).sType$Default();
        var properties =
                VkPhysicalDeviceProperties2.calloc(stack).sType$Default().pNext(host);
        instance.callReal("vkGetPhysicalDeviceProperties2", handle, properties.address());
        return host.minImportedHostPointerAlignment();
    }

    private boolean isOurs(int handleType) {
        return driver().families().contains(Family.KHR) && Integer.bitCount(handleType & OPAQUE) == 1;
    }

    long buffer(String name, long... a) {
        StructureLayout layout = Registry.structure("VkPhysicalDeviceExternalBufferInfo");
        if (!isOurs(memGetInt(a[1] + layout.offset("handleType")))) {
            return instance.callReal(name, a);
        }
        ReceivedChain info = ReceivedChain.read(a[1], "VkPhysicalDeviceExternalBufferInfo");
        ReceivedChain.read(a[2], "VkExternalBufferProperties");
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var copy = info.new Copy(stack, Set.of());
            memPutInt(copy.at("VkPhysicalDeviceExternalBufferInfo", "handleType"), HOST_ALLOCATION);
            instance.callReal(name, handle, copy.address(), a[2]);
        }
        StructureLayout properties = Registry.structure("VkExternalBufferProperties");
        putExternalMemory(
                a[2] + properties.offset("externalMemoryProperties"),
                info.getInt("VkPhysicalDeviceExternalBufferInfo", "handleType"));
        return 0;
    }

    long image(String name, long... a) {
        if (!ReceivedChain.isChained(a[1])) {
            return instance.callReal(name, a);
        }
        String extending = "VkPhysicalDeviceExternalImageFormatInfo";
        ReceivedChain info = ReceivedChain.read(a[1], "VkPhysicalDeviceImageFormatInfo2");
        ReceivedChain properties = ReceivedChain.read(a[2], "VkImageFormatProperties2");
        if (!isOurs(info.getInt(extending, "handleType"))) {
            return instance.callReal(name, a);
        }
        try (MemoryStack stack = MemoryStack.stackPush()) {
            // Asked as for any image: not every driver speaks of images when asked about host pointers.
            var copy = info.new Copy(stack, Set.of(extending));
            int result = (int) instance.callReal(name, handle, copy.address(), a[2]);
            if (result == VK10.VK_SUCCESS && properties.has("VkExternalImageFormatProperties")) {
                putExternalMemory(
                        properties.address("VkExternalImageFormatProperties", "externalMemoryProperties"),
                        info.getInt(extending, "handleType"));
            }
            return result;
        }
    }

    private void putExternalMemory(long address, int handleType) {
        int compatible = driver().compatible(handleType);
        StructureLayout layout = Registry.structure("VkExternalMemoryProperties");
        memPutInt(address + layout.offset("externalMemoryFeatures"), EXPORTABLE_AND_IMPORTABLE);
        memPutInt(address + layout.offset("exportFromImportedHandleTypes"), compatible);
        memPutInt(address + layout.offset("compatibleHandleTypes"), compatible);
    }

    long imageNv(String name, long... a) {
        int handleType = (int) a[6];
        if (Integer.bitCount(handleType) > 1) {
            throw new AssertionError(name + "-externalHandleType-07721: 0x" + Integer.toHexString(handleType));
        }
        StructureLayout layout = Registry.structure("VkExternalImageFormatPropertiesNV");
        int result = (int) instance.callReal(
                "vkGetPhysicalDeviceImageFormatProperties",
                handle,
                a[1],
                a[2],
                a[3],
                a[4],
                a[5],
                a[7] + layout.offset("imageFormatProperties"));
        if (result == VK10.VK_SUCCESS) {
            boolean ours = (handleType & OPAQUE_NV) != 0;
            memPutInt(a[7] + layout.offset("externalMemoryFeatures"), ours ? EXPORTABLE_AND_IMPORTABLE : 0);
            memPutInt(a[7] + layout.offset("exportFromImportedHandleTypes"), ours ? OPAQUE_NV : 0);
            memPutInt(a[7] + layout.offset("compatibleHandleTypes"), ours ? OPAQUE_NV : 0);
            if (!ours && handleType != 0) {
                return VK10.VK_ERROR_FORMAT_NOT_SUPPORTED;
            }
        }
        return result;
    }
}
