package io.github.vkextmem.handle;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.PeerException;
import io.github.vkextmem.WaitInterruptedException;
import io.github.vkextmem.WaitTimeoutException;
import io.github.vkextmem.ownership.Lifetime;
import java.nio.file.Path;
import java.time.Duration;
import org.lwjgl.system.Platform;

/** The end of a {@link HandleChannel} that waits for connections; closing it removes its socket or pipe. */
public final class HandleListener implements AutoCloseable {

    private final Acceptor acceptor;
    private final Path path;
    private final Lifetime lifetime;

    private HandleListener(Acceptor acceptor, Path path) {
        this.acceptor = acceptor;
        this.path = path;
        this.lifetime = Lifetime.of(this);
    }

    static HandleListener at(Path path, Duration timeout) {
        return new HandleListener(
                Platform.get() == Platform.WINDOWS ? PipeAcceptor.at(path, timeout) : SocketAcceptor.at(path, timeout),
                path);
    }

    /**
     * Waits for the next connection.
     *
     * @return the channel to it, which outlives this listener
     * @throws WaitTimeoutException if no process connects in time
     * @throws WaitInterruptedException if the thread is interrupted
     * @throws PeerException if a process of another user connects
     * @throws OperatingSystemException if the system refuses
     * @throws IllegalStateException if this listener is closed meanwhile
     */
    public HandleChannel accept() {
        return new HandleChannel(acceptor.accept(), path);
    }

    /**
     * Stops waiting and removes the socket or pipe; channels stay open. Any thread; nothing after the first time.
     *
     * @throws OperatingSystemException if the socket cannot be removed; it is closed all the same
     */
    @Override
    public void close() {
        lifetime.end(this, "closed");
        acceptor.close();
    }

    /** {@return the path} */
    @Override
    public String toString() {
        return "HandleListener[" + path + "]";
    }
}
