package io.github.vkextmem.handle;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.lwjgl.system.Platform;

/** The end of a {@link HandleChannel} that waits for connections; closing it removes its socket or pipe. */
public final class HandleListener implements AutoCloseable {

    private final Acceptor acceptor;

    private HandleListener(Acceptor acceptor) {
        this.acceptor = acceptor;
    }

    static HandleListener at(Path path, Duration timeout) throws IOException {
        return new HandleListener(
                Platform.get() == Platform.WINDOWS ? PipeAcceptor.at(path, timeout) : SocketAcceptor.at(path, timeout));
    }

    /**
     * Waits for the next connection.
     *
     * @return the channel to it, which outlives this listener
     * @throws java.net.SocketTimeoutException if nobody connects in time
     * @throws IOException if a process of another user connects, or this listener is closed meanwhile
     */
    public HandleChannel accept() throws IOException {
        return new HandleChannel(acceptor.accept());
    }

    /**
     * Stops waiting and removes the socket or pipe; channels stay open. Any thread; nothing after the first time.
     *
     * @throws IOException if the socket cannot be removed; it is closed all the same
     */
    @Override
    public void close() throws IOException {
        acceptor.close();
    }
}
