package io.github.vkextmem.driver;

import static io.github.vkextmem.struct.Parents.BUFFER_CREATE_INFO;
import static io.github.vkextmem.struct.Parents.IMAGE_CREATE_INFO;

import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.struct.ExternalMemoryBufferCreateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryImageCreateInfo;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkBufferCreateInfo;
import org.lwjgl.vulkan.VkDevice;
import org.lwjgl.vulkan.VkDeviceCreateInfo;
import org.lwjgl.vulkan.VkDeviceQueueCreateInfo;
import org.lwjgl.vulkan.VkExtensionProperties;
import org.lwjgl.vulkan.VkImageCreateInfo;
import org.lwjgl.vulkan.VkMemoryRequirements;
import org.lwjgl.vulkan.VkPhysicalDevice;

/** A device of the driver under test, with every extension of external memory that it has. */
public record TestDevice(VkDevice device, ExternalMemory external) implements AutoCloseable {

    private static final Set<String> EXTENSIONS = Set.of(
            "VK_KHR_external_memory",
            "VK_KHR_external_memory_fd",
            "VK_KHR_external_memory_win32",
            "VK_NV_external_memory",
            "VK_NV_external_memory_win32",
            "VK_EXT_external_memory_dma_buf",
            "VK_EXT_external_memory_host");

    public static final int BUFFER_USAGE =
            VK10.VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK10.VK_BUFFER_USAGE_TRANSFER_DST_BIT;

    /** A resource with the memory that it needs. */
    public record Resource(long handle, long size, int memoryTypeBits) {}

    static TestDevice create(VkPhysicalDevice physicalDevice, Set<String> without) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            Set<String> wanted = extensions(physicalDevice)
                    .filter(name -> EXTENSIONS.contains(name) && !without.contains(name))
                    .collect(Collectors.toSet());
            PointerBuffer names = stack.mallocPointer(wanted.size());
            wanted.forEach(name -> names.put(stack.ASCII(name)));
            var queue = VkDeviceQueueCreateInfo.calloc(1, stack).sType$Default().pQueuePriorities(stack.floats(1));
            var info = VkDeviceCreateInfo.calloc(stack)
                    .sType$Default()
                    .pQueueCreateInfos(queue)
                    .ppEnabledExtensionNames(names.flip());
            PointerBuffer handle = stack.mallocPointer(1);
            TestInstance.require("vkCreateDevice", VK10.vkCreateDevice(physicalDevice, info, null, handle));
            VkDevice device = new VkDevice(handle.get(0), physicalDevice, info);
            return new TestDevice(device, ExternalMemory.on(device));
        }
    }

    private static Stream<String> extensions(VkPhysicalDevice device) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var count = stack.callocInt(1);
            VK10.vkEnumerateDeviceExtensionProperties(device, (String) null, count, null);
            try (var extensions = VkExtensionProperties.calloc(count.get(0))) {
                VK10.vkEnumerateDeviceExtensionProperties(device, (String) null, count, extensions);
                return extensions.stream().map(VkExtensionProperties::extensionNameString).toList().stream();
            }
        }
    }

    /** {@return a memory type for a mask that this process can map} */
    public int hostVisibleType(int memoryTypeBits) {
        return external.memoryTypes(memoryTypeBits, VK10.VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT)
                .get(0);
    }

    /** {@return a buffer for external memory, to be destroyed by the caller} */
    public Resource createBuffer(long size, ExternalMemoryHandleType handleType) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info =
                    VkBufferCreateInfo.calloc(stack).sType$Default().size(size).usage(BUFFER_USAGE);
            BUFFER_CREATE_INFO
                    .tail(ExternalMemoryBufferCreateInfo.of(handleType))
                    .linkBehind(info, stack);
            var handle = stack.mallocLong(1);
            TestInstance.require("vkCreateBuffer", VK10.vkCreateBuffer(device, info, null, handle));
            var needs = VkMemoryRequirements.calloc(stack);
            VK10.vkGetBufferMemoryRequirements(device, handle.get(0), needs);
            return new Resource(handle.get(0), needs.size(), needs.memoryTypeBits());
        }
    }

    /** {@return a linear image for external memory, to be destroyed by the caller} */
    public Resource createImage(int width, int height, ExternalMemoryHandleType handleType) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info = VkImageCreateInfo.calloc(stack)
                    .sType$Default()
                    .imageType(VK10.VK_IMAGE_TYPE_2D)
                    .format(VK10.VK_FORMAT_R8G8B8A8_UNORM)
                    .extent(extent -> extent.set(width, height, 1))
                    .mipLevels(1)
                    .arrayLayers(1)
                    .samples(VK10.VK_SAMPLE_COUNT_1_BIT)
                    .tiling(VK10.VK_IMAGE_TILING_LINEAR)
                    .usage(VK10.VK_IMAGE_USAGE_TRANSFER_DST_BIT);
            IMAGE_CREATE_INFO.tail(ExternalMemoryImageCreateInfo.of(handleType)).linkBehind(info, stack);
            var handle = stack.mallocLong(1);
            TestInstance.require("vkCreateImage", VK10.vkCreateImage(device, info, null, handle));
            var needs = VkMemoryRequirements.calloc(stack);
            VK10.vkGetImageMemoryRequirements(device, handle.get(0), needs);
            return new Resource(handle.get(0), needs.size(), needs.memoryTypeBits());
        }
    }

    @Override
    public void close() {
        VK10.vkDestroyDevice(device, null);
    }
}
