package io.github.vkextmem.memory;

import io.github.vkextmem.handle.ExternalHandle;
import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.BufferResource;
import io.github.vkextmem.struct.ExternalMemoryBufferCreateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import io.github.vkextmem.struct.ExternalMemoryProperties;
import io.github.vkextmem.struct.MemoryDescription;
import io.github.vkextmem.struct.Parents;
import io.github.vkextmem.struct.Resource;
import java.nio.LongBuffer;
import java.util.Map;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkBufferCreateInfo;

/** Makes external buffers: asks, creates, allocates or imports, binds, and undoes it all if a step fails. */
final class ExternalBuffers {

    private final DeviceContext context;
    private final ResourceMemory memory;

    ExternalBuffers(DeviceContext context, ResourceMemory memory) {
        this.context = context;
        this.memory = memory;
    }

    ExternalBuffer create(BufferParameters parameters, ExportRequest request) {
        ExternalMemoryHandleTypes types = request.handleTypes();
        requireSupport(types);
        Map<ExternalMemoryHandleType, ExternalMemoryProperties> properties =
                ResourceMemory.ask(types, type -> context.properties(type, parameters));
        memory.requireExportable(parameters, types, properties);
        Resource buffer = new BufferResource(create(parameters, types), parameters, types, false);
        return new ExternalBuffer(
                parameters,
                BoundResource.of(context, buffer, needs -> memory.allocate(needs, request, buffer, properties)));
    }

    ExternalBuffer importBuffer(ExternalHandle handle, MemoryDescription description) {
        BufferParameters parameters = description
                .buffer()
                .orElseThrow(() -> new IllegalArgumentException("what came is no buffer: " + description));
        ExternalMemoryHandleType type = description.handleType();
        requireSupport(ExternalMemoryHandleTypes.of(type));
        ExternalMemoryProperties properties = context.properties(type, parameters);
        memory.requireImportable(parameters, handle, description, properties);
        Resource buffer = BufferResource.of(create(parameters, ExternalMemoryHandleTypes.of(type)), parameters, type);
        return new ExternalBuffer(
                parameters,
                BoundResource.of(
                        context, buffer, needs -> memory.importMemory(needs, handle, description, buffer, properties)));
    }

    /** NV's family, which came before, has images only. */
    private void requireSupport(ExternalMemoryHandleTypes types) {
        context.extensions().requireFor(types);
    }

    private long create(BufferParameters parameters, ExternalMemoryHandleTypes types) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info = VkBufferCreateInfo.calloc(stack)
                    .sType$Default()
                    .flags(parameters.flags())
                    .size(parameters.size())
                    .usage(parameters.usage())
                    .sharingMode(VK10.VK_SHARING_MODE_EXCLUSIVE);
            Parents.BUFFER_CREATE_INFO
                    .tail(new ExternalMemoryBufferCreateInfo(types))
                    .linkBehind(info, stack);
            LongBuffer handle = stack.callocLong(1);
            Results.require("vkCreateBuffer", VK10.vkCreateBuffer(context.device(), info, null, handle));
            return handle.get(0);
        }
    }
}
