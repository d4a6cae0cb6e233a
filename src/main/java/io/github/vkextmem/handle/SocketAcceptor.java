package io.github.vkextmem.handle;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.platform.UnixSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Waits at a Unix domain socket; closing it removes the socket's file. */
final class SocketAcceptor implements Acceptor {

    private final UnixSocket socket;
    private final Path path;
    private final @Nullable Object file;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SocketAcceptor(UnixSocket socket, Path path) {
        this.socket = socket;
        this.path = path;
        this.file = fileAt(path);
    }

    static SocketAcceptor at(Path path, Duration timeout) {
        UnixSocket socket = UnixSocket.bind(path, timeout);
        try {
            SocketAcceptor acceptor = new SocketAcceptor(socket, path);
            socket.listen();
            return acceptor;
        } catch (Throwable e) {
            // The file first: as long as the socket is open, no other listener replaces it.
            try (socket) {
                delete(path);
            } catch (OperatingSystemException more) {
                e.addSuppressed(more);
            }
            throw e;
        }
    }

    @Override
    public Connection accept() {
        return SocketConnection.to(socket.accept());
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try (socket) {
                // The file may have been removed meanwhile, and another listener may have made its own there.
                if (file != null && Objects.equals(file, fileAt(path))) {
                    delete(path);
                }
            }
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new OperatingSystemException("delete(" + path + ")", e);
        }
    }

    /** What tells a file from another one that gets the same name later. */
    private static @Nullable Object fileAt(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new OperatingSystemException("stat(" + path + ")", e);
        }
    }
}
