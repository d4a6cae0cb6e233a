package io.github.vkextmem.functional;

import io.github.vkextmem.driver.TestedLwjgl;
import io.github.vkextmem.handle.GlobalShareHandle;
import io.github.vkextmem.handle.HostPointer;
import io.github.vkextmem.handle.MetalHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExportRequest;
import io.github.vkextmem.memory.ExternalBuffer;
import io.github.vkextmem.memory.ExternalImage;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.memory.MappedMemory;
import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryAllocateInfoNV;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.ImageFormatInfo;
import io.github.vkextmem.struct.ImageParameters;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import java.util.Arrays;
import java.util.stream.Stream;

/** Each way in which the library calls a command that may fail, up to the call and from there on. */
enum DriverCommands {
    ALLOCATE("vkAllocateMemory") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            fromHereOn.run();
            external.allocate(INFO).close();
        }
    },
    IMPORT("vkAllocateMemory") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            try (DeviceMemory memory = external.allocate(INFO.with(FD));
                    var handle = memory.exportPosixFileDescriptor(ExternalMemoryHandleType.OPAQUE_FD)) {
                fromHereOn.run();
                external.importMemory(handle, memory.description(ExternalMemoryHandleType.OPAQUE_FD))
                        .close();
            }
        }
    },
    EXPORT_FILE_DESCRIPTOR("vkGetMemoryFdKHR") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            try (DeviceMemory memory = external.allocate(INFO.with(FD))) {
                memory.exportPosixFileDescriptor(ExternalMemoryHandleType.OPAQUE_FD)
                        .close();
                fromHereOn.run();
                memory.exportPosixFileDescriptor(ExternalMemoryHandleType.OPAQUE_FD)
                        .close();
            }
        }
    },
    EXPORT_NT_HANDLE("vkGetMemoryWin32HandleKHR") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            try (DeviceMemory memory = external.allocate(INFO.with(WIN32))) {
                fromHereOn.run();
                memory.exportNtHandle(ExternalMemoryHandleType.OPAQUE_WIN32).close();
            }
        }
    },
    EXPORT_GLOBAL_SHARE_HANDLE("vkGetMemoryWin32HandleKHR") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            try (DeviceMemory memory = external.allocate(INFO.with(WIN32))) {
                memory.exportNtHandle(ExternalMemoryHandleType.OPAQUE_WIN32).close();
                fromHereOn.run();
                memory.exportGlobalShareHandle(ExternalMemoryHandleType.OPAQUE_WIN32_KMT)
                        .close();
            }
        }
    },
    EXPORT_NT_HANDLE_NV("vkGetMemoryWin32HandleNV") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            try (DeviceMemory memory = external.allocate(INFO.with(WIN32_NV))) {
                memory.exportNtHandle(ExternalMemoryHandleTypeNV.OPAQUE_WIN32).close();
                fromHereOn.run();
                memory.exportNtHandle(ExternalMemoryHandleTypeNV.OPAQUE_WIN32).close();
            }
        }
    },
    EXPORT_GLOBAL_SHARE_HANDLE_NV("vkGetMemoryWin32HandleNV") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            try (DeviceMemory memory = external.allocate(INFO.with(WIN32_NV))) {
                fromHereOn.run();
                memory.exportGlobalShareHandle(ExternalMemoryHandleTypeNV.OPAQUE_WIN32_KMT)
                        .close();
            }
        }
    },
    CREATE_BUFFER("vkCreateBuffer") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            fromHereOn.run();
            external.createBuffer(BUFFER, ExportRequest.as(ExternalMemoryHandleType.OPAQUE_FD))
                    .close();
        }
    },
    ALLOCATE_FOR_BUFFER("vkAllocateMemory") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            CREATE_BUFFER.run(external, fromHereOn);
        }
    },
    BIND_BUFFER("vkBindBufferMemory2") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            CREATE_BUFFER.run(external, fromHereOn);
        }
    },
    CREATE_IMAGE("vkCreateImage") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            fromHereOn.run();
            external.createImage(IMAGE, ExportRequest.as(ExternalMemoryHandleType.OPAQUE_FD))
                    .close();
        }
    },
    ALLOCATE_FOR_IMAGE("vkAllocateMemory") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            CREATE_IMAGE.run(external, fromHereOn);
        }
    },
    BIND_IMAGE("vkBindImageMemory2") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            CREATE_IMAGE.run(external, fromHereOn);
        }
    },
    IMPORT_BUFFER("vkCreateBuffer") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            try (ExternalBuffer buffer =
                            external.createBuffer(BUFFER, ExportRequest.as(ExternalMemoryHandleType.OPAQUE_FD));
                    var handle = buffer.memory().exportPosixFileDescriptor(ExternalMemoryHandleType.OPAQUE_FD)) {
                fromHereOn.run();
                external.importBuffer(handle, buffer.description(ExternalMemoryHandleType.OPAQUE_FD))
                        .close();
            }
        }
    },
    ALLOCATE_FOR_IMPORTED_BUFFER("vkAllocateMemory") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            IMPORT_BUFFER.run(external, fromHereOn);
        }
    },
    BIND_IMPORTED_BUFFER("vkBindBufferMemory2") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            IMPORT_BUFFER.run(external, fromHereOn);
        }
    },
    BIND_IMPORTED_IMAGE("vkBindImageMemory2") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            try (ExternalImage image =
                            external.createImage(IMAGE, ExportRequest.as(ExternalMemoryHandleType.OPAQUE_FD));
                    var handle = image.memory().exportPosixFileDescriptor(ExternalMemoryHandleType.OPAQUE_FD)) {
                fromHereOn.run();
                external.importImage(handle, image.description(ExternalMemoryHandleType.OPAQUE_FD))
                        .close();
            }
        }
    },
    MAP("vkMapMemory") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            try (DeviceMemory memory = external.allocate(INFO)) {
                fromHereOn.run();
                memory.map().close();
            }
        }
    },
    MAKE_VISIBLE_WHEN_MAPPED("vkInvalidateMappedMemoryRanges") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            try (DeviceMemory memory = external.allocate(INFO)) {
                fromHereOn.run();
                memory.map().close();
            }
        }
    },
    INVALIDATE("vkInvalidateMappedMemoryRanges") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            try (DeviceMemory memory = external.allocate(INFO);
                    MappedMemory mapped = memory.map()) {
                fromHereOn.run();
                mapped.invalidate();
            }
        }
    },
    FLUSH("vkFlushMappedMemoryRanges") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            try (DeviceMemory memory = external.allocate(INFO);
                    MappedMemory mapped = memory.map()) {
                fromHereOn.run();
                mapped.flush();
            }
        }
    },
    FLUSH_WHEN_UNMAPPED("vkFlushMappedMemoryRanges") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            try (DeviceMemory memory = external.allocate(INFO)) {
                MappedMemory mapped = memory.map();
                fromHereOn.run();
                mapped.close();
            }
        }
    },
    FLUSH_WHEN_FREED("vkFlushMappedMemoryRanges") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            try (DeviceMemory memory = external.allocate(INFO)) {
                memory.map();
                fromHereOn.run();
            }
        }
    },
    ASK_ABOUT_IMAGE("vkGetPhysicalDeviceImageFormatProperties2") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            fromHereOn.run();
            external.imageProperties(ExternalMemoryHandleType.OPAQUE_FD, USE);
        }
    },
    ASK_ABOUT_BUFFER("vkGetPhysicalDeviceExternalBufferProperties") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            fromHereOn.run();
            external.bufferProperties(ExternalMemoryHandleType.OPAQUE_FD, 1);
        }
    },
    ASK_ABOUT_IMAGE_NV("vkGetPhysicalDeviceExternalImageFormatPropertiesNV") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            fromHereOn.run();
            external.imagePropertiesNV(ExternalMemoryHandleTypeNV.OPAQUE_WIN32, USE);
        }
    },
    ASK_ABOUT_FILE_DESCRIPTOR("vkGetMemoryFdPropertiesKHR") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            try (DeviceMemory memory = external.allocate(INFO.with(DMA_BUF));
                    var handle = memory.exportPosixFileDescriptor(ExternalMemoryHandleType.DMA_BUF_EXT)) {
                fromHereOn.run();
                external.memoryTypeBits(handle);
            }
        }
    },
    ASK_ABOUT_WINDOWS_HANDLE("vkGetMemoryWin32HandlePropertiesKHR") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            fromHereOn.run();
            external.memoryTypeBits(new GlobalShareHandle(0x40000004, ExternalMemoryHandleType.D3D11_TEXTURE_KMT));
        }
    },
    ASK_ABOUT_HOST_POINTER("vkGetMemoryHostPointerPropertiesEXT") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            HostPointer pointer = HostPointer.of(external.allocateHostBuffer(1));
            fromHereOn.run();
            external.memoryTypeBits(pointer);
        }
    },
    ASK_WHERE_TO_IMPORT_HOST_POINTER("vkGetMemoryHostPointerPropertiesEXT") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            fromHereOn.run();
            external.importMemory(HostPointer.of(external.allocateHostBuffer(1)))
                    .close();
        }
    },
    IMPORT_HOST_POINTER("vkAllocateMemory") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            ASK_WHERE_TO_IMPORT_HOST_POINTER.run(external, fromHereOn);
        }
    },
    EXPORT_METAL_HANDLE("vkGetMemoryMetalHandleEXT") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            try (DeviceMemory memory = external.allocate(INFO.with(METAL))) {
                fromHereOn.run();
                memory.exportMetalHandle(ExternalMemoryHandleType.MTLHEAP_EXT);
            }
        }
    },
    ASK_ABOUT_METAL_HANDLE("vkGetMemoryMetalHandlePropertiesEXT") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            fromHereOn.run();
            external.memoryTypeBits(new MetalHandle(0x1000, ExternalMemoryHandleType.MTLHEAP_EXT));
        }
    },
    IMPORT_METAL_HANDLE("vkAllocateMemory") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            fromHereOn.run();
            external.importMemory(new MetalHandle(0x1000, ExternalMemoryHandleType.MTLHEAP_EXT), INFO.chain())
                    .close();
        }
    },
    REMOTE_ADDRESS("vkGetMemoryRemoteAddressNV") {
        @Override
        void run(ExternalMemory external, Runnable fromHereOn) {
            try (DeviceMemory memory = external.allocate(INFO.with(RDMA))) {
                fromHereOn.run();
                memory.remoteAddress();
            }
        }
    };

    /** All extensions that these need. */
    static final String[] EXTENSIONS = {
        "VK_KHR_external_memory_fd",
        "VK_KHR_external_memory_win32",
        "VK_NV_external_memory",
        "VK_NV_external_memory_win32",
        "VK_NV_external_memory_capabilities",
        "VK_EXT_external_memory_dma_buf",
        "VK_EXT_external_memory_host",
        "VK_EXT_external_memory_metal",
        "VK_NV_external_memory_rdma"
    };

    private static final MemoryAllocateInfo INFO = MemoryAllocateInfo.of(4096, 2);
    private static final ExportMemoryAllocateInfo FD = ExportMemoryAllocateInfo.of(ExternalMemoryHandleType.OPAQUE_FD);
    private static final ExportMemoryAllocateInfo DMA_BUF =
            ExportMemoryAllocateInfo.of(ExternalMemoryHandleType.DMA_BUF_EXT);
    private static final ExportMemoryAllocateInfo METAL =
            ExportMemoryAllocateInfo.of(ExternalMemoryHandleType.MTLHEAP_EXT);
    private static final ExportMemoryAllocateInfo RDMA =
            ExportMemoryAllocateInfo.of(ExternalMemoryHandleType.RDMA_ADDRESS_NV);
    private static final ExportMemoryAllocateInfo WIN32 = ExportMemoryAllocateInfo.of(
            ExternalMemoryHandleType.OPAQUE_WIN32, ExternalMemoryHandleType.OPAQUE_WIN32_KMT);
    private static final ExportMemoryAllocateInfoNV WIN32_NV = ExportMemoryAllocateInfoNV.of(
            ExternalMemoryHandleTypeNV.OPAQUE_WIN32, ExternalMemoryHandleTypeNV.OPAQUE_WIN32_KMT);
    private static final BufferParameters BUFFER = BufferParameters.of(4096, 1);
    private static final ImageParameters IMAGE = ImageParameters.of2D(37, 64, 32, 1);
    private static final ImageFormatInfo USE = new ImageFormatInfo(37, 1, 0, 1, 0);

    private final String command;

    DriverCommands(String command) {
        this.command = command;
    }

    /** {@return the calls that end with a command that LWJGL has} */
    static Stream<DriverCommands> known() {
        return Arrays.stream(values()).filter(call -> TestedLwjgl.knows(call.command));
    }

    /** {@return the command that these calls end with} */
    String command() {
        return command;
    }

    boolean needsLinux() {
        return switch (this) {
            case IMPORT,
                    EXPORT_FILE_DESCRIPTOR,
                    ASK_ABOUT_FILE_DESCRIPTOR,
                    IMPORT_BUFFER,
                    ALLOCATE_FOR_IMPORTED_BUFFER,
                    BIND_IMPORTED_BUFFER,
                    BIND_IMPORTED_IMAGE -> true;
            default -> false;
        };
    }

    /** Calls the library, and {@code fromHereOn} just before the call that is meant. */
    abstract void run(ExternalMemory external, Runnable fromHereOn);
}
