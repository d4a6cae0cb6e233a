package io.github.vkextmem.memory;

import io.github.vkextmem.handle.ExternalHandle;
import io.github.vkextmem.struct.ExtendsImageCreateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import io.github.vkextmem.struct.ExternalMemoryImageCreateInfo;
import io.github.vkextmem.struct.ExternalMemoryProperties;
import io.github.vkextmem.struct.ImageDrmFormatModifierListCreateInfoEXT;
import io.github.vkextmem.struct.ImageFormatInfo;
import io.github.vkextmem.struct.ImageParameters;
import io.github.vkextmem.struct.ImageResource;
import io.github.vkextmem.struct.MemoryDescription;
import io.github.vkextmem.struct.Parents;
import io.github.vkextmem.struct.Resource;
import java.nio.LongBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTImageDrmFormatModifier;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkImageCreateInfo;

/** Makes external images: asks, creates, allocates or imports, binds, and undoes it all if a step fails. */
final class ExternalImages {

    private final DeviceContext context;
    private final ResourceMemory memory;
    private final DrmFormatModifiers modifiers;

    ExternalImages(DeviceContext context, ResourceMemory memory, DrmFormatModifiers modifiers) {
        this.context = context;
        this.memory = memory;
        this.modifiers = modifiers;
    }

    ExternalImage create(ImageParameters parameters, ExportRequest request) {
        return isDrmFormatModifier(parameters)
                ? create(parameters, request, exportableModifiers(parameters, request.handleTypes()))
                : create(
                        parameters,
                        request,
                        ResourceMemory.ask(
                                request.handleTypes(), type -> within(parameters, context.image(type, parameters))),
                        List.of());
    }

    /** The driver chooses among the modifiers, so each of them must do. */
    ExternalImage create(ImageParameters parameters, ExportRequest request, List<Long> modifiers) {
        if (!isDrmFormatModifier(parameters) || modifiers.isEmpty()) {
            throw new IllegalArgumentException("modifiers are for tiling VK_IMAGE_TILING_DRM_FORMAT_MODIFIER_EXT, which"
                    + " needs at least one that can be exported; tiling is "
                    + parameters.info().tiling() + ", and there are " + modifiers.size());
        }
        ExternalMemoryHandleTypes types = request.handleTypes();
        context.families().requireFor(types);
        Map<ExternalMemoryHandleType, ExternalMemoryProperties> strictest =
                new EnumMap<>(ExternalMemoryHandleType.class);
        for (long modifier : modifiers) {
            Map<ExternalMemoryHandleType, ExternalMemoryProperties> properties = ResourceMemory.ask(
                    types,
                    type -> within(
                            parameters, context.facts().capabilities().image(type, parameters.info(), modifier)));
            memory.requireExportable(parameters, types, properties);
            properties.forEach((type, answer) ->
                    strictest.merge(type, answer, (one, other) -> one.isDedicatedOnly() ? one : other));
        }
        return create(parameters, request, strictest, List.of(new ImageDrmFormatModifierListCreateInfoEXT(modifiers)));
    }

    private ExternalImage create(
            ImageParameters parameters,
            ExportRequest request,
            Map<ExternalMemoryHandleType, ExternalMemoryProperties> properties,
            List<ExtendsImageCreateInfo> more) {
        ExternalMemoryHandleTypes types = request.handleTypes();
        context.families().requireFor(types);
        memory.requireExportable(parameters, types, properties);
        long image = create(parameters, types, more);
        Resource resource = new ImageResource(image, parameters, types, false);
        BoundResource bound =
                BoundResource.of(context, resource, needs -> memory.allocate(needs, request, resource, properties));
        if (more.isEmpty()) {
            return new ExternalImage(parameters, bound);
        }
        try {
            return new ExternalImage(parameters.withDrmFormatModifier(modifiers.chosen(image, parameters)), bound);
        } catch (RuntimeException | Error e) {
            bound.close();
            throw e;
        }
    }

    /** {@return what can be done with a handle type for an image that is not too large} */
    private static ExternalMemoryProperties within(ImageParameters parameters, ImageSupport support) {
        support.requireRoomFor(parameters);
        return support.properties();
    }

    private static boolean isDrmFormatModifier(ImageParameters parameters) {
        return parameters.info().tiling() == EXTImageDrmFormatModifier.VK_IMAGE_TILING_DRM_FORMAT_MODIFIER_EXT;
    }

    /** Each has limits of its own, and the driver may choose only among those that hold the image. */
    private List<Long> exportableModifiers(ImageParameters parameters, ExternalMemoryHandleTypes types) {
        return types.stream()
                .map(type -> modifiers.of(type, parameters.info()).entrySet().stream()
                        .filter(entry -> entry.getValue().properties().isExportable())
                        .filter(entry -> entry.getValue().hasRoomFor(parameters))
                        .map(Map.Entry::getKey)
                        .toList())
                .reduce((some, others) -> some.stream().filter(others::contains).toList())
                .orElseThrow();
    }

    ExternalImage importImage(ExternalHandle handle, MemoryDescription description) {
        ImageParameters parameters = description
                .image()
                .orElseThrow(() -> new IllegalArgumentException("what came is no image: " + description));
        if (isDrmFormatModifier(parameters) != parameters.modifier().isPresent()) {
            throw new IllegalArgumentException("the modifier of the image did not come with it: " + description);
        }
        ExternalMemoryHandleType type = description.handleType();
        context.families().requireFor(ExternalMemoryHandleTypes.of(type));
        ExternalMemoryProperties properties = within(parameters, context.image(type, parameters));
        memory.requireImportable(parameters, handle, description, properties);
        parameters
                .modifier()
                .ifPresent(modifier ->
                        modifiers.requirePlanes(modifier, parameters.info().format()));
        Resource image = ImageResource.of(
                create(
                        parameters,
                        ExternalMemoryHandleTypes.of(type),
                        parameters
                                .modifier()
                                .<List<ExtendsImageCreateInfo>>map(List::of)
                                .orElse(List.of())),
                parameters,
                type);
        return new ExternalImage(
                parameters,
                BoundResource.of(
                        context, image, needs -> memory.importMemory(needs, handle, description, image, properties)));
    }

    private long create(
            ImageParameters parameters, ExternalMemoryHandleTypes types, List<ExtendsImageCreateInfo> more) {
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
            var tail = Parents.IMAGE_CREATE_INFO.tail(new ExternalMemoryImageCreateInfo(types));
            for (ExtendsImageCreateInfo structure : more) {
                context.extensions()
                        .require(
                                "VK_EXT_image_drm_format_modifier",
                                structure.type().name());
                tail = tail.with(structure);
            }
            context.families().translate(tail).linkBehind(info, stack);
            LongBuffer handle = stack.callocLong(1);
            Results.require("vkCreateImage", VK10.vkCreateImage(context.device(), info, null, handle));
            return handle.get(0);
        }
    }
}
