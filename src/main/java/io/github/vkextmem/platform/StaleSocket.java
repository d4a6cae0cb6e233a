package io.github.vkextmem.platform;

import io.github.vkextmem.OperatingSystemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The file that a socket leaves behind when its process is killed: no socket is bound to it any more.
 *
 * <p>Two processes that replace it at the same time take turns by a lock on its folder; otherwise one could delete the file that
 * the other has just made. A window remains for other programs, which do not take this lock: one that removes the
 * file and makes its own socket there between the check and the deletion loses its file.
 */
final class StaleSocket {

    private static final int SOCK_DGRAM = 2;
    private static final int S_IFMT = 0xF000;
    private static final int S_IFSOCK = 0xC000;
    private static final int O_CLOEXEC = 0x80000;
    private static final int LOCK_EXCLUSIVE_NOW = 2 | 4;

    private StaleSocket() {}

    /** Binds again where it failed because of a file, which is deleted before if it is stale. */
    static NativeFunction.Result replace(
            Path path, SocketAddress address, Deadline deadline, Supplier<NativeFunction.Result> bind) {
        if (!isStale(path, address)) {
            return bind.get();
        }
        int folder = openFolder(path);
        if (folder < 0) {
            // Without a lock the file stays.
            return bind.get();
        }
        try {
            deadline.retry("bind " + path, () -> lock(folder));
            if (isStale(path, address)) {
                delete(path);
            }
            return bind.get();
        } finally {
            // That unlocks it.
            Posix.close(folder);
        }
    }

    /** Closing the descriptor ends the lock, and so does the end of the process. */
    private static Optional<String> lock(int folder) {
        NativeFunction.Result result = SocketCalls.FLOCK.callOnce(folder, LOCK_EXCLUSIVE_NOW);
        return result.failed()
                ? Optional.of("another process has locked the folder: " + Errno.nameOf(result.error()))
                : Optional.empty();
    }

    private static int openFolder(Path path) {
        Path absolute = path.toAbsolutePath();
        try (NativeMemory name = SocketAddress.fileName(absolute.resolveSibling(""))) {
            return (int) SocketCalls.OPEN.callOnce(name.address(), O_CLOEXEC).value();
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new OperatingSystemException("delete(" + path + ")", e);
        }
    }

    /** A symbolic link is no socket file, wherever it leads. */
    private static boolean isStale(Path path, SocketAddress address) {
        try {
            int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            return (mode & S_IFMT) == S_IFSOCK && !isBound(address);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * A datagram socket connects to no socket of another type, whether that listens or not and however many connections wait;
     * Linux then answers EPROTOTYPE, and ECONNREFUSED only if there is no socket.
     */
    private static boolean isBound(SocketAddress address) {
        NativeFunction.Result fd =
                SocketCalls.SOCKET.callOnce(SocketAddress.AF_UNIX, SOCK_DGRAM | UnixSocket.SOCK_CLOEXEC, 0);
        if (fd.failed()) {
            return true;
        }
        try {
            NativeFunction.Result result = address.call(SocketCalls.CONNECT, (int) fd.value());
            return !result.failed() || result.error() != Errno.ECONNREFUSED;
        } finally {
            Posix.close(fd.value());
        }
    }
}
