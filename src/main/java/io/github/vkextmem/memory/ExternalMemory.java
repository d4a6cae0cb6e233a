package io.github.vkextmem.memory;

import io.github.vkextmem.MissingExtensionException;
import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.VulkanException;
import io.github.vkextmem.chain.Checks;
import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.chain.PNextChain;
import io.github.vkextmem.chain.Structure;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.struct.DeviceIdentity;
import io.github.vkextmem.struct.ExternalImageFormatPropertiesNV;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.ExternalMemoryProperties;
import io.github.vkextmem.struct.ImageUse;
import io.github.vkextmem.struct.ImportMemoryFdInfoKHR;
import io.github.vkextmem.struct.ImportOperation;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.MemoryDescription;
import io.github.vkextmem.usage.AllocateMemoryRules;
import io.github.vkextmem.usage.ImportRules;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.lwjgl.vulkan.VkDevice;
import org.lwjgl.vulkan.VkMemoryAllocateInfo;

/**
 * The external memory of one device: what it can do, and memory allocated and imported on it.
 *
 * <p>Make one for each device and keep it: what it knows of the device is asked once. It owns nothing and needs no
 * closing; the device must outlive it and all memory made with it. Any thread may use it.
 */
public final class ExternalMemory {

    private final DeviceContext context;

    private ExternalMemory(DeviceContext context) {
        this.context = context;
    }

    /**
     * Looks at a device.
     *
     * @param device a device, constructed with the VkDeviceCreateInfo that it was created with: LWJGL takes from that
     *     which extensions are on
     * @return its external memory
     */
    public static ExternalMemory on(VkDevice device) {
        return new ExternalMemory(DeviceContext.of(device));
    }

    /** {@return the device} */
    public VkDevice device() {
        return context.device();
    }

    /** {@return the name that the driver gives the device} */
    public String deviceName() {
        return context.facts().name();
    }

    /** {@return which physical device and driver this is, for every process on the machine} */
    public DeviceIdentity identity() {
        return context.facts().identity();
    }

    /** {@return whether a device extension is on, as {@code VK_KHR_external_memory_fd}} */
    public boolean hasExtension(String extension) {
        return context.extensions().has(extension);
    }

    /**
     * Finds the memory types with given properties.
     *
     * @param memoryTypeBits a mask of memory types to choose from, as VkMemoryRequirements gives it; -1 for all
     * @param propertyFlags the VkMemoryPropertyFlags that a type must have
     * @return the indices, in the driver's order, which is its order of preference
     */
    public List<Integer> memoryTypes(int memoryTypeBits, int propertyFlags) {
        return IntStream.range(0, context.facts().memoryTypeCount())
                .filter(index -> (memoryTypeBits & 1 << index) != 0)
                .filter(index -> (context.facts().propertyFlags(index) & propertyFlags) == propertyFlags)
                .boxed()
                .toList();
    }

    /**
     * Asks what the device can do with a handle type for a kind of buffer.
     *
     * @param handleType the handle type
     * @param usage a VkBufferUsageFlags mask
     * @return the answer; nothing is possible where it has no features
     * @throws ValidUsageException if {@code usage} is 0 (VUID-VkPhysicalDeviceExternalBufferInfo-usage-requiredbitmask)
     * @throws MissingExtensionException if neither Vulkan 1.1 nor VK_KHR_external_memory_capabilities is on
     * @see <a
     *     href="https://docs.vulkan.org/refpages/latest/refpages/source/vkGetPhysicalDeviceExternalBufferProperties.html">
     *     vkGetPhysicalDeviceExternalBufferProperties</a>
     */
    public ExternalMemoryProperties bufferProperties(ExternalMemoryHandleType handleType, int usage) {
        return bufferProperties(handleType, usage, 0);
    }

    /**
     * Asks what the device can do with a handle type for a kind of buffer.
     *
     * @param handleType the handle type
     * @param usage a VkBufferUsageFlags mask
     * @param flags a VkBufferCreateFlags mask
     * @return the answer; nothing is possible where it has no features
     * @throws ValidUsageException if {@code usage} is 0 (VUID-VkPhysicalDeviceExternalBufferInfo-usage-requiredbitmask)
     * @throws MissingExtensionException if neither Vulkan 1.1 nor VK_KHR_external_memory_capabilities is on
     */
    public ExternalMemoryProperties bufferProperties(ExternalMemoryHandleType handleType, int usage, int flags) {
        return context.facts().capabilities().buffer(handleType, flags, usage);
    }

    /**
     * Asks what the device can do with a handle type for a kind of image.
     *
     * @param handleType the handle type
     * @param use the kind of image
     * @return the answer; nothing is possible where it has no features, or where there is no such image at all
     * @throws ValidUsageException if the usage is 0 (VUID-VkPhysicalDeviceImageFormatInfo2-usage-requiredbitmask)
     * @throws MissingExtensionException if neither Vulkan 1.1 nor VK_KHR_get_physical_device_properties2 is on
     * @throws VulkanException if the driver fails
     * @see <a
     *     href="https://docs.vulkan.org/refpages/latest/refpages/source/vkGetPhysicalDeviceImageFormatProperties2.html">
     *     vkGetPhysicalDeviceImageFormatProperties2</a>
     */
    public ExternalMemoryProperties imageProperties(ExternalMemoryHandleType handleType, ImageUse use) {
        return context.facts().capabilities().image(handleType, use);
    }

    /**
     * Asks what the device can do with a handle type of VK_NV_external_memory_capabilities for a kind of image.
     *
     * @param handleType the handle type
     * @param use the kind of image
     * @return the answer; empty where the device has no such image
     * @throws ValidUsageException if the usage is 0
     *     (VUID-vkGetPhysicalDeviceExternalImageFormatPropertiesNV-usage-requiredbitmask)
     * @throws MissingExtensionException if VK_NV_external_memory_capabilities is not on
     * @throws VulkanException if the driver fails
     * @see <a
     *     href="https://docs.vulkan.org/refpages/latest/refpages/source/vkGetPhysicalDeviceExternalImageFormatPropertiesNV.html">
     *     vkGetPhysicalDeviceExternalImageFormatPropertiesNV</a>
     */
    public Optional<ExternalImageFormatPropertiesNV> imagePropertiesNV(
            ExternalMemoryHandleTypeNV handleType, ImageUse use) {
        return context.facts().capabilities().imageNV(handleType, use);
    }

    /**
     * Allocates memory without a chain.
     *
     * @param info size and memory type
     * @return the memory, which the caller closes
     * @throws ValidUsageException if valid usage is broken
     * @throws VulkanException if vkAllocateMemory fails
     */
    public DeviceMemory allocate(MemoryAllocateInfo info) {
        return allocate(info.chain());
    }

    /**
     * Allocates memory.
     *
     * @param chain what to allocate; must not import
     * @return the memory, which the caller closes
     * @throws ValidUsageException if the chain breaks valid usage, alone or on this device
     * @throws MissingExtensionException if the device lacks what a structure of the chain needs
     * @throws IllegalArgumentException if the chain imports by raw number, which nobody would own
     * @throws VulkanException if vkAllocateMemory fails
     * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkAllocateMemory.html">vkAllocateMemory</a>
     */
    public DeviceMemory allocate(PNextChain<VkMemoryAllocateInfo> chain) {
        MemoryAllocateChain allocation = allocateChain(chain);
        requireNoImport(allocation);
        check(allocation, null);
        return DeviceMemory.allocate(context, allocation);
    }

    /**
     * Imports memory as its exporter described it.
     *
     * @param handle the handle; taken over if the import succeeds, left with the caller if it does not
     * @param description what came with the handle
     * @return the memory, which the caller closes
     * @throws ValidUsageException if the memory belongs to another device or driver
     *     (VUID-VkImportMemoryFdInfoKHR-fd-00668, -01746)
     * @throws MissingExtensionException if VK_KHR_external_memory_fd is not on
     * @throws IllegalStateException if the handle was closed, released or taken over
     * @throws VulkanException if vkAllocateMemory fails
     * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImportMemoryFdInfoKHR.html">
     *     VkImportMemoryFdInfoKHR</a>
     */
    public DeviceMemory importMemory(PosixFileDescriptor handle, MemoryDescription description) {
        return importMemory(handle, description, description.allocateInfo().chain());
    }

    /**
     * Imports memory as its exporter described it, for a buffer or image alone.
     *
     * @param handle the handle; taken over if the import succeeds, left with the caller if it does not
     * @param description what came with the handle
     * @param dedicated the buffer or image, created as the exporter's was
     * @return the memory, which the caller closes
     * @throws ValidUsageException if the memory belongs to another device or driver, or is not dedicated
     *     (VUID-VkMemoryDedicatedAllocateInfo-image-01878, -buffer-01879)
     * @throws MissingExtensionException if VK_KHR_external_memory_fd is not on
     * @throws IllegalStateException if the handle was closed, released or taken over
     * @throws VulkanException if vkAllocateMemory fails
     */
    public DeviceMemory importMemory(
            PosixFileDescriptor handle, MemoryDescription description, MemoryDedicatedAllocateInfo dedicated) {
        return importMemory(
                handle, description, description.allocateInfo().chain().with(dedicated));
    }

    /**
     * Imports memory that came without a description, from another API for instance. That size, memory type and device
     * match the payload is then the caller's to know.
     *
     * @param handle the handle; taken over if the import succeeds, left with the caller if it does not
     * @param chain what to allocate, without the import
     * @return the memory, which the caller closes
     * @throws ValidUsageException if the chain breaks valid usage, alone or on this device
     * @throws MissingExtensionException if the device lacks what a structure of the chain needs
     * @throws IllegalArgumentException if the chain imports by itself
     * @throws IllegalStateException if the handle was closed, released or taken over
     * @throws VulkanException if vkAllocateMemory fails
     */
    public DeviceMemory importMemory(PosixFileDescriptor handle, PNextChain<VkMemoryAllocateInfo> chain) {
        return importMemory(handle, null, allocateChain(chain));
    }

    private DeviceMemory importMemory(
            PosixFileDescriptor handle, @Nullable MemoryDescription payload, MemoryAllocateChain chain) {
        requireNoImport(chain);
        return handle.handOver(fd -> {
            MemoryAllocateChain allocation = chain.with(ImportMemoryFdInfoKHR.of(handle.handleType(), fd));
            check(allocation, payload);
            return DeviceMemory.allocate(context, allocation);
        });
    }

    private static MemoryAllocateChain allocateChain(PNextChain<VkMemoryAllocateInfo> chain) {
        if (chain instanceof MemoryAllocateChain allocation) {
            return allocation;
        }
        throw new IllegalArgumentException("a chain that begins with a MemoryAllocateInfo is needed: " + chain);
    }

    private static void requireNoImport(MemoryAllocateChain chain) {
        for (Structure structure : chain) {
            if (structure instanceof ImportOperation operation && operation.isImport()) {
                throw new IllegalArgumentException(structure
                        + " imports by a raw number, which nobody would own; call importMemory with the owning"
                        + " handle (PosixFileDescriptor.adopt makes one of a number)");
            }
        }
    }

    private void check(MemoryAllocateChain chain, @Nullable MemoryDescription payload) {
        for (Structure structure : chain) {
            context.extensions().requireFor(structure.type());
        }
        chain.check();
        if (Checks.ENABLED) {
            Findings findings = new Findings();
            AllocateMemoryRules.check(chain, context.facts(), findings);
            if (payload != null) {
                ImportRules.check(chain, payload, identity(), findings);
            }
            findings.throwIfAny(chain);
        }
    }
}
