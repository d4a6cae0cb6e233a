package io.github.vkextmem.struct;

/**
 * A buffer or image of the application's, with what rules must know of it. It holds the handle and does not own it.
 *
 * <p>Vulkan does not tell afterwards what a buffer or image was created with, so what is said here is believed.
 */
public sealed interface Resource permits BufferResource, ImageResource {

    /** {@return the VkBuffer or VkImage} */
    long handle();

    /** {@return what it was created with} */
    ResourceParameters parameters();

    /** {@return the handle types that it was created for; none: it was not created for external memory} */
    ExternalMemoryHandleTypes handleTypes();

    /** {@return whether VK_NV_dedicated_allocation's {@code dedicatedAllocation} was VK_TRUE when it was created} */
    boolean dedicatedAllocationNV();
}
