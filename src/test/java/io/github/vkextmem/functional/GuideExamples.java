package io.github.vkextmem.functional;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.DMA_BUF_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.Parents.BUFFER_MEMORY_BARRIER;
import static org.lwjgl.vulkan.VK10.*;

import io.github.vkextmem.handle.HandleChannel;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.handle.ReceivedHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExportRequest;
import io.github.vkextmem.memory.ExternalBuffer;
import io.github.vkextmem.memory.ExternalImage;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.memory.LayoutTransition;
import io.github.vkextmem.memory.MemoryRequirements;
import io.github.vkextmem.memory.PhysicalDevices;
import io.github.vkextmem.memory.QueueFamilyTransfer;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExternalMemoryAcquireUnmodifiedEXT;
import io.github.vkextmem.struct.ImageParameters;
import io.github.vkextmem.struct.ImageResource;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import java.util.List;
import java.util.Map;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VkCommandBuffer;
import org.lwjgl.vulkan.VkImageCreateInfo;
import org.lwjgl.vulkan.VkInstance;
import org.lwjgl.vulkan.VkPhysicalDevice;

/** The code in docs/guide.md; a test compares the two, and runs the recipe. */
final class GuideExamples {

    private GuideExamples() {}

    static ExternalImage create(ExternalMemory external, int usage) {
        ImageParameters parameters = ImageParameters.of2D(VK_FORMAT_R8G8B8A8_UNORM, 1920, 1080, usage);

        ExternalImage image = external.createImage(
                parameters, ExportRequest.as(OPAQUE_FD).preferring(VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT));
        return image;
    }

    static DeviceMemory allocate(ExternalMemory external, long image, VkImageCreateInfo imageCreateInfo) {
        ImageResource resource = ImageResource.read(image, imageCreateInfo);
        MemoryRequirements needs = external.imageRequirements(image);
        int memoryType = external.memoryTypes(needs.memoryTypeBits(), VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT)
                .get(0);

        DeviceMemory memory = external.allocate(
                MemoryAllocateInfo.of(needs.size(), memoryType)
                        .with(ExportMemoryAllocateInfo.of(OPAQUE_FD))
                        .with(MemoryDedicatedAllocateInfo.ofImage(image)),
                resource);
        memory.bind(resource, 0);
        return memory;
    }

    static ExternalImage receive(ExternalMemory external, ReceivedHandle received) {
        ExternalImage image = external.importImage(received.handle(), received.description());
        return image;
    }

    static VkPhysicalDevice choose(VkInstance instance, ReceivedHandle received) {
        VkPhysicalDevice physicalDevice = PhysicalDevices.matching(instance, received.description());
        return physicalDevice;
    }

    static void release(VkCommandBuffer commands, ExternalImage image, int queueFamilyIndex, MemoryStack stack) {
        QueueFamilyTransfer transfer = QueueFamilyTransfer.withExternal(queueFamilyIndex);
        LayoutTransition layouts =
                new LayoutTransition(VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL);

        vkCmdPipelineBarrier(
                commands,
                VK_PIPELINE_STAGE_TRANSFER_BIT,
                VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT,
                0,
                null,
                null,
                transfer.release(image, layouts, VK_ACCESS_TRANSFER_WRITE_BIT, stack));
    }

    static void send(HandleChannel channel, ExternalImage image) {
        try (PosixFileDescriptor handle = image.memory().exportPosixFileDescriptor(OPAQUE_FD)) {
            channel.send(handle, image.description(OPAQUE_FD));
        }
    }

    static void acquire(VkCommandBuffer commands, ExternalImage image, int queueFamilyIndex, MemoryStack stack) {
        QueueFamilyTransfer transfer = QueueFamilyTransfer.withExternal(queueFamilyIndex);
        LayoutTransition layouts =
                new LayoutTransition(VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL);

        vkCmdPipelineBarrier(
                commands,
                VK_PIPELINE_STAGE_TOP_OF_PIPE_BIT,
                VK_PIPELINE_STAGE_TRANSFER_BIT,
                0,
                null,
                null,
                transfer.acquire(image, layouts, VK_ACCESS_TRANSFER_READ_BIT, stack));
    }

    static void acquireUnmodified(ExternalBuffer buffer, QueueFamilyTransfer transfer, MemoryStack stack) {
        BUFFER_MEMORY_BARRIER
                .tail(ExternalMemoryAcquireUnmodifiedEXT.of(true))
                .linkBehind(
                        transfer.acquire(buffer, VK_ACCESS_TRANSFER_READ_BIT, stack)
                                .get(0),
                        stack);
    }

    static ExternalImage dmaBuf(ExternalMemory external, ImageParameters parameters, List<Long> theirs) {
        List<Long> modifiers = external.drmFormatModifiers(DMA_BUF_EXT, parameters.info()).entrySet().stream()
                .filter(modifier -> modifier.getValue().isExportable())
                .map(Map.Entry::getKey)
                .filter(theirs::contains)
                .toList();
        ExternalImage image = external.createImage(parameters, ExportRequest.as(DMA_BUF_EXT), modifiers);
        return image;
    }
}
