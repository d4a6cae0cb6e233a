package io.github.vkextmem.platform;

import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memGetShort;
import static org.lwjgl.system.MemoryUtil.nmemCallocChecked;
import static org.lwjgl.system.MemoryUtil.nmemFree;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_pointer;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_sint32;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_sint64;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_uint32;

import io.github.vkextmem.OperatingSystemException;
import java.util.OptionalLong;

/**
 * The open file to which a descriptor refers: its kind, its size, and whether another descriptor refers to it too. The
 * kernel answers all three by the descriptor; names under /proc play no part.
 */
public final class OpenFile {

    /** What a file can be, in words for messages. */
    public enum Kind {
        /** A regular file that no folder lists: a memfd, or a file that was deleted. */
        UNNAMED_FILE("a file without a name"),
        NAMED_FILE("a file that has a name"),
        /** A character device. */
        DEVICE("a device file"),
        BLOCK_DEVICE("a block device"),
        DIRECTORY("a directory"),
        PIPE("a pipe"),
        SOCKET("a socket"),
        DMA_BUF("a dma-buf"),
        /** An eventfd, an epoll instance and many more. */
        OTHER("an object of the kernel that has no size");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** {@return what it is, with its article} */
        @Override
        public String toString() {
            return words;
        }
    }

    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_BASIC_STATS = 0x7FF;
    private static final int SEEK_END = 2;

    // Of struct statx, which is the same on all processors.
    private static final int STATX_SIZEOF = 256;
    private static final int STX_NLINK = 16;
    private static final int STX_MODE = 28;
    private static final int STX_SIZE = 40;

    private static final int S_IFMT = 0xF000;

    /** Since Linux 6.10. */
    private static final int F_DUPFD_QUERY = 1027;

    private static final int KCMP_FILE = 0;

    private final Kind kind;
    private final long size;

    private OpenFile(Kind kind, long size) {
        this.kind = kind;
        this.size = size;
    }

    /**
     * Asks what a descriptor refers to.
     *
     * @throws OperatingSystemException if the descriptor is not open
     */
    public static OpenFile of(int fd) {
        // The path is empty: one byte that is 0, behind the result.
        long status = nmemCallocChecked(1, STATX_SIZEOF + 1);
        try {
            NativeFunction.Result result =
                    Calls.STATX.call(fd, status + STATX_SIZEOF, AT_EMPTY_PATH, STATX_BASIC_STATS, status);
            if (result.failed()) {
                throw Posix.failure("statx(" + fd + ")", result);
            }
            int mode = Short.toUnsignedInt(memGetShort(status + STX_MODE));
            boolean named = memGetInt(status + STX_NLINK) != 0;
            return of(fd, mode & S_IFMT, named, memGetLong(status + STX_SIZE));
        } finally {
            nmemFree(status);
        }
    }

    private static OpenFile of(int fd, int type, boolean named, long size) {
        return switch (type) {
            case 0x1000 -> new OpenFile(Kind.PIPE, 0);
            case 0x2000 -> new OpenFile(Kind.DEVICE, 0);
            case 0x4000 -> new OpenFile(Kind.DIRECTORY, 0);
            case 0x6000 -> new OpenFile(Kind.BLOCK_DEVICE, 0);
            case 0x8000 -> new OpenFile(named ? Kind.NAMED_FILE : Kind.UNNAMED_FILE, size);
            case 0xC000 -> new OpenFile(Kind.SOCKET, 0);
            default -> withoutType(Calls.LSEEK.call(fd, 0, SEEK_END).value());
        };
    }

    /** Of the files that have no type, a dma-buf alone has an end; asking for it moves nothing there. */
    private static OpenFile withoutType(long end) {
        return end > 0 ? new OpenFile(Kind.DMA_BUF, end) : new OpenFile(Kind.OTHER, 0);
    }

    public Kind kind() {
        return kind;
    }

    /** {@return the size in bytes; empty: the kernel does not know it} */
    public OptionalLong size() {
        return switch (kind) {
            case UNNAMED_FILE, NAMED_FILE, DMA_BUF -> OptionalLong.of(size);
            default -> OptionalLong.empty();
        };
    }

    /** {@return whether the kernel says that two descriptors are duplicates; false, too, if it cannot answer} */
    static boolean isSame(int fd, int other) {
        return isSameByFcntl(fd, other) || isSameByKcmp(fd, other);
    }

    /** What the kernel permits to every process, since 6.10. */
    static boolean isSameByFcntl(int fd, int other) {
        return Posix.fcntl(fd, F_DUPFD_QUERY, other).value() == 1;
    }

    /** What older kernels have, and what a sandbox may forbid. */
    static boolean isSameByKcmp(int fd, int other) {
        long own = ProcessHandle.current().pid();
        return Calls.SYSCALL.call(Calls.KCMP, own, own, KCMP_FILE, fd, other).value() == 0;
    }

    /** Looked up when first used, which is on Linux. */
    private static final class Calls {

        private static final NativeFunction STATX = new NativeFunction(
                "statx",
                ffi_type_sint32,
                ffi_type_sint32,
                ffi_type_pointer,
                ffi_type_sint32,
                ffi_type_uint32,
                ffi_type_pointer);

        private static final NativeFunction LSEEK =
                new NativeFunction("lseek", ffi_type_sint64, ffi_type_sint32, ffi_type_sint64, ffi_type_sint32);

        /** Variadic in C; 64-bit Linux passes a long to it like any other. */
        private static final NativeFunction SYSCALL = new NativeFunction(
                "syscall",
                ffi_type_sint64,
                ffi_type_sint64,
                ffi_type_sint64,
                ffi_type_sint64,
                ffi_type_sint64,
                ffi_type_sint64,
                ffi_type_sint64);

        /** The number of kcmp; -1, which no call has, where it is not known. */
        private static final int KCMP = switch (System.getProperty("os.arch")) {
            case "amd64" -> 312;
            case "aarch64", "riscv64" -> 272;
            default -> -1;
        };

        private Calls() {}
    }
}
