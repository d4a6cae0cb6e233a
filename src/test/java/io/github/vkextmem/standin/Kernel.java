package io.github.vkextmem.standin;

import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memGetLong;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.system.SharedLibrary;
import org.lwjgl.system.windows.Kernel32;
import org.lwjgl.system.windows.WinBase;
import org.lwjgl.system.windows.WindowsLibrary;

/** What kernel32 does for memory and handles, called without the library under test. */
final class Kernel {

    static final int ERROR_ALREADY_EXISTS = 183;
    static final int ERROR_COMMITMENT_LIMIT = 1455;
    static final int FILE_MAP_READ_WRITE = 0x4 | 0x2;
    static final int PROCESS_DUP_HANDLE = 0x40;
    static final int HANDLE_FLAG_INHERIT = 1;

    /** SYSTEM_HANDLE_INFORMATION_EX, with room for more handles than there are: 40 bytes each, behind 16. */
    private static final int SYSTEM_EXTENDED_HANDLE_INFORMATION = 64;

    private static final int HANDLE_LIST = 1 << 22;
    private static final int HANDLES = 16;
    private static final int HANDLE = 40;
    private static final int UNIQUE_PROCESS_ID = 8;
    private static final SharedLibrary NTDLL = new WindowsLibrary("ntdll");

    private static final long INVALID_HANDLE_VALUE = -1;
    private static final long THIS_PROCESS = -1;
    private static final int PAGE_READWRITE = 4;
    private static final int DUPLICATE_SAME_ACCESS = 2;
    private static final int REGION_SIZE = 24;
    private static final int STATE = 32;
    private static final int MEM_COMMIT = 0x1000;
    private static final int MEMORY_BASIC_INFORMATION = 48;

    private static final Map<String, Long> FUNCTIONS = new ConcurrentHashMap<>();

    static {
        // Looks it up now: doing so between a call and its error would overwrite that.
        WinBase.GetLastError();
    }

    private Kernel() {}

    /** What a function returned and the Win32 error that it left; 0 of the first is failure. */
    record Result(long value, int error) {

        boolean failed() {
            return value == 0;
        }
    }

    private static Result call(String name, long... arguments) {
        long function = FUNCTIONS.computeIfAbsent(name, Kernel32.getLibrary()::getFunctionAddress);
        long value = ForeignCalls.call(function, arguments);
        return new Result(value, WinBase.GetLastError());
    }

    /** For functions that return a BOOL, and never fail unless the test is wrong. */
    private static void require(String name, long... arguments) {
        Result result = call(name, arguments);
        if ((int) result.value() == 0) {
            throw new AssertionError(name + ": Win32 error " + result.error());
        }
    }

    static Result createFileMapping(long attributes, long size, long name) {
        return call(
                "CreateFileMappingW",
                INVALID_HANDLE_VALUE,
                attributes,
                PAGE_READWRITE,
                size >>> 32,
                size & 0xFFFF_FFFFL,
                name);
    }

    static Result openFileMapping(int access, long name) {
        return call("OpenFileMappingW", access, 0, name);
    }

    static Result createEvent(long name) {
        return call("CreateEventW", 0, 0, 0, name);
    }

    static Result mapView(long section) {
        return call("MapViewOfFile", section, FILE_MAP_READ_WRITE, 0, 0, 0);
    }

    static void unmapView(long view) {
        require("UnmapViewOfFile", view);
    }

    /** {@return the size of the mapped view at an address} */
    static long viewSize(long view) {
        return query(view, REGION_SIZE);
    }

    /** {@return whether there is memory at an address} */
    static boolean isMapped(long address) {
        return (int) query(address, STATE) == MEM_COMMIT;
    }

    private static long query(long address, int member) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long information = stack.ncalloc(8, 1, MEMORY_BASIC_INFORMATION);
            require("VirtualQuery", address, information, MEMORY_BASIC_INFORMATION);
            return memGetLong(information + member);
        }
    }

    /** Duplicates a handle within this process, with the same access. */
    static Result duplicate(long handle) {
        return duplicate(THIS_PROCESS, handle, THIS_PROCESS, 0, false, DUPLICATE_SAME_ACCESS);
    }

    /** Duplicates a handle within this process, with the access that is given. */
    static Result duplicate(long handle, int access, boolean inherit) {
        return duplicate(THIS_PROCESS, handle, THIS_PROCESS, access, inherit, 0);
    }

    /** Duplicates a handle from one process into another, with the same access. */
    static Result duplicate(long fromProcess, long handle, long toProcess) {
        return duplicate(fromProcess, handle, toProcess, 0, false, DUPLICATE_SAME_ACCESS);
    }

    private static Result duplicate(
            long fromProcess, long handle, long toProcess, int access, boolean inherit, int options) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long result = stack.ncalloc(8, 1, 8);
            Result done = call(
                    "DuplicateHandle",
                    fromProcess,
                    handle,
                    toProcess,
                    result,
                    Integer.toUnsignedLong(access),
                    inherit ? 1 : 0,
                    options);
            return new Result((int) done.value() == 0 ? 0 : memGetLong(result), done.error());
        }
    }

    static long currentProcess() {
        return THIS_PROCESS;
    }

    /** {@return a handle of a process that may be used to duplicate handles from it and into it} */
    static Result openProcess(int processId) {
        return call("OpenProcess", PROCESS_DUP_HANDLE, 0, processId);
    }

    static void setNotInherited(long handle) {
        require("SetHandleInformation", handle, HANDLE_FLAG_INHERIT, 0);
    }

    /** {@return whether the number is an open handle of this process} */
    static boolean isOpen(long handle) {
        return flags(handle) >= 0;
    }

    /** {@return whether child processes inherit a handle} */
    static boolean isInherited(long handle) {
        return (flags(handle) & HANDLE_FLAG_INHERIT) != 0;
    }

    private static int flags(long handle) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long flags = stack.ncalloc(4, 1, 4);
            return (int) call("GetHandleInformation", handle, flags).value() == 0 ? -1 : memGetInt(flags);
        }
    }

    static void close(long handle) {
        require("CloseHandle", handle);
    }

    /** {@return how many handles this process has open} */
    static int openHandles() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long count = stack.ncalloc(4, 1, 4);
            require("GetProcessHandleCount", THIS_PROCESS, count);
            // Wine 8 always says 0.
            return memGetInt(count) != 0 ? memGetInt(count) : listedHandles();
        }
    }

    /** {@return how many handles of this process are in the list of all processes' handles} */
    private static int listedHandles() {
        long function = NTDLL.getFunctionAddress("NtQuerySystemInformation");
        long list = MemoryUtil.nmemAllocChecked(HANDLE_LIST);
        try {
            int status = (int) ForeignCalls.call(function, SYSTEM_EXTENDED_HANDLE_INFORMATION, list, HANDLE_LIST, 0);
            if (status != 0) {
                throw new AssertionError("NtQuerySystemInformation: NTSTATUS 0x" + Integer.toHexString(status));
            }
            long process = Kernel32.GetCurrentProcessId();
            return (int) LongStream.range(0, memGetLong(list))
                    .filter(i -> memGetLong(list + HANDLES + HANDLE * i + UNIQUE_PROCESS_ID) == process)
                    .count();
        } finally {
            MemoryUtil.nmemFree(list);
        }
    }
}
