package io.github.vkextmem.memory;

import io.github.vkextmem.handle.ExternalHandle;
import io.github.vkextmem.handle.GlobalShareHandle;
import io.github.vkextmem.handle.HostPointer;
import io.github.vkextmem.handle.MetalHandle;
import io.github.vkextmem.handle.NamedNtHandle;
import io.github.vkextmem.handle.NtHandle;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.struct.ExtendsMemoryAllocateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import io.github.vkextmem.struct.ImportMemoryFdInfoKHR;
import io.github.vkextmem.struct.ImportMemoryMetalHandleInfoEXT;
import io.github.vkextmem.struct.ImportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.ImportMemoryWin32HandleInfoNV;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryDescription;
import io.github.vkextmem.usage.ImportKind;
import org.jspecify.annotations.Nullable;

/** Imports by owning handle: each kind of handle changes hands in its own way. */
final class Imports {

    private final DeviceContext context;
    private final Allocations allocations;
    private final HostPointers hostPointers;

    Imports(DeviceContext context, Allocations allocations, HostPointers hostPointers) {
        this.context = context;
        this.allocations = allocations;
        this.hostPointers = hostPointers;
    }

    DeviceMemory importMemory(ExternalHandle handle, @Nullable MemoryDescription payload, MemoryAllocateChain chain) {
        if (payload != null && payload.handleType() != handle.handleType()) {
            throw new IllegalArgumentException(
                    "the handle is " + handle + ", its description says " + payload.handleType());
        }
        context.families().requireFor(ExternalMemoryHandleTypes.of(handle.handleType()));
        if (handle instanceof PosixFileDescriptor descriptor) {
            return descriptor.handOver(
                    fd -> allocate(chain, ImportMemoryFdInfoKHR.of(handle.handleType(), fd), payload));
        }
        if (handle instanceof NtHandle ntHandle) {
            return importNtHandle(ntHandle, payload, chain);
        }
        if (handle instanceof GlobalShareHandle shared) {
            return allocate(chain, fromWindows(handle.handleType(), shared.handle()), payload);
        }
        if (handle instanceof NamedNtHandle named) {
            return importNamed(named, payload, chain);
        }
        if (handle instanceof HostPointer pointer) {
            // Its description restricts nothing: host memory is no device's.
            return hostPointers.importMemory(pointer, chain);
        }
        if (handle instanceof MetalHandle metal) {
            return allocate(chain, ImportMemoryMetalHandleInfoEXT.of(metal.handleType(), metal.handle()), payload);
        }
        throw new AssertionError("a handle of a new kind: " + handle);
    }

    /** A KHR import leaves the handle with its owner; NV's takes it over. */
    private DeviceMemory importNtHandle(
            NtHandle handle, @Nullable MemoryDescription payload, MemoryAllocateChain chain) {
        return context.families().onlyNV()
                ? handle.handOver(value -> allocate(chain, fromWindows(handle.handleType(), value), payload))
                : handle.lend(value -> allocate(chain, fromWindows(handle.handleType(), value), payload));
    }

    private DeviceMemory importNamed(
            NamedNtHandle handle, @Nullable MemoryDescription payload, MemoryAllocateChain chain) {
        if (context.families().onlyNV()) {
            context.extensions().require(Families.WIN32_KHR, "the name '" + handle.name() + "' of an NT handle");
        }
        return allocate(chain, ImportMemoryWin32HandleInfoKHR.named(handle.handleType(), handle.name()), payload);
    }

    /** {@return how a handle would be imported} */
    ImportKind kind(ExternalHandle handle) {
        if (handle instanceof NamedNtHandle) {
            return ImportKind.WIN32_NAME;
        }
        return ImportKind.of(handle.handleType(), context.families().onlyNV());
    }

    private ExtendsMemoryAllocateInfo fromWindows(ExternalMemoryHandleType handleType, long handle) {
        if (!context.families().onlyNV()) {
            return ImportMemoryWin32HandleInfoKHR.of(handleType, handle);
        }
        return ImportMemoryWin32HandleInfoNV.of(handleType.toNV().orElseThrow(), handle);
    }

    private DeviceMemory allocate(
            MemoryAllocateChain chain, ExtendsMemoryAllocateInfo imported, @Nullable MemoryDescription payload) {
        return allocations.allocate(chain, imported, payload);
    }
}
