package io.github.vkextmem.handle;

import static org.lwjgl.system.MemoryUtil.memByteBuffer;
import static org.lwjgl.system.MemoryUtil.memGetAddress;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_pointer;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_sint32;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_uint32;

import io.github.vkextmem.platform.NativeFunction;
import io.github.vkextmem.platform.Win32;
import io.github.vkextmem.struct.AccessRights;
import io.github.vkextmem.struct.DeviceIdentity;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.MemoryDescription;
import io.github.vkextmem.struct.SecurityAttributes;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.windows.WindowsLibrary;
import org.lwjgl.vulkan.VkExportMemoryWin32HandleInfoKHR;

/** Real NT handles: sections, which are Windows's shared memory, made from what a driver gets for an export. */
final class Sections {

    static final int SIZE = 4096;

    private static final int PAGE_READWRITE = 4;
    private static final long INVALID_HANDLE_VALUE = -1;

    private static final NativeFunction CREATE_FILE_MAPPING = Win32.kernel32(
            "CreateFileMappingW",
            ffi_type_pointer,
            ffi_type_pointer,
            ffi_type_pointer,
            ffi_type_uint32,
            ffi_type_uint32,
            ffi_type_uint32,
            ffi_type_pointer);
    private static final NativeFunction OPEN_FILE_MAPPING =
            Win32.kernel32("OpenFileMappingW", ffi_type_pointer, ffi_type_uint32, ffi_type_sint32, ffi_type_pointer);
    private static final NativeFunction MAP_VIEW_OF_FILE = Win32.kernel32(
            "MapViewOfFile",
            ffi_type_pointer,
            ffi_type_pointer,
            ffi_type_uint32,
            ffi_type_uint32,
            ffi_type_uint32,
            ffi_type_pointer);
    private static final NativeFunction UNMAP_VIEW_OF_FILE =
            Win32.kernel32("UnmapViewOfFile", ffi_type_sint32, ffi_type_pointer);

    private Sections() {}

    static NtHandle create() {
        return create(SecurityAttributes.notInherited(), null);
    }

    static NtHandle create(SecurityAttributes attributes, @Nullable String name) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            VkExportMemoryWin32HandleInfoKHR info =
                    new ExportMemoryWin32HandleInfoKHR(attributes, AccessRights.GENERIC_ALL, name).marshal(stack);
            NativeFunction.Result result = CREATE_FILE_MAPPING.callOnce(
                    INVALID_HANDLE_VALUE,
                    memGetAddress(info.address() + VkExportMemoryWin32HandleInfoKHR.PATTRIBUTES),
                    PAGE_READWRITE,
                    0,
                    SIZE,
                    memGetAddress(info.address() + VkExportMemoryWin32HandleInfoKHR.NAME));
            Win32.require("CreateFileMappingW", result);
            return NtHandle.adopt(result.value(), ExternalMemoryHandleType.OPAQUE_WIN32);
        }
    }

    static NtHandle open(String name, int access) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            stack.nUTF16(name, true);
            NativeFunction.Result result = OPEN_FILE_MAPPING.callOnce(access, 0, stack.getPointerAddress());
            Win32.require("OpenFileMappingW(" + name + ")", result);
            return NtHandle.adopt(result.value(), ExternalMemoryHandleType.OPAQUE_WIN32);
        }
    }

    /** Closing it unmaps the section. */
    record View(long address, ByteBuffer bytes) implements AutoCloseable {

        @Override
        public void close() {
            Win32.require("UnmapViewOfFile", UNMAP_VIEW_OF_FILE.callOnce(address));
        }
    }

    static View map(long handle, int access) {
        NativeFunction.Result result = MAP_VIEW_OF_FILE.callOnce(handle, access, 0, 0, 0);
        Win32.require("MapViewOfFile(" + Win32.hex(handle) + ")", result);
        return new View(result.value(), memByteBuffer(result.value(), SIZE));
    }

    static byte read(long handle, int at) {
        try (View view = map(handle, AccessRights.SECTION_MAP_READ)) {
            return view.bytes().get(at);
        }
    }

    static void write(long handle, int at, byte value) {
        try (View view = map(handle, AccessRights.SECTION_MAP_WRITE)) {
            view.bytes().put(at, value);
        }
    }

    /** {@return whether this is Windows's stand-in, which does not enforce everything} */
    static boolean isWine() {
        return new WindowsLibrary("ntdll").getFunctionAddress("wine_get_version") != 0;
    }

    static MemoryDescription description() {
        return description(ExternalMemoryHandleType.OPAQUE_WIN32);
    }

    static MemoryDescription description(ExternalMemoryHandleType type) {
        return new MemoryDescription(
                SIZE,
                3,
                type,
                true,
                new DeviceIdentity(new UUID(1, 2), new UUID(3, 4), OptionalLong.of(0x1122334455667788L), 1));
    }
}
