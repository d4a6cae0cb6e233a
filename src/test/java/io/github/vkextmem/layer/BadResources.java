package io.github.vkextmem.layer;

import static io.github.vkextmem.layer.BadCall.of;
import static io.github.vkextmem.layer.BadCall.ofNew;
import static io.github.vkextmem.layer.Bench.FD;
import static io.github.vkextmem.layer.UnboundResource.bufferInfo;
import static io.github.vkextmem.layer.UnboundResource.imageInfo;
import static io.github.vkextmem.struct.Parents.BUFFER_CREATE_INFO;
import static io.github.vkextmem.struct.Parents.IMAGE_CREATE_INFO;

import io.github.vkextmem.memory.ExportRequest;
import io.github.vkextmem.struct.ExternalMemoryBufferCreateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import io.github.vkextmem.struct.ExternalMemoryImageCreateInfo;
import io.github.vkextmem.struct.ImageDrmFormatModifierListCreateInfoEXT;
import java.util.List;
import java.util.stream.Stream;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTImageDrmFormatModifier;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkBufferCreateInfo;
import org.lwjgl.vulkan.VkExternalMemoryBufferCreateInfo;
import org.lwjgl.vulkan.VkExternalMemoryImageCreateInfo;
import org.lwjgl.vulkan.VkImageCreateInfo;
import org.lwjgl.vulkan.VkImageDrmFormatModifierListCreateInfoEXT;

/** Buffers and images for external memory that may not be. */
final class BadResources {

    private static final int OPAQUE_FD = VK11.VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT;
    private static final int WIN32 = VK11.VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_WIN32_BIT;
    private static final int HOST = ExternalMemoryHandleType.HOST_ALLOCATION_EXT.bit();
    private static final int UNKNOWN = 0x4000_0000;

    private BadResources() {}

    static Stream<BadCall> all() {
        return Stream.of(buffers(), images(), modifiers()).flatMap(List::stream);
    }

    private static List<BadCall> buffers() {
        return List.of(
                ofNew(
                        "VUID-VkBufferCreateInfo-pNext-00920",
                        (on, stack) -> create(on, bufferInfo(stack).pNext(external(stack, OPAQUE_FD | HOST))),
                        on -> on.external()
                                .createBuffer(
                                        Bench.BUFFER,
                                        ExportRequest.as(FD, ExternalMemoryHandleType.HOST_ALLOCATION_EXT))
                                .close()),
                of(
                        "VUID-VkBufferCreateInfo-sType-unique",
                        (on, stack) -> create(
                                on,
                                bufferInfo(stack)
                                        .pNext(external(stack, OPAQUE_FD))
                                        .pNext(external(stack, OPAQUE_FD))),
                        on -> {
                            try (MemoryStack stack = MemoryStack.stackPush()) {
                                create(
                                        on,
                                        BUFFER_CREATE_INFO
                                                .tail(ExternalMemoryBufferCreateInfo.of(FD))
                                                .linkBehind(
                                                        bufferInfo(stack).pNext(external(stack, OPAQUE_FD)), stack));
                            }
                        }),
                of(
                        "VUID-VkBufferCreateInfo-sType-sType",
                        (on, stack) -> create(on, bufferInfo(stack).sType(0)),
                        on -> {
                            try (MemoryStack stack = MemoryStack.stackPush()) {
                                create(
                                        on,
                                        BUFFER_CREATE_INFO
                                                .tail(ExternalMemoryBufferCreateInfo.of(FD))
                                                .linkBehind(bufferInfo(stack).sType(0), stack));
                            }
                        }),
                of(
                        "VUID-VkExternalMemoryBufferCreateInfo-handleTypes-parameter",
                        (on, stack) -> create(on, bufferInfo(stack).pNext(external(stack, UNKNOWN))),
                        on -> {
                            try (MemoryStack stack = MemoryStack.stackPush()) {
                                create(
                                        on,
                                        BUFFER_CREATE_INFO
                                                .tail(new ExternalMemoryBufferCreateInfo(
                                                        ExternalMemoryHandleTypes.ofBits(UNKNOWN)))
                                                .linkBehind(bufferInfo(stack), stack));
                            }
                        }));
    }

    private static VkExternalMemoryBufferCreateInfo external(MemoryStack stack, int handleTypes) {
        return VkExternalMemoryBufferCreateInfo.calloc(stack).sType$Default().handleTypes(handleTypes);
    }

    private static void create(Bench on, VkBufferCreateInfo info) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var handle = stack.callocLong(1);
            if (VK10.vkCreateBuffer(on.device(), info, null, handle) == VK10.VK_SUCCESS) {
                VK10.vkDestroyBuffer(on.device(), handle.get(0), null);
            }
        }
    }

    private static List<BadCall> images() {
        return List.of(
                ofNew(
                        "VUID-VkImageCreateInfo-pNext-00990",
                        (on, stack) -> create(on, imageInfo(stack).pNext(externalImage(stack, OPAQUE_FD | HOST))),
                        on -> on.external()
                                .createImage(
                                        Bench.IMAGE, ExportRequest.as(FD, ExternalMemoryHandleType.HOST_ALLOCATION_EXT))
                                .close()),
                of(
                        "VUID-VkImageCreateInfo-pNext-01443",
                        (on, stack) -> create(on, preinitialized(stack).pNext(externalImage(stack, OPAQUE_FD))),
                        on -> {
                            try (MemoryStack stack = MemoryStack.stackPush()) {
                                link(on, preinitialized(stack), stack);
                            }
                        }),
                of(
                        "VUID-VkImageCreateInfo-sType-unique",
                        (on, stack) -> create(
                                on,
                                imageInfo(stack)
                                        .pNext(externalImage(stack, OPAQUE_FD))
                                        .pNext(externalImage(stack, OPAQUE_FD))),
                        on -> {
                            try (MemoryStack stack = MemoryStack.stackPush()) {
                                link(on, imageInfo(stack).pNext(externalImage(stack, OPAQUE_FD)), stack);
                            }
                        }));
    }

    private static void link(Bench on, VkImageCreateInfo info, MemoryStack stack) {
        create(on, IMAGE_CREATE_INFO.tail(ExternalMemoryImageCreateInfo.of(FD)).linkBehind(info, stack));
    }

    private static VkImageCreateInfo preinitialized(MemoryStack stack) {
        return imageInfo(stack).tiling(VK10.VK_IMAGE_TILING_LINEAR).initialLayout(VK10.VK_IMAGE_LAYOUT_PREINITIALIZED);
    }

    private static VkExternalMemoryImageCreateInfo externalImage(MemoryStack stack, int handleTypes) {
        return VkExternalMemoryImageCreateInfo.calloc(stack).sType$Default().handleTypes(handleTypes);
    }

    private static void create(Bench on, VkImageCreateInfo info) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var handle = stack.callocLong(1);
            if (VK10.vkCreateImage(on.device(), info, null, handle) == VK10.VK_SUCCESS) {
                VK10.vkDestroyImage(on.device(), handle.get(0), null);
            }
        }
    }

    private static List<BadCall> modifiers() {
        return List.of(of(
                "VUID-VkImageDrmFormatModifierListCreateInfoEXT-drmFormatModifierCount-arraylength",
                (on, stack) -> create(
                        on,
                        imageInfo(stack)
                                .tiling(EXTImageDrmFormatModifier.VK_IMAGE_TILING_DRM_FORMAT_MODIFIER_EXT)
                                .pNext(VkImageDrmFormatModifierListCreateInfoEXT.calloc(stack)
                                        .sType$Default())),
                on -> new ImageDrmFormatModifierListCreateInfoEXT(List.of())));
    }
}
