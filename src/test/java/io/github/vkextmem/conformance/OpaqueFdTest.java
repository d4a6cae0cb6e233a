package io.github.vkextmem.conformance;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.handle.PosixFileDescriptor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptors that only the driver understands. */
class OpaqueFdTest extends FileDescriptorRules {

    OpaqueFdTest() {
        super(OPAQUE_FD);
    }

    @BeforeAll
    static void askTheDriver() {
        DriverNeeds.assumeExtension(DriverNeeds.FD);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @NeedsChecks
    void whereItFitsOnlyItsExporterKnows(boolean dedicated) {
        try (SharedMemory exported = allocate(new Sharing(handleType, dedicated), Access.MAPPED);
                PosixFileDescriptor handle = exported.export()) {
            assertThatThrownBy(() -> importer.external().memoryTypeBits(handle))
                    .isInstanceOfSatisfying(
                            ValidUsageException.class,
                            e -> assertThat(e.vuids())
                                    .containsExactly("VUID-vkGetMemoryFdPropertiesKHR-handleType-00674"));
            assertThat(handle.isOpen()).isTrue();
        }
    }
}
