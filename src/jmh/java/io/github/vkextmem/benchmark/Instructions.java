package io.github.vkextmem.benchmark;

import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memPutInt;
import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.platform.NativeFunction;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.Platform;
import org.lwjgl.system.libffi.LibFFI;

/**
 * Counts the instructions that this thread executes, where Linux and the processor count them: other programs on the machine
 * disturb times far more.
 */
final class Instructions implements AutoCloseable {

    private static final int SIZEOF_ATTR = 64;
    private static final int PERF_COUNT_HW_INSTRUCTIONS = 1;
    /** Or the counter may stand still while others have their turn. */
    private static final long PINNED = 1L << 2;

    private static final long EXCLUDE_KERNEL = 1L << 5;
    private static final long EXCLUDE_HV = 1L << 6;

    /** What is counted: programs alone, or with what the kernel does for them; nothing. */
    enum Kind {
        USER_AND_KERNEL("instructions, the kernel's included"),
        USER("instructions, without the kernel's"),
        NONE("none: this machine does not count instructions");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    private final Kind kind;
    private final long fd;
    private final NativeFunction read;
    private final NativeFunction close;

    private Instructions(Kind kind, long fd, NativeFunction read, NativeFunction close) {
        this.kind = kind;
        this.fd = fd;
        this.read = read;
        this.close = close;
    }

    /** Begins to count what the calling thread does. */
    static Instructions ofThisThread() {
        if (Platform.get() == Platform.LINUX) {
            NativeFunction read = new NativeFunction(
                    "read",
                    LibFFI.ffi_type_sint64,
                    LibFFI.ffi_type_sint32,
                    LibFFI.ffi_type_pointer,
                    LibFFI.ffi_type_uint64);
            NativeFunction close = new NativeFunction("close", LibFFI.ffi_type_sint32, LibFFI.ffi_type_sint32);
            for (Kind kind : new Kind[] {Kind.USER_AND_KERNEL, Kind.USER}) {
                long fd = open(kind == Kind.USER ? EXCLUDE_KERNEL | EXCLUDE_HV : EXCLUDE_HV);
                if (fd >= 0) {
                    return new Instructions(kind, fd, read, close);
                }
            }
            return new Instructions(Kind.NONE, -1, read, close);
        }
        throw new UnsupportedOperationException("whole operations are measured on Linux");
    }

    private static long open(long flags) {
        NativeFunction syscall = new NativeFunction(
                "syscall",
                LibFFI.ffi_type_sint64,
                LibFFI.ffi_type_sint64,
                LibFFI.ffi_type_pointer,
                LibFFI.ffi_type_sint64,
                LibFFI.ffi_type_sint64,
                LibFFI.ffi_type_sint64,
                LibFFI.ffi_type_sint64);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long attr = stack.ncalloc(8, SIZEOF_ATTR, 1);
            memPutInt(attr + 4, SIZEOF_ATTR);
            memPutLong(attr + 8, PERF_COUNT_HW_INSTRUCTIONS);
            memPutLong(attr + 40, PINNED | flags);
            long perfEventOpen = Platform.getArchitecture() == Platform.Architecture.ARM64 ? 241 : 298;
            return syscall.call(perfEventOpen, attr, 0, -1, -1, 0).value();
        }
    }

    Kind kind() {
        return kind;
    }

    /** {@return how many there were so far; 0 where they are not counted} */
    long count() {
        if (kind == Kind.NONE) {
            return 0;
        }
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long value = stack.ncalloc(8, 1, 8);
            if (read.call(fd, value, Long.BYTES).value() != Long.BYTES) {
                throw new IllegalStateException("the counter of instructions cannot be read");
            }
            return memGetLong(value);
        }
    }

    @Override
    public void close() {
        if (fd >= 0) {
            close.call(fd);
        }
    }
}
