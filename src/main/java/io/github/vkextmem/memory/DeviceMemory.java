package io.github.vkextmem.memory;

import io.github.vkextmem.MissingExtensionException;
import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.UnsupportedException;
import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.VulkanException;
import io.github.vkextmem.chain.Checks;
import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.handle.GlobalShareHandle;
import io.github.vkextmem.handle.MetalHandle;
import io.github.vkextmem.handle.NtHandle;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.ownership.Lifetime;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.KeyedMutexAcquire;
import io.github.vkextmem.struct.KeyedMutexRelease;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDescription;
import io.github.vkextmem.struct.Resource;
import io.github.vkextmem.usage.BindMemoryRules;
import io.github.vkextmem.usage.BindPlaceRules;
import io.github.vkextmem.usage.BindRequest;
import io.github.vkextmem.usage.KeyedMutexRules;
import io.github.vkextmem.usage.MemoryHistory;
import java.nio.LongBuffer;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;

/**
 * A VkDeviceMemory with one owner: closing it frees it. What was exported from it lives on in its handles and in what
 * was imported from them.
 *
 * <p>Where it was imported from the buffer of an Arena, each method that needs the memory throws IllegalStateException once
 * the Arena is closed: the driver then refers to freed memory.
 *
 * <p>Any thread may use it; calls on one memory take turns, but for duplicates of an NT handle. Close it before its device.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkDeviceMemory.html">VkDeviceMemory</a>
 */
public final class DeviceMemory implements AutoCloseable {

    private final DeviceContext context;
    private final MemoryAllocateChain chain;
    private final MemoryHistory history;
    private final FirstNtHandles firstNtHandles = new FirstNtHandles();
    private final Object lock = new Object();
    private final Lifetime lifetime;
    private long handle;
    private @Nullable MappedMemory mapping;
    private @Nullable HostMemoryInUse hostMemory;

    private DeviceMemory(DeviceContext context, MemoryAllocateChain chain, MemoryHistory history) {
        this.context = context;
        this.chain = chain;
        this.history = history;
        this.lifetime = Lifetime.of(this);
    }

    /**
     * Calls vkAllocateMemory; everything that could fail besides is done before.
     *
     * @param described the chain without what it imports from
     */
    static DeviceMemory allocate(
            DeviceContext context, MemoryAllocateChain described, MemoryHistory history, MemoryAllocateChain chain) {
        DeviceMemory memory = new DeviceMemory(context, described, history);
        try {
            memory.handle = allocateHandle(context, chain);
            return memory;
        } finally {
            if (memory.handle == 0) {
                memory.lifetime.end(memory, "not allocated");
            }
        }
    }

    private static long allocateHandle(DeviceContext context, MemoryAllocateChain chain) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            LongBuffer handle = stack.callocLong(1);
            int result = VK10.vkAllocateMemory(context.device(), chain.marshal(stack), null, handle);
            if (result != VK10.VK_SUCCESS) {
                throw new VulkanException("vkAllocateMemory", result, "with\n" + chain);
            }
            if (handle.get(0) == VK10.VK_NULL_HANDLE) {
                throw new VulkanException("vkAllocateMemory", result, "but gave no memory");
            }
            return handle.get(0);
        }
    }

    /** Says what to let go when it is freed; before anybody else has it. */
    void uses(HostMemoryInUse use) {
        hostMemory = use;
    }

    /**
     * Shows the memory, which stays with this object.
     *
     * @return the VkDeviceMemory
     * @throws IllegalStateException if this memory is closed
     */
    public long handle() {
        synchronized (lock) {
            return open();
        }
    }

    /**
     * {@return what it was allocated with, but for what it was imported from: the number of a handle that was imported
     * belongs to the driver or to the handle's owner, and means nothing here any more}
     */
    public MemoryAllocateChain chain() {
        return chain;
    }

    /** {@return the size in bytes; 0: it was imported without, as a texture that knows its own} */
    public long size() {
        return chain.allocateInfo().allocationSize();
    }

    /** {@return the index of its memory type} */
    public int memoryTypeIndex() {
        return chain.allocateInfo().memoryTypeIndex();
    }

    /** {@return whether it was allocated for one buffer or image alone} */
    public boolean isDedicated() {
        return history.isDedicated();
    }

    /**
     * Says what must travel with a handle, so that the importer can match this memory.
     *
     * @param handleType what the handle is
     * @return the description; it stays true when this memory is closed
     * @throws IllegalArgumentException if the memory was neither allocated for export as the type nor imported from it
     */
    public MemoryDescription description(ExternalMemoryHandleType handleType) {
        if (!history.isSharedAs(handleType)) {
            throw new IllegalArgumentException(
                    "no " + handleType + " can refer to " + this + ": it was allocated with\n" + chain);
        }
        return new MemoryDescription(
                size(),
                memoryTypeIndex(),
                handleType,
                isDedicated(),
                context.facts().identity());
    }

    /**
     * Exports a file descriptor. Each call makes a new one.
     *
     * <p>Some drivers make it without close-on-exec, Mesa's before 26 for instance; it is set here at once. A program that native
     * code of another thread starts just between the two inherits the descriptor, which nothing can prevent from here.
     * Java's own {@code ProcessBuilder} closes what it did not mean to pass on.
     *
     * @param handleType OPAQUE_FD or DMA_BUF_EXT, one of those that the memory was allocated for
     * @return the descriptor, close-on-exec, which the caller closes
     * @throws ValidUsageException if the memory was not allocated for export as the type
     *     (VUID-VkMemoryGetFdInfoKHR-handleType-00671), or the type is no descriptor (-00672)
     * @throws MissingExtensionException if VK_KHR_external_memory_fd is not on
     * @throws IllegalStateException if this memory is closed
     * @throws VulkanException if vkGetMemoryFdKHR fails, or succeeds without a descriptor
     * @throws IllegalArgumentException if the driver gives a descriptor that cannot be memory, which is closed
     * @throws OperatingSystemException if the system refuses, because what the driver gives is not open for instance
     * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkGetMemoryFdKHR.html">vkGetMemoryFdKHR</a>
     */
    public PosixFileDescriptor exportPosixFileDescriptor(ExternalMemoryHandleType handleType) {
        synchronized (lock) {
            return Exports.posixFileDescriptor(context, open(), handleType, history);
        }
    }

    /**
     * Exports an NT handle, which child processes inherit if the memory's {@code SecurityAttributes} say so. The driver
     * gives one for each type; while that one is open, each further call returns a duplicate, with the same access,
     * which child processes do not inherit even if they inherit the first. It waits while the first is lent.
     * Memory that was allocated with NV's structures is exported anew each time, as VK_NV_external_memory_win32
     * permits.
     *
     * @param handleType one of the NT handle types that the memory was allocated for
     * @return the handle, which the caller closes; each one by itself
     * @throws ValidUsageException if the memory was not allocated for export as the type
     *     (VUID-VkMemoryGetWin32HandleInfoKHR-handleType-00662), it was exported before and the first handle is closed,
     *     released, taken over or lost (-00663), or the type is no handle of Windows (-00664)
     * @throws OperatingSystemException if Windows refuses to duplicate the first handle, or to make it inheritable or
     *     not
     * @throws IllegalArgumentException if the type is a global share handle
     * @throws MissingExtensionException if VK_KHR_external_memory_win32 is not on
     * @throws IllegalStateException if this memory is closed
     * @throws VulkanException if vkGetMemoryWin32HandleKHR fails, or succeeds without a handle
     * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkGetMemoryWin32HandleKHR.html">
     *     vkGetMemoryWin32HandleKHR</a>
     */
    public NtHandle exportNtHandle(ExternalMemoryHandleType handleType) {
        synchronized (lock) {
            long memory = open();
            if (!firstNtHandles.has(handleType)) {
                return Exports.ntHandle(context, memory, handleType, history, firstNtHandles);
            }
        }
        // Not in the lock: this waits for whoever the first handle is lent to, and he may be closing this memory.
        return firstNtHandles.duplicate(handleType);
    }

    /**
     * Exports an NT handle through VK_NV_external_memory_win32. Each call makes a new one.
     *
     * @param handleType one of the NT handle types that the memory was allocated for
     * @return the handle, which the caller closes
     * @throws ValidUsageException if the memory was not allocated for export as the type
     *     (VUID-vkGetMemoryWin32HandleNV-handleType-01326)
     * @throws IllegalArgumentException if the type is a global share handle
     * @throws MissingExtensionException if VK_NV_external_memory_win32 is not on
     * @throws IllegalStateException if this memory is closed
     * @throws VulkanException if vkGetMemoryWin32HandleNV fails, or succeeds without a handle
     * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkGetMemoryWin32HandleNV.html">
     *     vkGetMemoryWin32HandleNV</a>
     */
    public NtHandle exportNtHandle(ExternalMemoryHandleTypeNV handleType) {
        synchronized (lock) {
            return Exports.ntHandleNV(context, open(), handleType, history);
        }
    }

    /**
     * Exports a global share (KMT) handle, which holds no reference: this memory must outlive every import from it.
     *
     * @param handleType one of the global share handle types that the memory was allocated for
     * @return the handle, which nobody closes
     * @throws ValidUsageException if the memory was not allocated for export as the type
     *     (VUID-VkMemoryGetWin32HandleInfoKHR-handleType-00662), or the type is no handle of Windows (-00664)
     * @throws IllegalArgumentException if the type is an NT handle
     * @throws MissingExtensionException if VK_KHR_external_memory_win32 is not on
     * @throws IllegalStateException if this memory is closed
     * @throws VulkanException if vkGetMemoryWin32HandleKHR fails, or succeeds without a handle
     */
    public GlobalShareHandle exportGlobalShareHandle(ExternalMemoryHandleType handleType) {
        synchronized (lock) {
            return Exports.globalShareHandle(context, open(), handleType, history);
        }
    }

    /**
     * Exports a global share (KMT) handle through VK_NV_external_memory_win32.
     *
     * @param handleType one of the global share handle types that the memory was allocated for
     * @return the handle, which nobody closes
     * @throws ValidUsageException if the memory was not allocated for export as the type
     *     (VUID-vkGetMemoryWin32HandleNV-handleType-01326)
     * @throws IllegalArgumentException if the type is an NT handle
     * @throws MissingExtensionException if VK_NV_external_memory_win32 is not on
     * @throws IllegalStateException if this memory is closed
     * @throws VulkanException if vkGetMemoryWin32HandleNV fails, or succeeds without a handle
     */
    public GlobalShareHandle exportGlobalShareHandle(ExternalMemoryHandleTypeNV handleType) {
        synchronized (lock) {
            return Exports.globalShareHandleNV(context, open(), handleType, history);
        }
    }

    /**
     * Binds a buffer or image of the application's to a part of this memory, with vkBindBufferMemory2 or vkBindImageMemory2
     * where the device has them. The memory must not be closed before the device has finished with it.
     *
     * @param resource what to bind, created on this memory's device; it stays with the caller
     * @param memoryOffset where in the memory it begins, in bytes
     * @throws ValidUsageException if the memory was exported, imported or dedicated for something else: the statements of
     *     vkBindBufferMemory and vkBindImageMemory, or where those are called of VkBindBufferMemoryInfo and
     *     VkBindImageMemoryInfo, that end in memory-02726, -02728, -02985, -02989 (created for another handle type),
     *     memory-01508, -02628, -02629, -10925, -10926 (dedicated to another, or not at the beginning), buffer-01444,
     *     image-01445 (requires memory of its own), buffer-01038, image-01050 and apiVersion-07920, -07921 (the same for
     *     VK_NV_dedicated_allocation); and those about offset, size, alignment and memory type, as its VkMemoryRequirements
     *     demand them; if a buffer has a device address and the memory was allocated without the flag
     *     (bufferDeviceAddress-03339, bufferDeviceAddressCaptureReplay-09200); where the memory was allocated without saying what for, also if the device cannot export or import its
     *     handle types for such a resource, as {@code ExternalMemory.allocate} with a resource refuses. That it has not been
     *     bound before is the caller's to know. An image with VK_IMAGE_CREATE_DISJOINT_BIT has more than one place and is
     *     refused
     * @throws IllegalStateException if this memory is closed
     * @throws VulkanException if the command fails; what is bound then, if anything, Vulkan does not say
     * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkBindBufferMemory2.html">vkBindBufferMemory2</a>
     * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkBindImageMemory2.html">vkBindImageMemory2</a>
     */
    public void bind(Resource resource, long memoryOffset) {
        bind(resource, null, memoryOffset);
    }

    /** @param needs what the resource needs; null: it was not asked yet */
    void bind(Resource resource, @Nullable MemoryRequirements needs, long memoryOffset) {
        ResourceKind kind = ResourceKind.of(resource);
        synchronized (lock) {
            long memory = open();
            if (Checks.ENABLED) {
                checkBinding(kind, resource, needs, memoryOffset);
            }
            kind.bind(context.device(), resource.handle(), memory, memoryOffset);
        }
    }

    private void checkBinding(
            ResourceKind kind, Resource resource, @Nullable MemoryRequirements asked, long memoryOffset) {
        String where = kind.bindingRules(context.device());
        // What planes apart need may not be asked without naming one.
        Findings.requireNone(resource, findings -> BindPlaceRules.checkPlanes(where, resource, findings));
        MemoryRequirements needs = asked == null ? kind.requirements(context.device(), resource.handle()) : asked;
        BindRequest request = new BindRequest(
                where,
                resource,
                memoryOffset,
                needs.size(),
                needs.alignment(),
                needs.memoryTypeBits(),
                needs.dedicated().requiresDedicatedAllocation());
        Findings.requireNone(chain, findings -> {
            BindMemoryRules.check(request, history, context.rules(), findings);
            if (history.resource() == null && asked == null) {
                // Nobody said at the allocation what the memory would be for.
                Allocations.checkResource(context, chain, history.importType(), resource, findings);
            }
        });
    }

    /**
     * Shows the Metal object of the memory, which keeps it.
     *
     * @param handleType MTLBUFFER_EXT, MTLTEXTURE_EXT or MTLHEAP_EXT, one of those that the memory was allocated for
     * @return the object; it lives as long as this memory, unless the caller retains it
     * @throws ValidUsageException if the memory was not allocated for export
     *     (VUID-VkMemoryGetMetalHandleInfoEXT-memory-10413), not as the type (-handleType-10414), or the type is no Metal
     *     object (-handleType-10415)
     * @throws MissingExtensionException if VK_EXT_external_memory_metal is not on
     * @throws UnsupportedException if LWJGL is older than 3.4.0
     * @throws IllegalStateException if this memory is closed
     * @throws VulkanException if vkGetMemoryMetalHandleEXT fails, or succeeds without an object
     * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkGetMemoryMetalHandleEXT.html">
     *     vkGetMemoryMetalHandleEXT</a>
     */
    public MetalHandle exportMetalHandle(ExternalMemoryHandleType handleType) {
        synchronized (lock) {
            return Exports.metalHandle(context, open(), handleType, history);
        }
    }

    /**
     * Says that a submission waits for the keyed mutex of this memory before it runs.
     *
     * @param key the key with which whoever had it last gave it back
     * @param timeout how long to wait in milliseconds, unsigned; -1: for ever
     * @return what {@code Win32KeyedMutexAcquireReleaseInfoKHR} takes
     * @throws ValidUsageException if the memory was not imported as a texture of Direct3D 11
     *     (VUID-VkWin32KeyedMutexAcquireReleaseInfoKHR-pAcquireSyncs-00081)
     * @throws IllegalStateException if this memory is closed
     */
    public KeyedMutexAcquire keyedMutexAcquire(long key, int timeout) {
        return KeyedMutexAcquire.of(keyedMutex(), key, timeout);
    }

    /**
     * Says that a submission gives the keyed mutex of this memory back when it has run.
     *
     * @param key the key with which whoever wants it next has to ask for it
     * @return what {@code Win32KeyedMutexAcquireReleaseInfoKHR} takes
     * @throws ValidUsageException if the memory was not imported as a texture of Direct3D 11
     *     (VUID-VkWin32KeyedMutexAcquireReleaseInfoKHR-pAcquireSyncs-00081)
     * @throws IllegalStateException if this memory is closed
     */
    public KeyedMutexRelease keyedMutexRelease(long key) {
        return KeyedMutexRelease.of(keyedMutex(), key);
    }

    private long keyedMutex() {
        synchronized (lock) {
            long memory = open();
            Findings.requireNone(this, findings -> KeyedMutexRules.check(history, findings));
            return memory;
        }
    }

    /**
     * Tells by which address other devices of the bus reach the memory, which must have been allocated for export as
     * RDMA_ADDRESS_NV.
     *
     * @return the VkRemoteAddressNV, which means something as long as this memory is not closed
     * @throws ValidUsageException if the memory was not allocated for that
     *     (VUID-VkMemoryGetRemoteAddressInfoNV-handleType-04966)
     * @throws MissingExtensionException if VK_NV_external_memory_rdma is not on
     * @throws IllegalStateException if this memory is closed
     * @throws VulkanException if vkGetMemoryRemoteAddressNV fails, or succeeds without an address
     * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkGetMemoryRemoteAddressNV.html">
     *     vkGetMemoryRemoteAddressNV</a>
     */
    public long remoteAddress() {
        synchronized (lock) {
            return Exports.remoteAddress(context, open(), history);
        }
    }

    /**
     * Tells at which address the memory can be allocated again in a later run, by a
     * {@code MemoryOpaqueCaptureAddressAllocateInfo}; it must have been allocated with DEVICE_ADDRESS and
     * DEVICE_ADDRESS_CAPTURE_REPLAY.
     *
     * @return the address, which means nothing but that; 0: the driver does not tell
     * @throws ValidUsageException if the memory was allocated without DEVICE_ADDRESS
     *     (VUID-VkDeviceMemoryOpaqueCaptureAddressInfo-memory-03336), or the feature is known to be off
     *     (VUID-vkGetDeviceMemoryOpaqueCaptureAddress-None-03334)
     * @throws MissingExtensionException if neither Vulkan 1.2 nor VK_KHR_buffer_device_address is on
     * @throws IllegalStateException if this memory is closed
     * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkGetDeviceMemoryOpaqueCaptureAddress.html">
     *     vkGetDeviceMemoryOpaqueCaptureAddress</a>
     */
    public long opaqueCaptureAddress() {
        synchronized (lock) {
            return OpaqueCaptureAddress.of(context, open(), chain);
        }
    }

    /**
     * Maps the whole memory.
     *
     * @return the mapping; close it before the memory is mapped again
     * @throws ValidUsageException if the memory type is not host-visible (VUID-vkMapMemory-memory-00682), or the memory is
     *     mapped already (VUID-vkMapMemory-memory-00678)
     * @throws IllegalStateException if this memory is closed
     * @throws VulkanException if vkMapMemory fails
     * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkMapMemory.html">vkMapMemory</a>
     */
    public MappedMemory map() {
        synchronized (lock) {
            long memory = open();
            checkMappable();
            mapping = MappedMemory.map(this, context, memory);
            return mapping;
        }
    }

    private void checkMappable() {
        Findings findings = new Findings();
        if (Checks.ENABLED && (propertyFlags() & VK10.VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT) == 0) {
            findings.add(
                    "VUID-vkMapMemory-memory-00682",
                    "memory type " + memoryTypeIndex() + " is not host-visible",
                    "allocate of a type from memoryTypes(bits, VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT)");
        }
        if (mapping != null) {
            // Whatever the switch says: a second mapping would leave the first without an owner.
            findings.add("VUID-vkMapMemory-memory-00678", "the memory is mapped already", "close the first mapping");
        }
        findings.throwIfAny(chain);
    }

    int propertyFlags() {
        return context.facts().propertyFlags(memoryTypeIndex());
    }

    /** Runs a call on the mapped memory, unless the mapping is gone. */
    void whileMapped(MappedMemory mapped, Runnable call) {
        synchronized (lock) {
            if (mapping != mapped) {
                throw new IllegalStateException("the mapping of " + this + " is closed");
            }
            requireHostMemory();
            call.run();
        }
    }

    /** Ends a mapping, once. */
    void unmap(MappedMemory mapped) {
        synchronized (lock) {
            if (mapping == mapped) {
                try {
                    mapped.flush();
                } finally {
                    mapping = null;
                    VK10.vkUnmapMemory(context.device(), handle);
                }
            }
        }
    }

    private long open() {
        if (handle == 0) {
            throw lifetime.over(this + " is closed");
        }
        requireHostMemory();
        return handle;
    }

    private void requireHostMemory() {
        if (hostMemory != null) {
            hostMemory.requireOpen();
        }
    }

    /**
     * Frees the memory, and ends its mapping. Nothing after the first time.
     *
     * <p>That the device has finished with what was submitted, the caller knows (VUID-vkFreeMemory-memory-00677).
     *
     * @throws VulkanException if flushing the mapping fails; the memory is freed all the same
     * @throws IllegalStateException if the Arena of the imported buffer was closed before; the memory is freed all the same
     * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkFreeMemory.html">vkFreeMemory</a>
     */
    @Override
    public void close() {
        synchronized (lock) {
            if (handle != 0) {
                lifetime.end(this, "closed");
                try {
                    requireHostMemory();
                    if (mapping != null) {
                        unmap(mapping);
                    }
                } finally {
                    long memory = handle;
                    handle = 0;
                    // Freeing unmaps.
                    mapping = null;
                    VK10.vkFreeMemory(context.device(), memory, null);
                    if (hostMemory != null) {
                        hostMemory.end();
                        hostMemory = null;
                    }
                }
            }
        }
    }

    /** {@return what it was allocated with} */
    @Override
    public String toString() {
        MemoryAllocateInfo info = chain.allocateInfo();
        return "DeviceMemory[" + info.allocationSize() + " bytes of type " + info.memoryTypeIndex() + " on "
                + context.facts().name() + "]";
    }
}
