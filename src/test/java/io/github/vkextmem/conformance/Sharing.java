package io.github.vkextmem.conformance;

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

    /** {@return the ways to share memory as a type} */
    static Stream<Sharing> as(ExternalMemoryHandleType handleType) {
        return Stream.of(new Sharing(handleType, false), new Sharing(handleType, true));
    }

    /** Says why a test does not run here, if the device cannot share what is used like that in this way. */
    void assumeSupported(ExternalMemory external, ExternalMemoryProperties use) {
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
