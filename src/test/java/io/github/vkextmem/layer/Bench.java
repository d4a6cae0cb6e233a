package io.github.vkextmem.layer;

import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExportRequest;
import io.github.vkextmem.memory.ExternalBuffer;
import io.github.vkextmem.memory.ExternalImage;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ImageParameters;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import java.nio.ByteBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.KHRExternalMemoryFd;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkDevice;
import org.lwjgl.vulkan.VkMemoryAllocateInfo;
import org.lwjgl.vulkan.VkMemoryGetFdInfoKHR;
import org.lwjgl.vulkan.VkPhysicalDeviceMemoryProperties;

/** What bad calls are made with: a device, and objects of it that are all right. */
final class Bench implements AutoCloseable {

    static final ExternalMemoryHandleType FD = ExternalMemoryHandleType.OPAQUE_FD;
    static final long SIZE = UnboundResource.SIZE;
    static final BufferParameters BUFFER = BufferParameters.of(SIZE, UnboundResource.BUFFER_USAGE);
    static final ImageParameters IMAGE = ImageParameters.of2D(
            VK10.VK_FORMAT_R8G8B8A8_UNORM, UnboundResource.WIDTH, UnboundResource.WIDTH, UnboundResource.IMAGE_USAGE);

    private final LayeredDevice device;
    private final DeviceMemory exportable;
    private final DeviceMemory plain;
    private final ExternalBuffer buffer;
    private final ExternalImage image;
    private final ByteBuffer host;

    Bench(LayeredDevice device) {
        this.device = device;
        ExternalMemory external = device.external();
        exportable = allocateExportable();
        plain = external.allocate(info());
        buffer = external.createBuffer(BUFFER, ExportRequest.as(FD));
        image = external.createImage(IMAGE, ExportRequest.as(FD));
        host = external.allocateHostBuffer((int) SIZE);
    }

    VkDevice device() {
        return device.device();
    }

    ExternalMemory external() {
        return device.external();
    }

    /** {@return an allocation that is all right, of 64 KiB} */
    static MemoryAllocateInfo info() {
        return MemoryAllocateInfo.of(SIZE, 0);
    }

    /** {@return the same, as LWJGL's struct} */
    static VkMemoryAllocateInfo info(MemoryStack stack) {
        return VkMemoryAllocateInfo.calloc(stack).sType$Default().allocationSize(SIZE);
    }

    /** {@return new memory that can be exported as OPAQUE_FD} */
    DeviceMemory allocateExportable() {
        return external().allocate(info().with(ExportMemoryAllocateInfo.of(FD)));
    }

    /** {@return memory that can be exported as OPAQUE_FD} */
    DeviceMemory exportable() {
        return exportable;
    }

    /** {@return memory that cannot be exported} */
    DeviceMemory plain() {
        return plain;
    }

    ExternalBuffer buffer() {
        return buffer;
    }

    ExternalImage image() {
        return image;
    }

    /** {@return 64 KiB of this process that can be imported} */
    ByteBuffer host() {
        return host;
    }

    /** {@return the size of the heap of memory type 0} */
    long heapSize() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var properties = VkPhysicalDeviceMemoryProperties.malloc(stack);
            VK10.vkGetPhysicalDeviceMemoryProperties(device().getPhysicalDevice(), properties);
            return properties.memoryHeaps(properties.memoryTypes(0).heapIndex()).size();
        }
    }

    /** {@return a descriptor of the exportable memory} */
    PosixFileDescriptor descriptor() {
        return exportable.exportPosixFileDescriptor(FD);
    }

    /** Calls vkAllocateMemory, and frees what comes. */
    void allocate(VkMemoryAllocateInfo info) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var handle = stack.callocLong(1);
            if (VK10.vkAllocateMemory(device(), info, null, handle) == VK10.VK_SUCCESS) {
                VK10.vkFreeMemory(device(), handle.get(0), null);
            }
        }
    }

    /** Calls vkGetMemoryFdKHR, and closes what comes. */
    void getFd(long memory, int handleType) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info = VkMemoryGetFdInfoKHR.calloc(stack)
                    .sType$Default()
                    .memory(memory)
                    .handleType(handleType);
            var fd = stack.ints(-1);
            if (KHRExternalMemoryFd.vkGetMemoryFdKHR(device(), info, fd) == VK10.VK_SUCCESS && fd.get(0) >= 0) {
                PosixFileDescriptor.adopt(fd.get(0), FD).close();
            }
        }
    }

    @Override
    public void close() {
        image.close();
        buffer.close();
        plain.close();
        exportable.close();
    }
}
