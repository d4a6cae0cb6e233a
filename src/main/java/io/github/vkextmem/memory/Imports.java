package io.github.vkextmem.memory;

import io.github.vkextmem.chain.Checks;
import io.github.vkextmem.chain.Findings;
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
import io.github.vkextmem.struct.Resource;
import io.github.vkextmem.usage.ImportKind;
import io.github.vkextmem.usage.ImportRules;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Imports by owning handle: each kind of handle changes hands in its own way. */
final class Imports {

    private final DeviceContext context;
    private final Allocations allocations;
    private final HostPointers hostPointers;
    private final HandleProperties handleProperties;

    Imports(
            DeviceContext context,
            Allocations allocations,
            HostPointers hostPointers,
            HandleProperties handleProperties) {
        this.context = context;
        this.allocations = allocations;
        this.hostPointers = hostPointers;
        this.handleProperties = handleProperties;
    }

    /**
     * Imports.
     *
     * @param description what the exporter said; null: nothing came with the handle
     * @param resource what the memory is for; null: nobody said
     */
    DeviceMemory importMemory(
            ExternalHandle handle,
            @Nullable MemoryDescription description,
            MemoryAllocateChain chain,
            @Nullable Resource resource) {
        if (description != null && description.handleType() != handle.handleType()) {
            throw new IllegalArgumentException(
                    "the handle is " + handle + ", its description says " + description.handleType());
        }
        context.families().requireFor(ExternalMemoryHandleTypes.of(handle.handleType()));
        if (handle instanceof HostPointer pointer) {
            // Its description restricts nothing: host memory is no device's.
            return hostPointers.importMemory(pointer, chain, resource);
        }
        BiConsumer<MemoryAllocateChain, Findings> rules =
                description == null ? rulesOfOutside(handle) : rulesOf(description);
        Function<ExtendsMemoryAllocateInfo, DeviceMemory> allocate = structure -> allocations.allocate(
                chain, new Payload(structure, handle.handleType(), rules, description != null), resource);
        if (handle instanceof PosixFileDescriptor descriptor) {
            return importDescriptor(descriptor, description, chain, rules, resource);
        }
        if (handle instanceof NtHandle ntHandle) {
            return importNtHandle(ntHandle, allocate);
        }
        if (handle instanceof GlobalShareHandle shared) {
            return allocate.apply(fromWindows(handle.handleType(), shared.handle()));
        }
        if (handle instanceof NamedNtHandle named) {
            return importNamed(named, allocate);
        }
        if (handle instanceof MetalHandle metal) {
            return allocate.apply(ImportMemoryMetalHandleInfoEXT.of(metal.handleType(), metal.handle()));
        }
        throw new AssertionError("a handle of a new kind: " + handle);
    }

    private DeviceMemory importDescriptor(
            PosixFileDescriptor handle,
            @Nullable MemoryDescription description,
            MemoryAllocateChain chain,
            BiConsumer<MemoryAllocateChain, Findings> rules,
            @Nullable Resource resource) {
        ExternalMemoryHandleType type = handle.handleType();
        OptionalLong size = handle.size();
        Runnable examination = () -> {
            requireSize(handle, size, chain.allocateInfo().allocationSize());
            if (description != null) {
                requireSize(handle, size, description.allocationSize());
            }
        };
        return handle.handOver(fd -> allocations.allocate(
                chain,
                new Payload(ImportMemoryFdInfoKHR.of(type, fd), type, rules, description != null, examination),
                resource));
    }

    /**
     * Refuses a size behind the end of the file. A peer may have sent it, some drivers believe it, and an access behind
     * the end kills the process.
     */
    private static void requireSize(PosixFileDescriptor handle, OptionalLong known, long size) {
        if (known.isPresent() && known.getAsLong() < size) {
            throw new IllegalArgumentException("allocationSize is " + size + " and " + handle + " refers to only "
                    + known.getAsLong() + " bytes; import it with the size that its exporter allocated");
        }
    }

    private BiConsumer<MemoryAllocateChain, Findings> rulesOf(MemoryDescription description) {
        return (chain, findings) ->
                ImportRules.check(chain, description, context.facts().identity(), findings);
    }

    /**
     * What came without a description is from outside of Vulkan, and the driver is asked where it can go. Of opaque handles,
     * which come from Vulkan only, it gives no answer, nor of names, nor where it has NV's extension only.
     */
    private BiConsumer<MemoryAllocateChain, Findings> rulesOfOutside(ExternalHandle handle) {
        boolean hasAnswer = handle instanceof PosixFileDescriptor
                || ((handle instanceof NtHandle || handle instanceof GlobalShareHandle)
                        && !context.families().onlyNV());
        if (!Checks.ENABLED || !hasAnswer || handle.handleType().isOpaque()) {
            return (chain, findings) -> {};
        }
        int memoryTypeBits = handleProperties.memoryTypeBits(handle);
        return (chain, findings) ->
                ImportRules.checkFromOutside(chain.allocateInfo(), handle.handleType(), memoryTypeBits, findings);
    }

    /** A KHR import leaves the handle with its owner; NV's takes it over. */
    private DeviceMemory importNtHandle(NtHandle handle, Function<ExtendsMemoryAllocateInfo, DeviceMemory> allocate) {
        return context.families().onlyNV()
                ? handle.handOver(value -> allocate.apply(fromWindows(handle.handleType(), value)))
                : handle.lend(value -> allocate.apply(fromWindows(handle.handleType(), value)));
    }

    private DeviceMemory importNamed(NamedNtHandle handle, Function<ExtendsMemoryAllocateInfo, DeviceMemory> allocate) {
        if (context.families().onlyNV()) {
            context.extensions().require(Families.WIN32_KHR, "the name '" + handle.name() + "' of an NT handle");
        }
        return allocate.apply(ImportMemoryWin32HandleInfoKHR.named(handle.handleType(), handle.name()));
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
}
