package io.github.vkextmem.struct;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What travels with a handle: all that the importer must match.
 *
 * @param allocationSize the size of the payload in bytes; may be 0, for not known, where an import does not need it: of
 *     D3D11_TEXTURE, D3D11_TEXTURE_KMT, D3D12_RESOURCE and MTLTEXTURE_EXT
 * @param memoryTypeIndex the payload's memory type on the exporter's device
 * @param handleType what the handle is
 * @param dedicated whether the payload was allocated for one buffer or image; the importer may then dedicate its memory
 *     to its own of that kind, and other APIs, CUDA for instance, want to be told
 * @param device the exporter's device and driver
 * @param resource what the buffer or image was created with that lies at the beginning of the memory; null: memory
 *     alone
 */
public record MemoryDescription(
        long allocationSize,
        int memoryTypeIndex,
        ExternalMemoryHandleType handleType,
        boolean dedicated,
        DeviceIdentity device,
        @Nullable ResourceParameters resource) {

    /**
     * @throws IllegalArgumentException if the size is negative, or 0 where an import needs it; if the index is not one of the
     *     32 possible; if the buffer is larger than the memory, or a memory plane of the image does not lie within it, as far
     *     as the layout of the texels is known: of a LINEAR plane each row, slice and layer, of others the first byte
     */
    public MemoryDescription {
        if (allocationSize < 0 || (allocationSize == 0 && !handleType.isImportedWithoutSize())) {
            throw new IllegalArgumentException("allocationSize must be positive: " + allocationSize);
        }
        if (memoryTypeIndex < 0 || memoryTypeIndex > 31) {
            throw new IllegalArgumentException("memoryTypeIndex must be from 0 to 31: " + memoryTypeIndex);
        }
        if (allocationSize != 0 && resource instanceof BufferParameters buffer && buffer.size() > allocationSize) {
            throw new IllegalArgumentException(
                    "a buffer of " + buffer.size() + " bytes does not lie in memory of " + allocationSize);
        }
        if (resource instanceof ImageParameters image) {
            MemoryPlanes.requireWithin(image, allocationSize);
        }
    }

    /** Describes memory alone. */
    public MemoryDescription(
            long allocationSize,
            int memoryTypeIndex,
            ExternalMemoryHandleType handleType,
            boolean dedicated,
            DeviceIdentity device) {
        this(allocationSize, memoryTypeIndex, handleType, dedicated, device, null);
    }

    /** {@return the same with what lies in the memory} */
    public MemoryDescription with(ResourceParameters contents) {
        return new MemoryDescription(allocationSize, memoryTypeIndex, handleType, dedicated, device, contents);
    }

    /** {@return the parameters of the buffer in the memory; empty: something else, or memory alone} */
    public Optional<BufferParameters> buffer() {
        return resource instanceof BufferParameters buffer ? Optional.of(buffer) : Optional.empty();
    }

    /** {@return the parameters of the image in the memory; empty: something else, or memory alone} */
    public Optional<ImageParameters> image() {
        return resource instanceof ImageParameters image ? Optional.of(image) : Optional.empty();
    }

    /** {@return the allocation that matches the payload; its size is 0 for a Metal texture, which knows its own} */
    public MemoryAllocateInfo allocateInfo() {
        return MemoryAllocateInfo.of(
                handleType == ExternalMemoryHandleType.MTLTEXTURE_EXT ? 0 : allocationSize, memoryTypeIndex);
    }
}
