package io.github.vkextmem.standin;

import static org.lwjgl.system.MemoryUtil.memASCII;
import static org.lwjgl.system.MemoryUtil.memAddress;
import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memPutLong;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkExternalMemoryBufferCreateInfo;
import org.lwjgl.vulkan.VkExternalMemoryImageCreateInfo;
import org.lwjgl.vulkan.VkImportMemoryHostPointerInfoEXT;
import org.lwjgl.vulkan.VkMemoryHostPointerPropertiesEXT;

/** A device of the real driver, with memory that is exported and imported by the stand-in. */
final class StandInDevice implements StandInDriver.Part {

    private static final Set<String> EXTERNAL_BUFFER = Set.of("VkExternalMemoryBufferCreateInfo");
    private static final Set<String> EXTERNAL_IMAGE =
            Set.of("VkExternalMemoryImageCreateInfo", "VkExternalMemoryImageCreateInfoNV");
    private static final Map<String, String> EXTENSIONS = Map.of(
            "VkExportMemoryWin32HandleInfoKHR", "VK_KHR_external_memory_win32",
            "VkImportMemoryWin32HandleInfoKHR", "VK_KHR_external_memory_win32",
            "VkExportMemoryAllocateInfoNV", "VK_NV_external_memory",
            "VkExportMemoryWin32HandleInfoNV", "VK_NV_external_memory_win32",
            "VkImportMemoryWin32HandleInfoNV", "VK_NV_external_memory_win32",
            "VkExternalMemoryImageCreateInfoNV", "VK_NV_external_memory");

    private final StandInPhysicalDevice physicalDevice;
    private final long handle;
    private final Set<String> stripped;
    private final boolean khrBelow;
    private final long alignment;
    private final Map<Long, Payload> payloads = new ConcurrentHashMap<>();

    StandInDevice(
            StandInPhysicalDevice physicalDevice, long handle, Set<String> stripped, boolean khrBelow, long alignment) {
        this.physicalDevice = physicalDevice;
        this.handle = handle;
        this.stripped = stripped;
        this.khrBelow = khrBelow;
        this.alignment = alignment;
    }

    @Override
    public StandInDriver driver() {
        return physicalDevice.driver();
    }

    /** {@return whether an extension is on of which the real driver knows nothing} */
    boolean stripped(String extension) {
        return stripped.contains(extension);
    }

    private long findReal(String name) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long text = memAddress(stack.ASCII(name));
            return physicalDevice.instance().callReal("vkGetDeviceProcAddr", handle, text);
        }
    }

    private long callReal(String name, long... arguments) {
        return ForeignCalls.call(findReal(name), arguments);
    }

    /** vkGetDeviceProcAddr. */
    long find(String name, long... a) {
        String wanted = memASCII(a[1]);
        long own = StandInCommands.findOfDevice(this, wanted);
        return own != 0 ? own : findReal(wanted);
    }

    long allocate(String name, long... a) {
        ReceivedChain info = ReceivedChain.read(a[1], "VkMemoryAllocateInfo");
        requireExtensions(info);
        long size = roundUp(info.getLong("VkMemoryAllocateInfo", "allocationSize"));
        Payload payload = stripped.isEmpty() || isForBelow(info) ? null : Payload.of(info, size, driver());
        if (payload == null) {
            return callReal(name, a);
        }
        try {
            int result = allocate(info, payload.view(), size, a);
            if (result == VK10.VK_SUCCESS) {
                payload.succeeded();
                payloads.put(memGetLong(a[3]), payload);
            } else {
                payload.close();
            }
            return result;
        } catch (RuntimeException | Error e) {
            payload.close();
            throw e;
        }
    }

    /** {@return whether the driver below has what a chain asks for, because VK_KHR_external_memory_win32 is on there} */
    private boolean isForBelow(ReceivedChain info) {
        return khrBelow && (info.has("VkExportMemoryAllocateInfo") || info.has("VkImportMemoryWin32HandleInfoKHR"));
    }

    private long roundUp(long size) {
        return (size + alignment - 1) / alignment * alignment;
    }

    private int allocate(ReceivedChain info, long view, long size, long... a) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            requireMemoryType(info.getInt("VkMemoryAllocateInfo", "memoryTypeIndex"), view, stack);
            var copy = info.new Copy(stack, Payload.STRUCTURES);
            memPutLong(copy.at("VkMemoryAllocateInfo", "allocationSize"), size);
            copy.append(VkImportMemoryHostPointerInfoEXT.calloc(stack)
                    .sType$Default()
                    .handleType(StandInPhysicalDevice.HOST_ALLOCATION)
                    .pHostPointer(view)
                    .address());
            return (int) callReal("vkAllocateMemory", handle, copy.address(), a[2], a[3]);
        }
    }

    /** A limit of the stand-in: host pointers may be of fewer memory types than other memory. */
    private void requireMemoryType(int index, long view, MemoryStack stack) {
        var properties = VkMemoryHostPointerPropertiesEXT.calloc(stack).sType$Default();
        int result = (int) callReal(
                "vkGetMemoryHostPointerPropertiesEXT",
                handle,
                StandInPhysicalDevice.HOST_ALLOCATION,
                view,
                properties.address());
        if (result != VK10.VK_SUCCESS || (properties.memoryTypeBits() & 1 << index) == 0) {
            throw new Refusal(
                    VK11.VK_ERROR_INVALID_EXTERNAL_HANDLE,
                    "a host pointer can be memory of types 0x" + Integer.toHexString(properties.memoryTypeBits())
                            + ", not of type " + index);
        }
    }

    private void requireExtensions(ReceivedChain chain) {
        for (String structure : chain.structures()) {
            String extension = EXTENSIONS.get(structure);
            boolean standsIn = Family.ofDevice(driver().families()).contains(extension);
            if (extension != null && standsIn && !stripped.contains(extension)) {
                throw new AssertionError("the driver received a " + structure + ", but " + extension + " is not on");
            }
        }
    }

    long free(String name, long... a) {
        // Taken out first: the real driver may give the same number to somebody else at once.
        Payload payload = payloads.remove(a[1]);
        callReal(name, a);
        if (payload != null) {
            payload.close();
        }
        return 0;
    }

    private Payload payload(long memory) {
        Payload payload = payloads.get(memory);
        if (payload == null) {
            throw new AssertionError("memory 0x" + Long.toHexString(memory) + " was not allocated for export");
        }
        return payload;
    }

    long exportKhr(String name, long... a) {
        ReceivedChain info = ReceivedChain.read(a[1], "VkMemoryGetWin32HandleInfoKHR");
        Payload payload = payload(info.getLong("VkMemoryGetWin32HandleInfoKHR", "memory"));
        memPutLong(a[2], payload.exportKhr(info.getInt("VkMemoryGetWin32HandleInfoKHR", "handleType")));
        return VK10.VK_SUCCESS;
    }

    long exportNv(String name, long... a) {
        memPutLong(a[3], payload(a[1]).exportNv((int) a[2]));
        return VK10.VK_SUCCESS;
    }

    /** vkGetMemoryWin32HandlePropertiesKHR, which is for other handles than a stand-in has. */
    long handle(String name, long... a) {
        ReceivedChain.read(a[3], "VkMemoryWin32HandlePropertiesKHR");
        int opaque = ExportRequest.OPAQUE_WIN32 | ExportRequest.OPAQUE_WIN32_KMT;
        if (((int) a[1] & opaque) != 0) {
            throw new AssertionError("VUID-vkGetMemoryWin32HandlePropertiesKHR-handleType-00666: an opaque type");
        }
        throw new Refusal(
                VK11.VK_ERROR_INVALID_EXTERNAL_HANDLE,
                "a stand-in knows no handles of type 0x" + Long.toHexString(a[1]));
    }

    long createBuffer(String name, long... a) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var external = VkExternalMemoryBufferCreateInfo.calloc(stack)
                    .sType$Default()
                    .handleTypes(StandInPhysicalDevice.HOST_ALLOCATION);
            return create(name, "VkBufferCreateInfo", EXTERNAL_BUFFER, external.address(), stack, a);
        }
    }

    long createImage(String name, long... a) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var external = VkExternalMemoryImageCreateInfo.calloc(stack)
                    .sType$Default()
                    .handleTypes(StandInPhysicalDevice.HOST_ALLOCATION);
            return create(name, "VkImageCreateInfo", EXTERNAL_IMAGE, external.address(), stack, a);
        }
    }

    /** What is for opaque handles here is for host pointers there. */
    private long create(String name, String root, Set<String> external, long instead, MemoryStack stack, long... a) {
        if (stripped.isEmpty() || !ReceivedChain.isChained(a[1])) {
            return callReal(name, a);
        }
        ReceivedChain info = ReceivedChain.read(a[1], root);
        requireExtensions(info);
        int types = khrBelow ? 0 : ExportRequest.OPAQUE_WIN32 | ExportRequest.OPAQUE_WIN32_KMT;
        int typesNv = ExportRequest.OPAQUE_WIN32_NV | ExportRequest.OPAQUE_WIN32_KMT_NV;
        boolean ours = external.stream()
                .anyMatch(structure ->
                        (info.getInt(structure, "handleTypes") & (structure.endsWith("NV") ? typesNv : types)) != 0);
        if (!ours) {
            return callReal(name, a);
        }
        var copy = info.new Copy(stack, external);
        copy.append(instead);
        return callReal(name, handle, copy.address(), a[2], a[3]);
    }

    long destroy(String name, long... a) {
        driver().layer().forget(handle);
        int left = payloads.size();
        callReal(name, a);
        payloads.values().forEach(Payload::close);
        payloads.clear();
        if (left > 0) {
            throw new AssertionError("vkDestroyDevice with " + left + " memory objects left");
        }
        return 0;
    }
}
