package io.github.vkextmem.handle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The end of a {@link HandleChannel} that waits for connections; closing it removes its socket. */
public final class HandleListener implements AutoCloseable {

    private final UnixSocket socket;
    private final Path path;
    private final Duration timeout;

    private HandleListener(UnixSocket socket, Path path, Duration timeout) {
        this.socket = socket;
        this.path = path;
        this.timeout = timeout;
    }

    static HandleListener at(Path path, Duration timeout) throws IOException {
        UnixSocket socket = UnixSocket.open();
        try {
            socket.timeout(timeout);
            socket.bindAndListen(path);
            return new HandleListener(socket, path, timeout);
        } catch (IOException | RuntimeException e) {
            socket.close();
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
        UnixSocket peer = socket.accept();
        try {
            peer.timeout(timeout);
            return HandleChannel.to(peer);
        } catch (IOException | RuntimeException e) {
            peer.close();
            throw e;
        }
    }

    /** Stops waiting and removes the socket; channels stay open. Any thread. */
    @Override
    public void close() throws IOException {
        socket.close();
        Files.deleteIfExists(path);
    }
}
