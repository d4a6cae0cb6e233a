package io.github.vkextmem.memory;

import io.github.vkextmem.ownership.Lifetime;
import io.github.vkextmem.struct.Resource;
import java.util.function.Function;
import org.lwjgl.vulkan.VkDevice;

/**
 * A VkBuffer or VkImage and the memory that it alone is bound to: one owner for both, closed once, the resource first.
 *
 * <p>Any thread may close it.
 */
final class BoundResource implements AutoCloseable {

    private final ResourceKind kind;
    private final DeviceContext context;
    private final DeviceMemory memory;
    private final Lifetime lifetime;
    private final long handle;
    private boolean closed;

    private BoundResource(ResourceKind kind, DeviceContext context, long handle, DeviceMemory memory) {
        this.kind = kind;
        this.context = context;
        this.handle = handle;
        this.memory = memory;
        this.lifetime = Lifetime.of(this);
    }

    /**
     * Takes a resource over, gets memory for it and binds the two. If a step fails, everything is undone, the resource
     * included.
     */
    static BoundResource of(
            DeviceContext context, Resource resource, Function<MemoryRequirements, DeviceMemory> memoryFor) {
        ResourceKind kind = ResourceKind.of(resource);
        VkDevice device = context.device();
        try {
            MemoryRequirements needs = kind.requirements(device, resource.handle());
            return bind(kind, context, resource, needs, memoryFor.apply(needs));
        } catch (RuntimeException | Error e) {
            kind.destroy(device, resource.handle());
            throw e;
        }
    }

    private static BoundResource bind(
            ResourceKind kind,
            DeviceContext context,
            Resource resource,
            MemoryRequirements needs,
            DeviceMemory memory) {
        try {
            memory.bind(resource, needs, 0);
            return new BoundResource(kind, context, resource.handle(), memory);
        } catch (RuntimeException | Error e) {
            memory.close();
            throw e;
        }
    }

    synchronized long handle() {
        if (closed) {
            throw lifetime.over(this + " is closed");
        }
        return handle;
    }

    DeviceContext context() {
        return context;
    }

    DeviceMemory memory() {
        return memory;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            lifetime.end(this, "closed");
            try (memory) {
                kind.destroy(context.device(), handle);
            }
        }
    }

    /** {@return what it is, with its handle} */
    @Override
    public String toString() {
        return kind + " 0x" + Long.toHexString(handle);
    }
}
