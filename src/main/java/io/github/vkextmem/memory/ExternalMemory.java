package io.github.vkextmem.memory;

import io.github.vkextmem.MissingExtensionException;
import io.github.vkextmem.UnsupportedException;
import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.VulkanException;
import io.github.vkextmem.chain.PNextChain;
import io.github.vkextmem.chain.PNextTail;
import io.github.vkextmem.chain.Structure;
import io.github.vkextmem.handle.ExternalHandle;
import io.github.vkextmem.handle.HostPointer;
import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.DeviceFeatures;
import io.github.vkextmem.struct.DeviceIdentity;
import io.github.vkextmem.struct.ExternalImageFormatPropertiesNV;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.ExternalMemoryProperties;
import io.github.vkextmem.struct.ImageFormatInfo;
import io.github.vkextmem.struct.ImageParameters;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.MemoryDescription;
import io.github.vkextmem.struct.Resource;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lwjgl.system.Struct;
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
    private final Allocations allocations;
    private final HostPointers hostPointers;
    private final Imports imports;
    private final HandleProperties handleProperties;
    private final ExternalBuffers buffers;
    private final ExternalImages images;
    private final DrmFormatModifiers modifiers;

    private ExternalMemory(DeviceContext context) {
        this.context = context;
        this.allocations = new Allocations(context);
        this.hostPointers = new HostPointers(context, allocations);
        this.handleProperties = new HandleProperties(context, hostPointers);
        this.imports = new Imports(context, allocations, hostPointers, handleProperties);
        ResourceMemory memory = new ResourceMemory(context, allocations, imports, handleProperties);
        this.buffers = new ExternalBuffers(context, memory);
        this.modifiers = new DrmFormatModifiers(context);
        this.images = new ExternalImages(context, memory, modifiers);
    }

    /**
     * Looks at a device.
     *
     * @param device a device, constructed with the VkDeviceCreateInfo that it was created with: LWJGL takes from that
     *     which extensions are on
     * @return its external memory
     */
    public static ExternalMemory on(VkDevice device) {
        return new ExternalMemory(DeviceContext.of(device, null));
    }

    /**
     * Looks at a device of which is known what it was created with, so that what needs a feature is refused without it. Where
     * nobody says it, such rules stay silent.
     *
     * @param device a device, constructed with the VkDeviceCreateInfo that it was created with: LWJGL takes from that
     *     which extensions are on
     * @param features what it was created with; {@link DeviceFeatures#read} takes it from the same VkDeviceCreateInfo
     * @return its external memory
     */
    public static ExternalMemory on(VkDevice device, DeviceFeatures features) {
        return new ExternalMemory(DeviceContext.of(device, features));
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

    /** {@return whether a device extension that LWJGL knows is on, as {@code VK_KHR_external_memory_fd}} */
    public boolean hasExtension(String extension) {
        return context.extensions().isOn(extension);
    }

    /**
     * Finds the memory types with given properties.
     *
     * @param memoryTypeBits a mask of memory types to choose from, as VkMemoryRequirements gives it; -1 for all
     * @param propertyFlags the VkMemoryPropertyFlags that a type must have
     * @return the indices, in the driver's order, which is its order of preference
     */
    public List<Integer> memoryTypes(int memoryTypeBits, int propertyFlags) {
        return context.memoryTypes().with(memoryTypeBits, propertyFlags);
    }

    /**
     * Asks what the device can do with a handle type for a kind of buffer. An answer is remembered.
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
     * Asks what the device can do with a handle type for a kind of buffer. An answer is remembered.
     *
     * @param handleType the handle type
     * @param usage a VkBufferUsageFlags mask
     * @param flags a VkBufferCreateFlags mask
     * @return the answer; nothing is possible where it has no features
     * @throws ValidUsageException if {@code usage} is 0 (VUID-VkPhysicalDeviceExternalBufferInfo-usage-requiredbitmask)
     * @throws MissingExtensionException if neither Vulkan 1.1 nor VK_KHR_external_memory_capabilities is on
     */
    public ExternalMemoryProperties bufferProperties(ExternalMemoryHandleType handleType, int usage, int flags) {
        return context.facts().capabilities().buffer(handleType, usage, flags);
    }

    /**
     * Asks what the device can do with a handle type for a kind of image. An answer is remembered.
     *
     * @param handleType the handle type
     * @param image the kind of image
     * @return the answer; nothing is possible where it has no features, or where there is no such image at all
     * @throws ValidUsageException if the usage is 0 (VUID-VkPhysicalDeviceImageFormatInfo2-usage-requiredbitmask)
     * @throws MissingExtensionException if neither Vulkan 1.1 nor VK_KHR_get_physical_device_properties2 is on
     * @throws VulkanException if the driver fails
     * @see <a
     *     href="https://docs.vulkan.org/refpages/latest/refpages/source/vkGetPhysicalDeviceImageFormatProperties2.html">
     *     vkGetPhysicalDeviceImageFormatProperties2</a>
     */
    public ExternalMemoryProperties imageProperties(ExternalMemoryHandleType handleType, ImageFormatInfo image) {
        return context.facts().capabilities().image(handleType, image).properties();
    }

    /**
     * Asks what the device can do with a handle type of VK_NV_external_memory_capabilities for a kind of image. An answer is
     * remembered.
     *
     * @param handleType the handle type
     * @param image the kind of image
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
            ExternalMemoryHandleTypeNV handleType, ImageFormatInfo image) {
        return context.facts().capabilities().imageNV(handleType, image);
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
     * <p>That it is for a tensor, nothing here can say: whether that demands memory of its own is the caller's to know
     * (VUID-VkMemoryAllocateInfo-pNext-09858).
     *
     * @param chain what to allocate; must not import
     * @return the memory, which the caller closes
     * @throws ValidUsageException if the chain breaks valid usage, alone or on this device
     * @throws MissingExtensionException if the device lacks what a structure of the chain, or a handle type that it names
     *     for export, needs
     * @throws IllegalArgumentException if the chain imports by raw number, which nobody would own
     * @throws VulkanException if vkAllocateMemory fails
     * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkAllocateMemory.html">vkAllocateMemory</a>
     */
    public DeviceMemory allocate(PNextChain<VkMemoryAllocateInfo> chain) {
        return allocations.allocate(Allocations.withoutImport(chain), null);
    }

    /**
     * Allocates memory for a buffer or image of the application's, and checks what depends on what that was created with. It is
     * not bound yet: {@link DeviceMemory#bind} does that.
     *
     * @param chain what to allocate; must not import; dedicated to the resource or to nothing
     * @param resource what the memory is for
     * @return the memory, which the caller closes
     * @throws ValidUsageException if the chain breaks valid usage, alone or on this device; if the device cannot export its
     *     handle types for such a resource, or not together (VUID-VkExportMemoryAllocateInfo-handleTypes-09860), or from
     *     dedicated memory only (VUID-VkMemoryAllocateInfo-pNext-00639); if it is dedicated to what is sparse or disjoint
     *     (VUID-VkMemoryDedicatedAllocateInfo-image-01434, -image-01797, -buffer-01436) or by NV's structure to what was not
     *     created for that (VUID-VkDedicatedAllocationMemoryAllocateInfoNV-image-00650, -buffer-00651)
     * @throws MissingExtensionException if the device lacks what a structure of the chain needs
     * @throws IllegalArgumentException if the chain imports by raw number, or dedicates the memory to another resource
     * @throws VulkanException if vkAllocateMemory fails
     */
    public DeviceMemory allocate(PNextChain<VkMemoryAllocateInfo> chain, Resource resource) {
        MemoryAllocateChain allocation = Allocations.withoutImport(chain);
        Allocations.requireFor(resource, allocation);
        return allocations.allocate(allocation, resource);
    }

    /**
     * Says the same in the family of Windows extensions that this device has, KHR's or NV's, so that what is written for
     * one runs on a device that has the other only.
     *
     * @param chain an allocation
     * @return the same where the device has the family or both, else the structures of the other family
     * @throws MissingExtensionException if the chain names an object and the device has NV's family only
     * @throws IllegalArgumentException if the other family has no such handle type
     */
    public MemoryAllocateChain translate(MemoryAllocateChain chain) {
        return context.families().translate(chain);
    }

    /**
     * Says the same in the family of Windows extensions that this device has, KHR's or NV's. NV's family knows images only:
     * a buffer that is to be shared through a Windows handle is refused where the device has no other.
     *
     * @param tail what stands behind a VkImageCreateInfo, a VkBufferCreateInfo or another parent
     * @param <P> LWJGL's class of the parent
     * @param <M> the marker of what may stand in its chain
     * @return the same where the device has the family or both, else the structures of the other family
     * @throws MissingExtensionException if it is such a buffer and the device has NV's family only
     * @throws IllegalArgumentException if the other family has no such handle type
     */
    public <P extends Struct<P>, M extends Structure> PNextTail<P, M> translate(PNextTail<P, M> tail) {
        return context.families().translate(tail);
    }

    /**
     * Imports memory as its exporter described it.
     *
     * <p>Of device groups a description says nothing: that both sides are made of the same physical devices, and use the
     * same device mask, is the caller's to know (VUID-VkMemoryAllocateInfo-None-00644, VUID-VkMemoryAllocateInfo-None-00643).
     * Whether a name names memory, Windows tells the driver (VUID-VkImportMemoryWin32HandleInfoKHR-handleType-01440), which
     * then fails with VK_ERROR_INVALID_EXTERNAL_HANDLE.
     *
     * @param handle the handle, or an NT handle's name. A file descriptor, and an NT handle on a device that has NV's extensions only, are taken
     *     over if the import succeeds and left with the caller if it does not; other handles stay with the caller
     * @param description what came with the handle
     * @return the memory, which the caller closes
     * @throws ValidUsageException if the memory belongs to another device or driver
     *     (VUID-VkImportMemoryFdInfoKHR-fd-00668, -01746, VUID-VkImportMemoryWin32HandleInfoKHR-handle-00659, -01518,
     *     -name-01519, VUID-VkImportMemoryMetalHandleInfoEXT-handle-10409, -10412), or the device has no such memory type or
     *     no heap as large (VUID-vkAllocateMemory-pAllocateInfo-01714, -01713); with checks off too, as a peer sent it
     * @throws MissingExtensionException if the extension of the handle type is not on: VK_KHR_external_memory_fd and for a
     *     dma-buf VK_EXT_external_memory_dma_buf, on Windows VK_KHR_external_memory_win32 or VK_NV_external_memory_win32,
     *     of which NV's has no names, VK_EXT_external_memory_host, VK_EXT_external_memory_metal
     * @throws IllegalArgumentException if the description is of another handle type, or of more bytes than the handle
     *     refers to
     * @throws IllegalStateException if the handle was closed, released or taken over
     * @throws VulkanException if vkAllocateMemory fails
     * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImportMemoryFdInfoKHR.html">
     *     VkImportMemoryFdInfoKHR</a>
     * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImportMemoryWin32HandleInfoKHR.html">
     *     VkImportMemoryWin32HandleInfoKHR</a>
     */
    public DeviceMemory importMemory(ExternalHandle handle, MemoryDescription description) {
        return importDescribed(handle, description, description.allocateInfo().chain());
    }

    /**
     * Imports memory as its exporter described it, for a buffer or image alone.
     *
     * @param handle the handle; who owns it afterwards is said at {@link #importMemory(ExternalHandle,
     *     MemoryDescription)}
     * @param description what came with the handle
     * @param dedicated the buffer or image, created as the exporter's was
     * @return the memory, which the caller closes
     * @throws ValidUsageException if the memory belongs to another device or driver, or is not dedicated
     *     (VUID-VkMemoryDedicatedAllocateInfo-image-01878, -buffer-01879, on Windows -image-01876, -buffer-01877)
     * @throws MissingExtensionException if the device lacks what the handle needs
     * @throws IllegalArgumentException if the description is of another handle type, or of more bytes than the handle
     *     refers to
     * @throws IllegalStateException if the handle was closed, released or taken over
     * @throws VulkanException if vkAllocateMemory fails
     */
    public DeviceMemory importMemory(
            ExternalHandle handle, MemoryDescription description, MemoryDedicatedAllocateInfo dedicated) {
        return importDescribed(handle, description, description.allocateInfo().with(dedicated));
    }

    private DeviceMemory importDescribed(
            ExternalHandle handle, MemoryDescription description, MemoryAllocateChain chain) {
        return imports.importMemory(handle, description, allocations.withFlagsFor(description.resource(), chain), null);
    }

    /**
     * Imports memory as its exporter described it, with more structures in the chain.
     *
     * @param handle the handle; who owns it afterwards is said at {@link #importMemory(ExternalHandle,
     *     MemoryDescription)}
     * @param description what came with the handle
     * @param chain what to allocate, beginning with the description's {@code allocateInfo()}, without the import
     * @return the memory, which the caller closes
     * @throws ValidUsageException if the memory belongs to another device or driver, or the chain does not match the
     *     payload (VUID-VkMemoryAllocateInfo-allocationSize-01742, on Windows -01743) or breaks valid usage
     * @throws MissingExtensionException if the device lacks what the handle or a structure of the chain needs
     * @throws IllegalArgumentException if the description is of another handle type, description or chain of more bytes
     *     than the handle refers to, or the chain imports by itself
     * @throws IllegalStateException if the handle was closed, released or taken over
     * @throws VulkanException if vkAllocateMemory fails
     */
    public DeviceMemory importMemory(
            ExternalHandle handle, MemoryDescription description, PNextChain<VkMemoryAllocateInfo> chain) {
        return imports.importMemory(handle, description, Allocations.withoutImport(chain), null);
    }

    /**
     * Imports memory as its exporter described it, for a buffer or image of the application's, and checks what depends on what
     * that was created with. It is not bound yet: {@link DeviceMemory#bind} does that.
     *
     * @param handle the handle; who owns it afterwards is said at {@link #importMemory(ExternalHandle,
     *     MemoryDescription)}
     * @param description what came with the handle
     * @param chain what to allocate, beginning with the description's {@code allocateInfo()}, without the import; dedicated to
     *     the resource or to nothing
     * @param resource what the memory is for
     * @return the memory, which the caller closes
     * @throws ValidUsageException if the memory belongs to another device or driver, the chain does not match the payload or
     *     breaks valid usage, or the device cannot import it for such a resource
     *     (VUID-VkImportMemoryFdInfoKHR-handleType-09862, VUID-VkImportMemoryWin32HandleInfoKHR-handleType-09861)
     * @throws MissingExtensionException if the device lacks what the handle or a structure of the chain needs
     * @throws IllegalArgumentException if the description is of another handle type, description or chain of more bytes
     *     than the handle refers to, or the chain imports by itself or dedicates the memory to another resource
     * @throws IllegalStateException if the handle was closed, released or taken over
     * @throws VulkanException if vkAllocateMemory fails
     */
    public DeviceMemory importMemory(
            ExternalHandle handle,
            MemoryDescription description,
            PNextChain<VkMemoryAllocateInfo> chain,
            Resource resource) {
        MemoryAllocateChain allocation = Allocations.withoutImport(chain);
        Allocations.requireFor(resource, allocation);
        return imports.importMemory(handle, description, allocation, resource);
    }

    /**
     * Imports memory that came without a description, from another API for instance. That size, memory type and device
     * match the payload is then the caller's to know: the size of a Direct3D 12 heap
     * (VUID-VkMemoryAllocateInfo-allocationSize-00647) and the extent of a Metal texture (VUID-VkMemoryAllocateInfo-pNext-10396),
     * for instance.
     *
     * @param handle the handle; who owns it afterwards is said at {@link #importMemory(ExternalHandle,
     *     MemoryDescription)}
     * @param chain what to allocate, without the import
     * @return the memory, which the caller closes
     * @throws ValidUsageException if the chain breaks valid usage, alone or on this device, or the driver does not let the
     *     handle into the memory type (VUID-VkMemoryAllocateInfo-memoryTypeIndex-00648, on Windows -00645), which is asked
     *     for types that are not opaque; of a host pointer
     *     VUID-VkImportMemoryHostPointerInfoEXT-pHostPointer-01749, -handleType-01750, -01751,
     *     VUID-VkMemoryAllocateInfo-allocationSize-01745 and -memoryTypeIndex-01744
     * @throws MissingExtensionException if the device lacks what the handle type or a structure of the chain needs
     * @throws IllegalArgumentException if the chain imports by itself, or is of more bytes than the handle refers to
     * @throws IllegalStateException if the handle was closed, released or taken over
     * @throws VulkanException if vkAllocateMemory fails, or vkGetMemoryHostPointerPropertiesEXT where it is asked
     */
    public DeviceMemory importMemory(ExternalHandle handle, PNextChain<VkMemoryAllocateInfo> chain) {
        return imports.importMemory(handle, null, Allocations.withoutImport(chain), null);
    }

    /**
     * Imports all that a host pointer points at, into the memory type that suits a program which reads and writes it
     * best. The device uses the memory where it lies: nothing is copied, and what either side writes the other sees, under
     * the rules for mapped memory.
     *
     * <p>The buffer that the pointer was made of stays reachable until the memory is closed, forgotten or not. Memory that
     * is not Java's to free must not be freed before.
     *
     * @param pointer made of a buffer; {@link #allocateHostBuffer} gives one that is aligned as it must be
     * @return the memory, which the caller closes
     * @throws ValidUsageException if the address is not aligned to {@link #minImportedHostPointerAlignment}
     *     (VUID-vkGetMemoryHostPointerPropertiesEXT-pHostPointer-01753), or the size is no multiple of it
     *     (VUID-VkMemoryAllocateInfo-allocationSize-01745)
     * @throws MissingExtensionException if VK_EXT_external_memory_host is not on
     * @throws IllegalArgumentException if the pointer was made of an address, or the device takes it into no memory type
     * @throws IllegalStateException if the Arena of the buffer is closed
     * @throws VulkanException if vkGetMemoryHostPointerPropertiesEXT or vkAllocateMemory fails
     * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImportMemoryHostPointerInfoEXT.html">
     *     VkImportMemoryHostPointerInfoEXT</a>
     */
    public DeviceMemory importMemory(HostPointer pointer) {
        return hostPointers.importMemory(pointer, -1);
    }

    /**
     * Imports all that a host pointer points at, into a memory type that a buffer or image can live in.
     *
     * @param pointer as at {@link #importMemory(HostPointer)}
     * @param needs what the buffer or image needs, from {@link #bufferRequirements} or {@link #imageRequirements}
     * @return the memory, which the caller closes
     * @throws ValidUsageException if address or size are not aligned
     * @throws MissingExtensionException if VK_EXT_external_memory_host is not on
     * @throws IllegalArgumentException if the pointer was made of an address, there are too few bytes, or no memory type
     *     suits both
     * @throws VulkanException if vkGetMemoryHostPointerPropertiesEXT or vkAllocateMemory fails
     */
    public DeviceMemory importMemory(HostPointer pointer, MemoryRequirements needs) {
        return hostPointers.importMemory(pointer, needs);
    }

    /**
     * Allocates memory of this process that can be imported.
     *
     * @param size how many bytes are needed at least
     * @return a direct buffer, zeroed, in the machine's byte order, that begins at a multiple of
     *     {@link #minImportedHostPointerAlignment} and whose capacity is {@code size} rounded up to one. Java frees it when
     *     nobody refers to it any more, what was imported from it included
     * @throws MissingExtensionException if VK_EXT_external_memory_host is not on
     * @throws IllegalArgumentException if {@code size} is not positive
     * @throws ArithmeticException if that is too large for one buffer; LWJGL's {@code MemoryUtil.nmemAlignedAlloc} has no
     *     such limit, and leaves it to the caller to free
     */
    public ByteBuffer allocateHostBuffer(int size) {
        return hostPointers.allocate(size);
    }

    /**
     * {@return the number of bytes that address and size of host memory must be a multiple of to be imported, a power of
     * two}
     *
     * @throws MissingExtensionException if VK_EXT_external_memory_host is not on
     * @see <a
     *     href="https://docs.vulkan.org/refpages/latest/refpages/source/VkPhysicalDeviceExternalMemoryHostPropertiesEXT.html">
     *     VkPhysicalDeviceExternalMemoryHostPropertiesEXT</a>
     */
    public long minImportedHostPointerAlignment() {
        return hostPointers.alignment();
    }

    /**
     * Asks what memory a buffer needs.
     *
     * @param buffer a VkBuffer of this device
     * @return the answer
     * @throws ValidUsageException if it is VK_NULL_HANDLE (VUID-VkBufferMemoryRequirementsInfo2-buffer-parameter)
     * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkGetBufferMemoryRequirements2.html">
     *     vkGetBufferMemoryRequirements2</a>
     */
    public MemoryRequirements bufferRequirements(long buffer) {
        return MemoryRequirements.ofBuffer(context.device(), buffer);
    }

    /**
     * Asks what memory an image needs.
     *
     * @param image a VkImage of this device, without VK_IMAGE_CREATE_DISJOINT_BIT
     * @return the answer
     * @throws ValidUsageException if it is VK_NULL_HANDLE (VUID-VkImageMemoryRequirementsInfo2-image-parameter)
     * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkGetImageMemoryRequirements2.html">
     *     vkGetImageMemoryRequirements2</a>
     */
    public MemoryRequirements imageRequirements(long image) {
        return MemoryRequirements.ofImage(context.device(), image);
    }

    /**
     * Asks into which memory types a handle that was made outside of Vulkan may be imported.
     *
     * <p>What the handle really is, the caller knows, and the driver may find out
     * (VUID-vkGetMemoryFdPropertiesKHR-fd-00673, VUID-vkGetMemoryWin32HandlePropertiesKHR-handle-00665,
     * VUID-vkGetMemoryHostPointerPropertiesEXT-handleType-01754, VUID-vkGetMemoryHostPointerPropertiesEXT-handleType-01755,
     * VUID-vkGetMemoryMetalHandlePropertiesEXT-handle-10416).
     *
     * @param handle a handle of a type that is not opaque; it stays with the caller
     * @return a mask of memory types
     * @throws ValidUsageException if the type is opaque (VUID-vkGetMemoryFdPropertiesKHR-handleType-00674,
     *     VUID-vkGetMemoryWin32HandlePropertiesKHR-handleType-00666), or a host pointer is not aligned to
     *     {@link #minImportedHostPointerAlignment} (VUID-vkGetMemoryHostPointerPropertiesEXT-pHostPointer-01753)
     * @throws MissingExtensionException if what the handle needs is not on: VK_KHR_external_memory_fd and for a dma-buf
     *     VK_EXT_external_memory_dma_buf, VK_KHR_external_memory_win32, VK_EXT_external_memory_host or
     *     VK_EXT_external_memory_metal
     * @throws UnsupportedException if the handle is a Metal object and LWJGL is older than 3.4.0
     * @throws IllegalArgumentException if it is the name of an NT handle
     * @throws IllegalStateException if the handle was closed, released or taken over
     * @throws VulkanException if the driver does not take the handle for one of its type
     * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkGetMemoryFdPropertiesKHR.html">
     *     vkGetMemoryFdPropertiesKHR</a>
     * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkGetMemoryWin32HandlePropertiesKHR.html">
     *     vkGetMemoryWin32HandlePropertiesKHR</a>
     * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkGetMemoryHostPointerPropertiesEXT.html">
     *     vkGetMemoryHostPointerPropertiesEXT</a>
     * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkGetMemoryMetalHandlePropertiesEXT.html">
     *     vkGetMemoryMetalHandlePropertiesEXT</a>
     */
    public int memoryTypeBits(ExternalHandle handle) {
        return handleProperties.memoryTypeBits(handle);
    }

    /**
     * Creates a buffer with memory of its own that can be exported.
     *
     * @param parameters of the buffer
     * @param request what memory it shall have; dedicated to the buffer where the driver demands or prefers that
     * @return the buffer, which the caller closes
     * @throws ValidUsageException if the device cannot export one of the handle types for such a buffer
     *     (VUID-VkExportMemoryAllocateInfo-handleTypes-09860), or not together (VUID-VkBufferCreateInfo-pNext-00920);
     *     nothing was created then
     * @throws MissingExtensionException if the device lacks what a handle type needs
     * @throws IllegalArgumentException if the buffer is sparse, or no memory type that it can live in has the required
     *     properties
     * @throws VulkanException if a command fails; nothing is left of the steps before
     */
    public ExternalBuffer createBuffer(BufferParameters parameters, ExportRequest request) {
        return buffers.create(parameters, request);
    }

    /**
     * Creates the buffer that another process or device made by {@link #createBuffer}, bound to the same memory.
     *
     * @param handle the handle; who owns it afterwards is said at {@link #importMemory(ExternalHandle,
     *     MemoryDescription)}. Once the memory is imported, a failure of what comes then does not give a file descriptor
     *     back
     * @param description what came with the handle, from {@link ExternalBuffer#description}
     * @return the buffer, which the caller closes
     * @throws ValidUsageException if the memory belongs to another device or driver, or the device cannot import it for
     *     such a buffer (VUID-VkImportMemoryFdInfoKHR-handleType-09862, on Windows
     *     VUID-VkImportMemoryWin32HandleInfoKHR-handleType-09861);
     *     with checks off too, as a peer sent it
     * @throws MissingExtensionException if the device lacks what the handle needs
     * @throws IllegalArgumentException if the description is of no buffer, of a sparse one or of another handle type, or this
     *     driver needs more or other memory for such a buffer than the exporter's did
     * @throws IllegalStateException if the handle was closed, released or taken over
     * @throws VulkanException if a command fails; nothing is left of the steps before
     */
    public ExternalBuffer importBuffer(ExternalHandle handle, MemoryDescription description) {
        return buffers.importBuffer(handle, description);
    }

    /**
     * Creates an image with memory of its own that can be exported.
     *
     * @param parameters of the image
     * @param request what memory it shall have; dedicated to the image where the driver demands or prefers that
     * @return the image, which the caller closes
     * @throws ValidUsageException if the device cannot export one of the handle types for such an image
     *     (VUID-VkExportMemoryAllocateInfo-handleTypes-09860), or not together (VUID-VkImageCreateInfo-pNext-00990);
     *     nothing was created then
     * @throws MissingExtensionException if the device lacks what a handle type needs
     * @throws IllegalArgumentException if the image is sparse, disjoint or larger than the device has them, or no memory type
     *     that it can live in has the required properties
     * @throws VulkanException if a command fails; nothing is left of the steps before
     */
    public ExternalImage createImage(ImageParameters parameters, ExportRequest request) {
        return images.create(parameters, request);
    }

    /**
     * Creates an image with memory of its own that can be exported, whose texels lie as one of some Linux DRM format
     * modifiers says. Which one the driver chose, and where the planes lie, stands in {@link ExternalImage#parameters} and
     * travels with the description.
     *
     * @param parameters of the image, with tiling {@code VK_IMAGE_TILING_DRM_FORMAT_MODIFIER_EXT}; the other {@link
     *     #createImage(ImageParameters, ExportRequest)} lets the driver choose among all that can be exported
     * @param request what memory it shall have
     * @param modifiers those that both sides can use, from {@link #drmFormatModifiers}
     * @return the image, which the caller closes
     * @throws ValidUsageException if the device cannot export one of the handle types for such an image with each of the
     *     modifiers (VUID-VkExportMemoryAllocateInfo-handleTypes-09860); nothing was created then
     * @throws MissingExtensionException if the device lacks VK_EXT_image_drm_format_modifier or what a handle type needs
     * @throws IllegalArgumentException if the tiling is another, there is no modifier, or the image is sparse, disjoint or
     *     larger than the device has them
     * @throws VulkanException if a command fails; nothing is left of the steps before
     */
    public ExternalImage createImage(ImageParameters parameters, ExportRequest request, List<Long> modifiers) {
        return images.create(parameters, request, modifiers);
    }

    /**
     * Asks what the device can do with a handle type for a kind of image, for each Linux DRM format modifier that the format
     * has. Both sides ask, and the image is created with what both can use.
     *
     * @param handleType the handle type, DMA_BUF_EXT as a rule
     * @param image the kind of image, with tiling {@code VK_IMAGE_TILING_DRM_FORMAT_MODIFIER_EXT}
     * @return the answers by modifier, in the driver's order; those without features are of no use
     * @throws ValidUsageException if the usage is 0 (VUID-VkPhysicalDeviceImageFormatInfo2-usage-requiredbitmask), or the
     *     tiling is another (VUID-VkPhysicalDeviceImageFormatInfo2-tiling-02249)
     * @throws MissingExtensionException if VK_EXT_image_drm_format_modifier is not on
     * @throws VulkanException if the driver fails
     */
    public Map<Long, ExternalMemoryProperties> drmFormatModifiers(
            ExternalMemoryHandleType handleType, ImageFormatInfo image) {
        Map<Long, ExternalMemoryProperties> answers = new LinkedHashMap<>();
        modifiers.of(handleType, image).forEach((modifier, support) -> answers.put(modifier, support.properties()));
        return answers;
    }

    /**
     * Creates the image that another process or device made by {@link #createImage}, bound to the same memory.
     *
     * @param handle the handle; who owns it afterwards is said at {@link #importMemory(ExternalHandle,
     *     MemoryDescription)}. Once the memory is imported, a failure of what comes then does not give a file descriptor
     *     back
     * @param description what came with the handle, from {@link ExternalImage#description}
     * @return the image, which the caller closes
     * @throws ValidUsageException if the memory belongs to another device or driver, or the device cannot import it for
     *     such an image (VUID-VkImportMemoryFdInfoKHR-handleType-09862, on Windows
     *     VUID-VkImportMemoryWin32HandleInfoKHR-handleType-09861), or the DRM format modifier
     *     has another number of memory planes on this device
     *     (VUID-VkImageDrmFormatModifierExplicitCreateInfoEXT-drmFormatModifierPlaneCount-02265); with checks off too, as a
     *     peer sent it
     * @throws MissingExtensionException if the device lacks what the handle needs
     * @throws IllegalArgumentException if the description is of no image, of one that is sparse, disjoint or larger than this
     *     device has them, or of another handle type, or this driver needs more or other memory for such an image than the
     *     exporter's did
     * @throws IllegalStateException if the handle was closed, released or taken over
     * @throws VulkanException if a command fails; nothing is left of the steps before
     */
    public ExternalImage importImage(ExternalHandle handle, MemoryDescription description) {
        return images.importImage(handle, description);
    }
}
