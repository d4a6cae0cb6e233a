package io.github.vkextmem.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.driver.TransferDevice;
import io.github.vkextmem.driver.TwoDevices;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import io.github.vkextmem.struct.ExternalMemoryProperties;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lwjgl.vulkan.VK10;

/**
 * A buffer or image is bound to exported memory and another to the imported one, in every order; then each device reads what
 * the other wrote.
 */
@EnabledOnOs(OS.LINUX)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BindingOrderRules extends TwoDevices {

    private final ExternalMemoryHandleType handleType;

    BindingOrderRules(ExternalMemoryHandleType handleType) {
        this.handleType = handleType;
    }

    /** When each side binds. */
    enum Order {
        BIND_EXPORT_IMPORT_BIND(true, false),
        EXPORT_BIND_IMPORT_BIND(false, true),
        EXPORT_IMPORT_BIND_BIND(false, false);

        private final boolean bindBeforeExport;
        private final boolean bindBeforeImport;

        Order(boolean bindBeforeExport, boolean bindBeforeImport) {
            this.bindBeforeExport = bindBeforeExport;
            this.bindBeforeImport = bindBeforeImport;
        }
    }

    /** What is bound. */
    enum Kind {
        BUFFER {
            @Override
            ExternalMemoryProperties properties(ExternalMemory external, ExternalMemoryHandleType handleType) {
                return external.bufferProperties(handleType, TestDevice.BUFFER_USAGE);
            }

            @Override
            SharedResource create(TransferDevice device, ExternalMemoryHandleType handleType) {
                return new SharedBuffer(device, 1 << 16, ExternalMemoryHandleTypes.of(handleType));
            }
        },
        OPTIMAL_IMAGE {
            @Override
            ExternalMemoryProperties properties(ExternalMemory external, ExternalMemoryHandleType handleType) {
                return external.imageProperties(handleType, SharedImage.kind(VK10.VK_IMAGE_TILING_OPTIMAL));
            }

            @Override
            SharedResource create(TransferDevice device, ExternalMemoryHandleType handleType) {
                return new SharedImage(
                        device,
                        SharedImage.kind(VK10.VK_IMAGE_TILING_OPTIMAL),
                        ExternalMemoryHandleTypes.of(handleType));
            }
        },
        LINEAR_IMAGE {
            @Override
            ExternalMemoryProperties properties(ExternalMemory external, ExternalMemoryHandleType handleType) {
                return external.imageProperties(handleType, SharedImage.kind(VK10.VK_IMAGE_TILING_LINEAR));
            }

            @Override
            SharedResource create(TransferDevice device, ExternalMemoryHandleType handleType) {
                return new SharedImage(
                        device,
                        SharedImage.kind(VK10.VK_IMAGE_TILING_LINEAR),
                        ExternalMemoryHandleTypes.of(handleType));
            }
        };

        abstract ExternalMemoryProperties properties(ExternalMemory external, ExternalMemoryHandleType handleType);

        abstract SharedResource create(TransferDevice device, ExternalMemoryHandleType handleType);
    }

    Stream<Arguments> everyOrder() {
        return Sharing.as(handleType)
                .flatMap(sharing -> Arrays.stream(Kind.values())
                        .flatMap(kind ->
                                Arrays.stream(Order.values()).map(order -> Arguments.of(kind, sharing, order))));
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @MethodSource("everyOrder")
    void whatOneDeviceWritesTheOtherReads(Kind kind, Sharing sharing, Order order) {
        sharing.assumeSupported(exporter.external(), kind.properties(exporter.external(), handleType));
        try (SharedResource one = kind.create(exporter, handleType);
                SharedResource other = kind.create(importer, handleType)) {
            assumeTrue(
                    sharing.dedicated() || !one.needs().requiresDedicated(), "this one wants a dedicated allocation");
            try (DeviceMemory exported = sharing.allocate(one, Access.COPIED)) {
                if (order.bindBeforeExport) {
                    one.bind(exported);
                }
                try (PosixFileDescriptor handle = exported.exportPosixFileDescriptor(handleType)) {
                    if (order.bindBeforeImport) {
                        one.bind(exported);
                    }
                    try (DeviceMemory imported = sharing.importInto(other, handle, exported)) {
                        if (!order.bindBeforeExport && !order.bindBeforeImport) {
                            one.bind(exported);
                        }
                        other.bind(imported);
                        one.write(1);
                        other.assertHolds(1);
                        other.write(2);
                        one.assertHolds(2);
                    }
                }
            }
        }
    }
}
