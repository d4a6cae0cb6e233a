package io.github.vkextmem.handle;

import io.github.vkextmem.platform.Deadline;
import io.github.vkextmem.platform.NamedPipe;
import io.github.vkextmem.platform.PipeFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Waits at a named pipe. One instance of the pipe is always there to be connected to; others wait for the next. */
final class PipeAcceptor implements Acceptor {

    private static final String CALL = "accept";

    private final Maker maker;
    private final Duration timeout;

    /** One thread waits at the instance, the others behind it. */
    private final ReentrantLock turn = new ReentrantLock();

    /** Missing if the last one was connected to and Windows refused the next. */
    private volatile @Nullable NamedPipe instance;

    private volatile boolean closed;

    /** Makes another instance of the pipe. */
    interface Maker {
        NamedPipe make();
    }

    PipeAcceptor(NamedPipe first, Maker maker, Duration timeout) {
        this.maker = maker;
        this.timeout = timeout;
        this.instance = first;
    }

    static PipeAcceptor at(Path path, Duration timeout) {
        String name = PipeFactory.nameOf(path);
        Deadline.in(timeout);
        NamedPipe first = PipeFactory.create(name, true, timeout);
        return new PipeAcceptor(first, () -> PipeFactory.create(name, false, timeout), timeout);
    }

    @Override
    public Connection accept() {
        Deadline deadline = Deadline.in(timeout);
        deadline.lock(CALL, turn);
        try {
            return deadline.await(CALL, millis -> acceptNext(deadline));
        } finally {
            turn.unlock();
        }
    }

    /** {@return a connection, or null if the client was gone again} */
    private @Nullable Connection acceptNext(Deadline deadline) {
        NamedPipe connected = instance();
        boolean isThere = connected.awaitClient(deadline);
        try {
            next();
        } catch (Throwable e) {
            // A client that comes back finds what the next accept makes.
            instance = null;
            connected.closeAfter(e);
            throw e;
        }
        if (isThere) {
            return PipeConnection.to(connected, NamedPipe::clientProcessId);
        }
        connected.close(0, unread -> {});
        return null;
    }

    private NamedPipe instance() {
        NamedPipe present = instance;
        if (present != null) {
            return present;
        }
        if (closed) {
            throw new IllegalStateException("this end of the channel is closed");
        }
        return next();
    }

    private NamedPipe next() {
        NamedPipe fresh = maker.make();
        instance = fresh;
        // Whoever closed us before may have seen the old one only.
        if (closed) {
            fresh.close(0, unread -> {});
        }
        return fresh;
    }

    @Override
    public void close() {
        closed = true;
        NamedPipe present = instance;
        if (present != null) {
            present.close(0, unread -> {});
        }
    }
}
