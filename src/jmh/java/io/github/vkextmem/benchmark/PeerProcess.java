package io.github.vkextmem.benchmark;

import io.github.vkextmem.handle.HandleListener;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The process to which buffers go, as the first one sees it. It ends by itself when its connections do. */
final class PeerProcess implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final Process process;

    private PeerProcess(Process process) {
        this.process = process;
    }

    static PeerProcess start(Meeting meeting) throws IOException {
        Process process = Jvm.start(HandOverPeer.class, meeting.folder().toString());
        // One that hangs would keep its connections, and so whoever reads at their other end.
        CompletableFuture.delayedExecutor(LONGEST.toSeconds(), TimeUnit.SECONDS).execute(process::destroyForcibly);
        return new PeerProcess(process);
    }

    /** Closes the listener at the end of the process, so that nobody waits there for one that died. */
    void atEnd(HandleListener listener) {
        process.onExit().thenRun(listener::close);
    }

    /**
     * Waits for its end.
     *
     * @throws IOException if it failed, or did not end in time and was killed
     */
    @Override
    public void close() throws IOException {
        try {
            if (!process.waitFor(HandOver.TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("the peer did not end by itself");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the peer ends");
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IOException("the peer ended with status " + process.exitValue());
        }
    }
}
