package io.github.vkextmem.platform;

import static org.lwjgl.system.libffi.LibFFI.ffi_type_sint32;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.UnsupportedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
     * Looks at a number after somebody may have closed it, and somebody else got it: the JVM opens files at any time.
     *
     * @return whether the number stands for something that a driver can have exported, and not for a file that has a name, a
     *     socket or a pipe
     */
    public static boolean mayBeMemory(long fd) {
        String target;
        try {
            target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            // No /proc to look into.
            return isOpen(fd);
        }
        return !target.startsWith("socket:") && !target.startsWith("pipe:") && !isNamedFile(target);
    }

    private static boolean isOpen(long fd) {
        return !Calls.FCNTL_INT.callOnce(fd, FCNTL.F_GETFD, 0).failed();
    }

    /** Of /dev there are the files of drivers, and what has no name ends with {@code (deleted)} or is not to be found. */
    private static boolean isNamedFile(String target) {
        return target.startsWith("/") && !target.startsWith("/dev/") && Files.exists(Path.of(target));
    }

    public static boolean isCloseOnExec(int fd) {
        return (fcntl(fd, FCNTL.F_GETFD, "F_GETFD", 0) & FCNTL.FD_CLOEXEC) != 0;
    }

    public static void setCloseOnExec(int fd) {
        fcntl(fd, FCNTL.F_SETFD, "F_SETFD", FCNTL.FD_CLOEXEC);
    }

    private static int fcntl(int fd, int command, String name, int argument) {
        NativeFunction.Result result = Calls.FCNTL_INT.callOnce(fd, command, argument);
        if (result.failed()) {
            throw failure("fcntl(" + fd + ", " + name + ")", result);
        }
        return (int) result.value();
    }

    private static OperatingSystemException failure(String call, NativeFunction.Result result) {
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
