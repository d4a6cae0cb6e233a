package io.github.vkextmem.handle;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** Waits at a named pipe. One instance of the pipe is always there to be connected to; others wait for the next. */
final class PipeAcceptor implements Acceptor {

    private final String name;
    private final Duration timeout;

    /** One thread waits at the instance, the others behind it. */
    private final ReentrantLock turn = new ReentrantLock();

    private volatile NamedPipe instance;
    private volatile boolean closed;

    private PipeAcceptor(String name, Duration timeout, NamedPipe instance) {
        this.name = name;
        this.timeout = timeout;
        this.instance = instance;
    }

    static PipeAcceptor at(Path path, Duration timeout) throws IOException {
        String name = PipeFactory.nameOf(path);
        Deadline.in(timeout);
        return new PipeAcceptor(name, timeout, PipeFactory.create(name, true, timeout));
    }

    @Override
    public Connection accept() throws IOException {
        Deadline deadline = Deadline.in(timeout);
        turn.lock();
        try {
            while (true) {
                NamedPipe connected = instance;
                boolean isThere = connected.awaitClient(deadline);
                try {
                    replace(PipeFactory.create(name, false, timeout));
                } catch (IOException | RuntimeException e) {
                    connected.closeAfter(e);
                    throw e;
                }
                if (isThere) {
                    return PipeConnection.to(connected, PipeCalls.GET_CLIENT_PROCESS_ID);
                }
                connected.close(0, unread -> {});
            }
        } finally {
            turn.unlock();
        }
    }

    private void replace(NamedPipe fresh) {
        instance = fresh;
        // Whoever closed us before may have seen the old one only.
        if (closed) {
            fresh.close(0, unread -> {});
        }
    }

    @Override
    public void close() {
        closed = true;
        instance.close(0, unread -> {});
    }
}
