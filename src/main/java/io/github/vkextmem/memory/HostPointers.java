package io.github.vkextmem.memory;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.handle.HostPointer;
import io.github.vkextmem.struct.ImportMemoryHostPointerInfoEXT;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryHostPointerPropertiesEXT;
import io.github.vkextmem.struct.PhysicalDeviceExternalMemoryHostPropertiesEXT;
import io.github.vkextmem.struct.Resource;
import io.github.vkextmem.usage.HostPointerRules;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTExternalMemoryHost;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkMemoryHostPointerPropertiesEXT;

/** Memory of this process: how a device wants it aligned, where it takes it, and importing it. */
final class HostPointers {

    private static final String EXTENSION = "VK_EXT_external_memory_host";
    private static final String GET_PROPERTIES = "vkGetMemoryHostPointerPropertiesEXT";

    /** What whoever imports a buffer of his own wants to do with it. */
    private static final int MAPPABLE = VK10.VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT
            | VK10.VK_MEMORY_PROPERTY_HOST_COHERENT_BIT
            | VK10.VK_MEMORY_PROPERTY_HOST_CACHED_BIT;

    private final DeviceContext context;
    private final Allocations allocations;

    /** 0: the device does not have the extension on. */
    private final long alignment;

    HostPointers(DeviceContext context, Allocations allocations) {
        this.context = context;
        this.allocations = allocations;
        this.alignment = context.extensions().isOn(EXTENSION) ? askForAlignment(context) : 0;
    }

    private static long askForAlignment(DeviceContext context) {
        PhysicalDeviceExternalMemoryHostPropertiesEXT properties = PhysicalDeviceFacts.properties(
                context.device().getPhysicalDevice(),
                context.device().getCapabilities().apiVersion,
                PhysicalDeviceExternalMemoryHostPropertiesEXT.TYPE);
        // A driver that does not say has no wishes.
        return Math.max(1, properties.minImportedHostPointerAlignment());
    }

    long alignment() {
        context.extensions().require(EXTENSION, "importing host memory");
        return alignment;
    }

    ByteBuffer allocate(int size) {
        if (size <= 0) {
            throw new IllegalArgumentException("size must be positive: " + size);
        }
        int unit = Math.toIntExact(alignment());
        int rounded = Math.multiplyExact((size - 1) / unit + 1, unit);
        // From wherever it begins, the next multiple is less than one unit away.
        ByteBuffer buffer = ByteBuffer.allocateDirect(Math.addExact(rounded, unit - 1));
        return buffer.alignedSlice(unit).order(ByteOrder.nativeOrder());
    }

    int memoryTypeBits(HostPointer pointer) {
        context.extensions().require(EXTENSION, GET_PROPERTIES);
        Findings.requireNone(pointer, findings -> HostPointerRules.checkQuery(pointer.address(), alignment, findings));
        return ask(pointer);
    }

    private int ask(HostPointer pointer) {
        HostMemoryInUse.requireOpen(pointer);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var properties = VkMemoryHostPointerPropertiesEXT.calloc(stack).sType$Default();
            Results.require(
                    GET_PROPERTIES,
                    EXTExternalMemoryHost.vkGetMemoryHostPointerPropertiesEXT(
                            context.device(), pointer.handleType().bit(), pointer.address(), properties));
            return MemoryHostPointerPropertiesEXT.read(properties).memoryTypeBits();
        }
    }

    /** Imports all that there is, into a type of a mask. */
    DeviceMemory importMemory(HostPointer pointer, int memoryTypeBits) {
        long size = size(pointer);
        int possible = memoryTypeBits(pointer);
        requireSome(pointer, possible, memoryTypeBits);
        int type = context.memoryTypes().choose(possible & memoryTypeBits, 0, MAPPABLE);
        return importMemory(pointer, MemoryAllocateInfo.of(size, type).chain(), null, () -> possible);
    }

    /** SwiftShader names a type that it does not have. */
    private void requireSome(HostPointer pointer, int possible, int wanted) {
        if (context.memoryTypes().with(possible & wanted, 0).isEmpty()) {
            throw new IllegalArgumentException("no memory type will do: the device takes the " + pointer
                    + " into those of the mask 0b" + Integer.toBinaryString(possible) + ", what is wanted has 0b"
                    + Integer.toBinaryString(wanted) + ", and there are "
                    + context.memoryTypes().describe(-1));
        }
    }

    DeviceMemory importMemory(HostPointer pointer, MemoryRequirements needs) {
        if (needs.size() > size(pointer)) {
            throw new IllegalArgumentException(
                    needs.size() + " bytes are needed, and there are " + size(pointer) + " at the " + pointer);
        }
        return importMemory(pointer, needs.memoryTypeBits());
    }

    private static long size(HostPointer pointer) {
        return pointer.size()
                .orElseThrow(() -> new IllegalArgumentException("how many bytes there are at the " + pointer
                        + " is not known; import it with a MemoryAllocateInfo that says so, or make it of a buffer"));
    }

    /** @param resource what the memory is for; null: nobody said */
    DeviceMemory importMemory(HostPointer pointer, MemoryAllocateChain chain, @Nullable Resource resource) {
        return importMemory(pointer, chain, resource, () -> ask(pointer));
    }

    private DeviceMemory importMemory(
            HostPointer pointer, MemoryAllocateChain chain, @Nullable Resource resource, IntSupplier memoryTypeBits) {
        var imported = ImportMemoryHostPointerInfoEXT.of(pointer.handleType(), pointer.address());
        Payload payload = new Payload(
                imported,
                pointer.handleType(),
                (importing, findings) -> HostPointerRules.checkImport(
                        importing.allocateInfo(), imported, pointer.size(), alignment, memoryTypeBits, findings),
                false);
        HostMemoryInUse use = HostMemoryInUse.begin(pointer);
        try {
            use.requireOpen();
            DeviceMemory memory = allocations.allocate(chain, payload, resource);
            memory.uses(use);
            return memory;
        } catch (RuntimeException | Error e) {
            use.end();
            throw e;
        }
    }
}
