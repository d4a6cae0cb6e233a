package io.github.vkextmem.conformance;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.DMA_BUF_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vkextmem.handle.ExternalHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryProperties;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDescription;
import java.util.stream.Stream;

/**
 * A way to share memory.
 *
 * @param handleType what it is exported as
 * @param dedicated whether it is allocated for its buffer or image alone; if not, it could serve several
 */
record Sharing(ExternalMemoryHandleType handleType, boolean dedicated) {

    /** {@return all ways by file descriptor} */
    static Stream<Sharing> all() {
        return Stream.of(OPAQUE_FD, DMA_BUF_EXT)
                .flatMap(type -> Stream.of(new Sharing(type, false), new Sharing(type, true)));
    }

    /** Says why a test does not run here, if the device cannot share like that. */
    void assumeSupported(ExternalMemory external, ExternalMemoryProperties use) {
        String extension = handleType == DMA_BUF_EXT ? "VK_EXT_external_memory_dma_buf" : "VK_KHR_external_memory_fd";
        assumeTrue(external.hasExtension(extension), () -> external.deviceName() + " lacks " + extension);
        assumeTrue(
                use.isExportable() && use.isImportable(),
                () -> external.deviceName() + " does not both export and import as " + handleType);
        assumeTrue(
                dedicated || !use.isDedicatedOnly(),
                () -> external.deviceName() + " shares as " + handleType + " from dedicated memory only");
    }

    /** {@return memory for a buffer or image, to be exported} */
    DeviceMemory allocate(SharedResource resource, Access access) {
        ExternalMemory external = resource.device.external();
        Needs needs = resource.needs();
        var info = MemoryAllocateInfo.of(needs.size(), access.memoryType(external, needs.memoryTypeBits()))
                .with(ExportMemoryAllocateInfo.of(handleType));
        return external.allocate(dedicated ? info.with(resource.dedication()) : info);
    }

    /** {@return the same memory, for another buffer or image} */
    DeviceMemory importInto(SharedResource resource, ExternalHandle handle, DeviceMemory exported) {
        ExternalMemory external = resource.device.external();
        MemoryDescription description = exported.description(handleType);
        return dedicated
                ? external.importMemory(handle, description, resource.dedication())
                : external.importMemory(handle, description);
    }

    @Override
    public String toString() {
        return handleType + (dedicated ? ", dedicated" : ", suballocated");
    }
}
