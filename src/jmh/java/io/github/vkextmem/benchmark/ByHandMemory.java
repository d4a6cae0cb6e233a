package io.github.vkextmem.benchmark;

import static io.github.vkextmem.benchmark.Vulkan.require;

import java.nio.IntBuffer;
import java.nio.LongBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.linux.FCNTL;
import org.lwjgl.system.linux.UNISTD;
import org.lwjgl.vulkan.KHRExternalMemoryFd;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkBindBufferMemoryInfo;
import org.lwjgl.vulkan.VkBindImageMemoryInfo;
import org.lwjgl.vulkan.VkBufferCreateInfo;
import org.lwjgl.vulkan.VkBufferMemoryRequirementsInfo2;
import org.lwjgl.vulkan.VkDevice;
import org.lwjgl.vulkan.VkExportMemoryAllocateInfo;
import org.lwjgl.vulkan.VkExternalBufferProperties;
import org.lwjgl.vulkan.VkExternalImageFormatProperties;
import org.lwjgl.vulkan.VkExternalMemoryBufferCreateInfo;
import org.lwjgl.vulkan.VkExternalMemoryImageCreateInfo;
import org.lwjgl.vulkan.VkImageCreateInfo;
import org.lwjgl.vulkan.VkImageFormatProperties2;
import org.lwjgl.vulkan.VkImageMemoryRequirementsInfo2;
import org.lwjgl.vulkan.VkImportMemoryFdInfoKHR;
import org.lwjgl.vulkan.VkMemoryAllocateInfo;
import org.lwjgl.vulkan.VkMemoryDedicatedAllocateInfo;
import org.lwjgl.vulkan.VkMemoryDedicatedRequirements;
import org.lwjgl.vulkan.VkMemoryGetFdInfoKHR;
import org.lwjgl.vulkan.VkMemoryRequirements2;
import org.lwjgl.vulkan.VkPhysicalDevice;
import org.lwjgl.vulkan.VkPhysicalDeviceExternalBufferInfo;
import org.lwjgl.vulkan.VkPhysicalDeviceExternalImageFormatInfo;
import org.lwjgl.vulkan.VkPhysicalDeviceImageFormatInfo2;
import org.lwjgl.vulkan.VkPhysicalDeviceMemoryProperties;

/**
 * External memory as a program with LWJGL alone has it: no owner, no check but of the results, what is wrong is left wrong if a
 * step fails.
 */
final class ByHandMemory {

    static final int BUFFER_USAGE = VK10.VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK10.VK_BUFFER_USAGE_TRANSFER_DST_BIT;
    static final int IMAGE_USAGE = VK10.VK_IMAGE_USAGE_TRANSFER_SRC_BIT | VK10.VK_IMAGE_USAGE_TRANSFER_DST_BIT;
    static final int FORMAT = VK10.VK_FORMAT_R8G8B8A8_UNORM;

    private static final int OPAQUE_FD = VK11.VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT;

    private final VkDevice device;
    private final int[] propertyFlags;

    /** Asked once, as the library does. */
    private final int bufferFeatures;

    private final int imageFeatures;

    ByHandMemory(VkDevice device) {
        this.device = device;
        this.bufferFeatures = bufferFeatures();
        this.imageFeatures = imageFeatures();
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var memory = VkPhysicalDeviceMemoryProperties.calloc(stack);
            VK10.vkGetPhysicalDeviceMemoryProperties(device.getPhysicalDevice(), memory);
            propertyFlags = new int[memory.memoryTypeCount()];
            for (int i = 0; i < propertyFlags.length; i++) {
                propertyFlags[i] = memory.memoryTypes(i).propertyFlags();
            }
        }
    }

    int memoryType(int bits, int properties) {
        for (int i = 0; i < propertyFlags.length; i++) {
            boolean isProtected = (propertyFlags[i] & VK11.VK_MEMORY_PROPERTY_PROTECTED_BIT) != 0;
            if ((bits & 1 << i) != 0 && (propertyFlags[i] & properties) == properties && !isProtected) {
                return i;
            }
        }
        throw new IllegalStateException("no such memory type");
    }

    long allocate(long size, int memoryType) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var export =
                    VkExportMemoryAllocateInfo.calloc(stack).sType$Default().handleTypes(OPAQUE_FD);
            return allocate(stack, size, memoryType, export.address());
        }
    }

    private long allocate(MemoryStack stack, long size, int memoryType, long chain) {
        var info = VkMemoryAllocateInfo.calloc(stack)
                .sType$Default()
                .pNext(chain)
                .allocationSize(size)
                .memoryTypeIndex(memoryType);
        LongBuffer memory = stack.callocLong(1);
        require(VK10.vkAllocateMemory(device, info, null, memory));
        return memory.get(0);
    }

    /** Close-on-exec, for which drivers do not always care. */
    int export(long memory) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info = VkMemoryGetFdInfoKHR.calloc(stack)
                    .sType$Default()
                    .memory(memory)
                    .handleType(OPAQUE_FD);
            IntBuffer fd = stack.ints(-1);
            require(KHRExternalMemoryFd.vkGetMemoryFdKHR(device, info, fd));
            IntBuffer errno = stack.callocInt(1);
            int flags = FCNTL.fcntl(errno, fd.get(0), FCNTL.F_GETFD);
            if ((flags & FCNTL.FD_CLOEXEC) == 0) {
                require(FCNTL.fcntli(errno, fd.get(0), FCNTL.F_SETFD, FCNTL.FD_CLOEXEC));
            }
            return fd.get(0);
        }
    }

    static void closeDescriptor(int fd) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            require(UNISTD.close(stack.callocInt(1), fd));
        }
    }

    long importMemory(int fd, long size, int memoryType) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info = VkImportMemoryFdInfoKHR.calloc(stack)
                    .sType$Default()
                    .handleType(OPAQUE_FD)
                    .fd(fd);
            return allocate(stack, size, memoryType, info.address());
        }
    }

    void free(long memory) {
        VK10.vkFreeMemory(device, memory, null);
    }

    int bufferFeatures() {
        VkPhysicalDevice physicalDevice = device.getPhysicalDevice();
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info = VkPhysicalDeviceExternalBufferInfo.calloc(stack)
                    .sType$Default()
                    .usage(BUFFER_USAGE)
                    .handleType(OPAQUE_FD);
            var properties = VkExternalBufferProperties.calloc(stack).sType$Default();
            VK11.vkGetPhysicalDeviceExternalBufferProperties(physicalDevice, info, properties);
            return properties.externalMemoryProperties().externalMemoryFeatures();
        }
    }

    int imageFeatures() {
        VkPhysicalDevice physicalDevice = device.getPhysicalDevice();
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var external = VkPhysicalDeviceExternalImageFormatInfo.calloc(stack)
                    .sType$Default()
                    .handleType(OPAQUE_FD);
            var info = VkPhysicalDeviceImageFormatInfo2.calloc(stack)
                    .sType$Default()
                    .pNext(external)
                    .format(FORMAT)
                    .type(VK10.VK_IMAGE_TYPE_2D)
                    .tiling(VK10.VK_IMAGE_TILING_OPTIMAL)
                    .usage(IMAGE_USAGE);
            var answer = VkExternalImageFormatProperties.calloc(stack).sType$Default();
            var properties =
                    VkImageFormatProperties2.calloc(stack).sType$Default().pNext(answer);
            require(VK11.vkGetPhysicalDeviceImageFormatProperties2(physicalDevice, info, properties));
            return answer.externalMemoryProperties().externalMemoryFeatures();
        }
    }

    /** Creates, allocates, binds; then the reverse. */
    void bufferAndBack(long size, int properties) {
        int features = requireExportable(bufferFeatures);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var external = VkExternalMemoryBufferCreateInfo.calloc(stack)
                    .sType$Default()
                    .handleTypes(OPAQUE_FD);
            var info = VkBufferCreateInfo.calloc(stack)
                    .sType$Default()
                    .pNext(external)
                    .size(size)
                    .usage(BUFFER_USAGE)
                    .sharingMode(VK10.VK_SHARING_MODE_EXCLUSIVE);
            LongBuffer buffer = stack.callocLong(1);
            require(VK10.vkCreateBuffer(device, info, null, buffer));
            var dedicated = VkMemoryDedicatedRequirements.calloc(stack).sType$Default();
            var needs = VkMemoryRequirements2.calloc(stack).sType$Default().pNext(dedicated);
            var of = VkBufferMemoryRequirementsInfo2.calloc(stack)
                    .sType$Default()
                    .buffer(buffer.get(0));
            VK11.vkGetBufferMemoryRequirements2(device, of, needs);
            var alone =
                    VkMemoryDedicatedAllocateInfo.calloc(stack).sType$Default().buffer(buffer.get(0));
            long memory = allocateFor(stack, needs, dedicated, features, alone, properties);
            var binding = VkBindBufferMemoryInfo.calloc(1, stack);
            binding.get(0).sType$Default().buffer(buffer.get(0)).memory(memory);
            require(VK11.vkBindBufferMemory2(device, binding));
            VK10.vkDestroyBuffer(device, buffer.get(0), null);
            free(memory);
        }
    }

    /** Creates, allocates, binds; then the reverse. */
    void imageAndBack(int width, int height, int properties) {
        int features = requireExportable(imageFeatures);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var external = VkExternalMemoryImageCreateInfo.calloc(stack)
                    .sType$Default()
                    .handleTypes(OPAQUE_FD);
            var info = VkImageCreateInfo.calloc(stack)
                    .sType$Default()
                    .pNext(external)
                    .imageType(VK10.VK_IMAGE_TYPE_2D)
                    .format(FORMAT)
                    .extent(extent -> extent.set(width, height, 1))
                    .mipLevels(1)
                    .arrayLayers(1)
                    .samples(VK10.VK_SAMPLE_COUNT_1_BIT)
                    .tiling(VK10.VK_IMAGE_TILING_OPTIMAL)
                    .usage(IMAGE_USAGE)
                    .sharingMode(VK10.VK_SHARING_MODE_EXCLUSIVE)
                    .initialLayout(VK10.VK_IMAGE_LAYOUT_UNDEFINED);
            LongBuffer image = stack.callocLong(1);
            require(VK10.vkCreateImage(device, info, null, image));
            var dedicated = VkMemoryDedicatedRequirements.calloc(stack).sType$Default();
            var needs = VkMemoryRequirements2.calloc(stack).sType$Default().pNext(dedicated);
            var of =
                    VkImageMemoryRequirementsInfo2.calloc(stack).sType$Default().image(image.get(0));
            VK11.vkGetImageMemoryRequirements2(device, of, needs);
            var alone =
                    VkMemoryDedicatedAllocateInfo.calloc(stack).sType$Default().image(image.get(0));
            long memory = allocateFor(stack, needs, dedicated, features, alone, properties);
            var binding = VkBindImageMemoryInfo.calloc(1, stack);
            binding.get(0).sType$Default().image(image.get(0)).memory(memory);
            require(VK11.vkBindImageMemory2(device, binding));
            VK10.vkDestroyImage(device, image.get(0), null);
            free(memory);
        }
    }

    private long allocateFor(
            MemoryStack stack,
            VkMemoryRequirements2 needs,
            VkMemoryDedicatedRequirements dedicated,
            int features,
            VkMemoryDedicatedAllocateInfo alone,
            int properties) {
        var export = VkExportMemoryAllocateInfo.calloc(stack).sType$Default().handleTypes(OPAQUE_FD);
        if (dedicated.requiresDedicatedAllocation()
                || dedicated.prefersDedicatedAllocation()
                || (features & VK11.VK_EXTERNAL_MEMORY_FEATURE_DEDICATED_ONLY_BIT) != 0) {
            export.pNext(alone.address());
        }
        return allocate(
                stack,
                needs.memoryRequirements().size(),
                memoryType(needs.memoryRequirements().memoryTypeBits(), properties),
                export.address());
    }

    static boolean isExportable(int features) {
        return (features & VK11.VK_EXTERNAL_MEMORY_FEATURE_EXPORTABLE_BIT) != 0;
    }

    private static int requireExportable(int features) {
        if (!isExportable(features)) {
            throw new IllegalStateException("cannot be exported");
        }
        return features;
    }
}
