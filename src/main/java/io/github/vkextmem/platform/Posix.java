package io.github.vkextmem.platform;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.UnsupportedException;
import java.io.IOException;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.Platform;
import org.lwjgl.system.linux.FCNTL;
import org.lwjgl.system.linux.UNISTD;

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
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer errno = stack.callocInt(1);
            if (UNISTD.close(errno, (int) fd) != 0 && errno.get(0) != Errno.EINTR) {
                throw failure("close(" + fd + ")", errno.get(0));
            }
        }
    }

    /** {@return a new descriptor of the same thing, close-on-exec from the start} */
    public static int duplicate(int fd) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer errno = stack.callocInt(1);
            int copy = FCNTL.fcntli(errno, fd, FCNTL.F_DUPFD_CLOEXEC, 0);
            if (copy < 0) {
                throw failure("fcntl(" + fd + ", F_DUPFD_CLOEXEC)", errno.get(0));
            }
            return copy;
        }
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
        try (MemoryStack stack = MemoryStack.stackPush()) {
            return FCNTL.fcntl(stack.callocInt(1), (int) fd, FCNTL.F_GETFD) >= 0;
        }
    }

    /** Of /dev there are the files of drivers, and what has no name ends with {@code (deleted)} or is not to be found. */
    private static boolean isNamedFile(String target) {
        return target.startsWith("/") && !target.startsWith("/dev/") && Files.exists(Path.of(target));
    }

    public static boolean isCloseOnExec(int fd) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer errno = stack.callocInt(1);
            int flags = FCNTL.fcntl(errno, fd, FCNTL.F_GETFD);
            if (flags < 0) {
                throw failure("fcntl(" + fd + ", F_GETFD)", errno.get(0));
            }
            return (flags & FCNTL.FD_CLOEXEC) != 0;
        }
    }

    public static void setCloseOnExec(int fd) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer errno = stack.callocInt(1);
            if (FCNTL.fcntli(errno, fd, FCNTL.F_SETFD, FCNTL.FD_CLOEXEC) != 0) {
                throw failure("fcntl(" + fd + ", F_SETFD)", errno.get(0));
            }
        }
    }

    private static OperatingSystemException failure(String call, int errno) {
        return new OperatingSystemException(call, Errno.nameOf(errno), errno);
    }
}
