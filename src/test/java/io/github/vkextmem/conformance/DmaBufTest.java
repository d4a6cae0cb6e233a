package io.github.vkextmem.conformance;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.DMA_BUF_EXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.handle.PosixFileDescriptor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptors that every driver of a machine understands, where the driver under test has them. */
class DmaBufTest extends FileDescriptorRules {

    DmaBufTest() {
        super(DMA_BUF_EXT);
    }

    @BeforeAll
    static void askTheDriver() {
        DriverNeeds.assumeExtension(DriverNeeds.DMA_BUF);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whereItFitsTheDriverSays(boolean dedicated) {
        try (SharedMemory exported = allocate(new Sharing(handleType, dedicated), Access.COPIED);
                PosixFileDescriptor handle = exported.export()) {
            int types = importer.external().memoryTypeBits(handle);
            assertThat(importer.external().memoryTypes(types, 0)).isNotEmpty();
            assertThat(types & 1 << exported.memory().memoryTypeIndex()).isNotZero();
            assertThat(handle.isOpen()).isTrue();
        }
    }
}
