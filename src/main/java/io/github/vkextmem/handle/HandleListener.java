package io.github.vkextmem.handle;

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

/** The end of a {@link HandleChannel} that waits for connections; closing it removes its socket. */
public final class HandleListener implements AutoCloseable {

    private final UnixSocket socket;
    private final Path path;
    private final @Nullable Object file;
    private final AtomicBoolean closed = new AtomicBoolean();

    private HandleListener(UnixSocket socket, Path path) throws IOException {
        this.socket = socket;
        this.path = path;
        this.file = fileAt(path);
    }

    static HandleListener at(Path path, Duration timeout) throws IOException {
        UnixSocket socket = UnixSocket.bind(path, timeout);
        try {
            HandleListener listener = new HandleListener(socket, path);
            socket.listen();
            return listener;
        } catch (IOException | RuntimeException e) {
            socket.closeAfter(e);
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /**
     * Waits for the next connection.
     *
     * @return the channel to it, which outlives this listener
     * @throws java.net.SocketTimeoutException if nobody connects in time
     * @throws IOException if a process of another user connects, or this listener is closed meanwhile
     */
    public HandleChannel accept() throws IOException {
        return HandleChannel.to(socket.accept());
    }

    /**
     * Stops waiting and removes the socket; channels stay open. Any thread; nothing after the first time.
     *
     * @throws IOException if the socket cannot be removed; it is closed all the same
     */
    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            try (socket) {
                // The file may have been removed meanwhile, and another listener may have made its own there.
                if (file != null && Objects.equals(file, fileAt(path))) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }

    /** What tells a file from another one that gets the same name later. */
    private static @Nullable Object fileAt(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
