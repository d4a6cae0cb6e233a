package io.github.vkextmem.struct;

/**
 * A feature that valid usage of external memory asks for.
 *
 * @see <a href="https://docs.vulkan.org/spec/latest/chapters/features.html">Features</a>
 */
public enum DeviceFeature {
    /** {@code bufferDeviceAddress}. */
    BUFFER_DEVICE_ADDRESS("bufferDeviceAddress"),
    /** {@code bufferDeviceAddressCaptureReplay}. */
    BUFFER_DEVICE_ADDRESS_CAPTURE_REPLAY("bufferDeviceAddressCaptureReplay"),
    /** {@code protectedMemory}. */
    PROTECTED_MEMORY("protectedMemory"),
    /** {@code dedicatedAllocationImageAliasing}. */
    DEDICATED_ALLOCATION_IMAGE_ALIASING("dedicatedAllocationImageAliasing");

    private final String specificationName;

    DeviceFeature(String specificationName) {
        this.specificationName = specificationName;
    }

    /** {@return the feature's name in the specification} */
    @Override
    public String toString() {
        return specificationName;
    }
}
