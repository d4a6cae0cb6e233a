package io.github.vkextmem.memory;

import io.github.vkextmem.handle.ExternalHandle;
import io.github.vkextmem.struct.ExternalImageFormatPropertiesNV;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import io.github.vkextmem.struct.ExternalMemoryImageCreateInfo;
import io.github.vkextmem.struct.ExternalMemoryProperties;
import io.github.vkextmem.struct.ImageFormatInfo;
import io.github.vkextmem.struct.ImageParameters;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.MemoryDescription;
import io.github.vkextmem.struct.Parents;
import java.nio.LongBuffer;
import java.util.Map;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkImageCreateInfo;

/** Makes external images: asks, creates, allocates or imports, binds, and undoes it all if a step fails. */
final class ExternalImages {

    private final DeviceContext context;
    private final ResourceMemory memory;

    ExternalImages(DeviceContext context, ResourceMemory memory) {
        this.context = context;
        this.memory = memory;
    }

    ExternalImage create(ImageParameters parameters, ExportRequest request) {
        ExternalMemoryHandleTypes types = request.handleTypes();
        context.families().requireFor(types);
        Map<ExternalMemoryHandleType, ExternalMemoryProperties> properties =
                ResourceMemory.ask(types, type -> properties(type, parameters));
        memory.requireExportable(parameters, types, properties);
        long image = create(parameters, types);
        return new ExternalImage(
                parameters,
                BoundResource.of(
                        ResourceKind.IMAGE,
                        context.device(),
                        image,
                        needs -> memory.allocate(
                                needs, request, MemoryDedicatedAllocateInfo.ofImage(image), properties)));
    }

    ExternalImage importImage(ExternalHandle handle, MemoryDescription description) {
        ImageParameters parameters = description
                .image()
                .orElseThrow(() -> new IllegalArgumentException("what came is no image: " + description));
        ExternalMemoryHandleType type = description.handleType();
        context.families().requireFor(ExternalMemoryHandleTypes.of(type));
        memory.requireImportable(parameters, handle, description, properties(type, parameters));
        long image = create(parameters, ExternalMemoryHandleTypes.of(type));
        return new ExternalImage(
                parameters,
                BoundResource.of(
                        ResourceKind.IMAGE,
                        context.device(),
                        image,
                        needs -> memory.importMemory(
                                needs, handle, description, MemoryDedicatedAllocateInfo.ofImage(image))));
    }

    /** A device with NV's family only is asked in NV's words. */
    private ExternalMemoryProperties properties(ExternalMemoryHandleType handleType, ImageParameters parameters) {
        Capabilities capabilities = context.facts().capabilities();
        return handleType
                .toNV()
                .filter(nv -> context.families().onlyNV())
                .map(nv -> capabilities
                        .imageNV(nv, parameters.info())
                        .map(ExternalImageFormatPropertiesNV::toCore)
                        .orElse(ExternalMemoryProperties.NONE))
                .orElseGet(() -> capabilities.image(handleType, parameters.info()));
    }

    private long create(ImageParameters parameters, ExternalMemoryHandleTypes types) {
        ImageFormatInfo format = parameters.info();
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info = VkImageCreateInfo.calloc(stack)
                    .sType$Default()
                    .flags(format.flags())
                    .imageType(format.type())
                    .format(format.format())
                    .extent(extent -> extent.set(parameters.width(), parameters.height(), parameters.depth()))
                    .mipLevels(parameters.mipLevels())
                    .arrayLayers(parameters.arrayLayers())
                    .samples(parameters.samples())
                    .tiling(format.tiling())
                    .usage(format.usage())
                    .sharingMode(VK10.VK_SHARING_MODE_EXCLUSIVE)
                    .initialLayout(VK10.VK_IMAGE_LAYOUT_UNDEFINED);
            context.families()
                    .translate(Parents.IMAGE_CREATE_INFO.tail(new ExternalMemoryImageCreateInfo(types)))
                    .linkBehind(info, stack);
            LongBuffer handle = stack.callocLong(1);
            Results.require("vkCreateImage", VK10.vkCreateImage(context.device(), info, null, handle));
            return handle.get(0);
        }
    }
}
