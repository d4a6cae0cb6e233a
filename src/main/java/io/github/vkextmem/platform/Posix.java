package io.github.vkextmem.platform;

import static org.lwjgl.system.libffi.LibFFI.ffi_type_sint32;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.UnsupportedException;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.lwjgl.system.Platform;
import org.lwjgl.system.linux.FCNTL;

/** The calls on file descriptors that this library needs, on Linux. */
public final class Posix {

    private Posix() {}

    public static void requireLinux() {
        if (Platform.get() != Platform.LINUX) {
            throw new UnsupportedException("file descriptors of external memory are supported on Linux, not on "
                    + Platform.get().getName());
        }
    }

    /** Closes, whether or not a signal comes in between: Linux has freed the number by then. */
    public static void close(long fd) {
        NativeFunction.Result result = Calls.CLOSE.callOnce(fd);
        if (result.failed() && result.error() != Errno.EINTR) {
            throw failure("close(" + fd + ")", result);
        }
    }

    /** {@return a new descriptor of the same thing, close-on-exec from the start} */
    public static int duplicate(int fd) {
        return fcntl(fd, FCNTL.F_DUPFD_CLOEXEC, "F_DUPFD_CLOEXEC", 0);
    }

    /**
     * Gives a descriptor to a consumer, such as a driver that imports it, and keeps a duplicate meanwhile. The consumer gets
     * the number itself, because a validation layer knows the sizes of exported payloads by their numbers.
     *
     * <p>A consumer that throws may have closed the descriptor or not. If the kernel says that its number still refers to what the
     * duplicate refers to, the descriptor stays as it was. Otherwise the duplicate takes its place, and the number
     * is not touched: it may be another file's by then. A duplicate of the same file that another thread got under
     * that number meanwhile cannot be told from it.
     *
     * @param replacement gets the duplicate that takes the place of the descriptor
     */
    public static <T> T give(int fd, IntFunction<T> consumer, IntConsumer replacement) {
        int duplicate = duplicate(fd);
        T result;
        try {
            result = consumer.apply(fd);
        } catch (Throwable e) {
            if (OpenFile.isSame(duplicate, fd)) {
                closeAfter(e, duplicate);
            } else {
                replacement.accept(duplicate);
            }
            throw e;
        }
        try {
            close(duplicate);
        } catch (OperatingSystemException e) {
            // Code outside of this library closed the duplicate. The consumer has the payload all the same, and
            // an exception would lose the result.
        }
        return result;
    }

    /** Closes because of a failure; a second failure is suppressed by the first. */
    public static void closeAfter(Throwable failure, int fd) {
        try {
            close(fd);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    public static boolean isCloseOnExec(int fd) {
        return (fcntl(fd, FCNTL.F_GETFD, "F_GETFD", 0) & FCNTL.FD_CLOEXEC) != 0;
    }

    public static void setCloseOnExec(int fd) {
        fcntl(fd, FCNTL.F_SETFD, "F_SETFD", FCNTL.FD_CLOEXEC);
    }

    private static int fcntl(int fd, int command, String name, int argument) {
        NativeFunction.Result result = fcntl(fd, command, argument);
        if (result.failed()) {
            throw failure("fcntl(" + fd + ", " + name + ")", result);
        }
        return (int) result.value();
    }

    static NativeFunction.Result fcntl(int fd, int command, int argument) {
        return Calls.FCNTL_INT.callOnce(fd, command, argument);
    }

    static OperatingSystemException failure(String call, NativeFunction.Result result) {
        return new OperatingSystemException(call, Errno.nameOf(result.error()), result.error());
    }

    /** Looked up when first used, which is on Linux. */
    private static final class Calls {

        private static final NativeFunction CLOSE = new NativeFunction("close", ffi_type_sint32, ffi_type_sint32);

        /** Variadic in C; 64-bit Linux passes an int to it like any other. */
        private static final NativeFunction FCNTL_INT =
                new NativeFunction("fcntl", ffi_type_sint32, ffi_type_sint32, ffi_type_sint32, ffi_type_sint32);

        private Calls() {}
    }
}
