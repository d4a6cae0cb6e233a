package io.github.vkextmem.conformance;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;

import io.github.vkextmem.handle.HandleChannel;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import java.io.IOException;

/** Memory that can be mapped, and exported as OPAQUE_FD. */
final class Exportable {

    private static final int SIZE = 1 << 16;

    private Exportable() {}

    /** {@return some of it} */
    static DeviceMemory allocate(ExternalMemory external) {
        return allocate(external, SIZE);
    }

    /** {@return so many bytes of it} */
    static DeviceMemory allocate(ExternalMemory external, long size) {
        return external.allocate(MemoryAllocateInfo.of(size, Access.MAPPED.memoryType(external, -1))
                .with(ExportMemoryAllocateInfo.of(OPAQUE_FD)));
    }

    /** Hands it over. */
    static void send(DeviceMemory memory, HandleChannel channel) throws IOException {
        try (PosixFileDescriptor handle = memory.exportPosixFileDescriptor(OPAQUE_FD)) {
            channel.send(handle, memory.description(OPAQUE_FD));
        }
    }
}
