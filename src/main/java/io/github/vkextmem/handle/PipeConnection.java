package io.github.vkextmem.handle;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.platform.NamedPipe;
import io.github.vkextmem.platform.PeerProcess;
import io.github.vkextmem.platform.PipeFactory;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.MemoryDescription;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;

/** A connection through a named pipe. */
final class PipeConnection implements Connection {

    /** The description, and the value of the handle. */
    static final int LENGTH = DescriptionFormat.LENGTH + Long.BYTES;

    private final NamedPipe pipe;
    private final PeerProcess peer;

    /** Asks a pipe who is at its other end. */
    interface OtherEnd {
        int processId(NamedPipe pipe) throws IOException;
    }

    private PipeConnection(NamedPipe pipe, PeerProcess peer) {
        this.pipe = pipe;
        this.peer = peer;
    }

    static PipeConnection connect(Path path, Duration timeout) throws IOException {
        return to(PipeFactory.connect(PipeFactory.nameOf(path), timeout), NamedPipe::serverProcessId);
    }

    /** A process of another user is no peer, and the pipe is closed. */
    static PipeConnection to(NamedPipe pipe, OtherEnd otherEnd) throws IOException {
        try {
            return new PipeConnection(pipe, PeerProcess.open(otherEnd.processId(pipe)));
        } catch (IOException | RuntimeException e) {
            pipe.closeAfter(e);
            throw e;
        }
    }

    @Override
    public void send(TransferableHandle handle, MemoryDescription description) throws IOException {
        if (handle instanceof GlobalShareHandle shared) {
            send(description, shared.handle());
        } else if (handle instanceof NtHandle owned) {
            // The handle is not locked for longer than that, so that a slow peer does not keep others from it.
            try (PeerProcess.Gift gift =
                    owned.lend(peer::give).orElseThrow(() -> new IOException("this end of the channel is closed"))) {
                send(description, gift.value());
                gift.arrived();
            } catch (OperatingSystemException e) {
                if (peer.hasEnded()) {
                    throw new IOException("the process at the other end is gone", e);
                }
                throw e;
            }
        } else {
            throw new UnsupportedOperationException("a named pipe does not carry " + handle);
        }
    }

    private void send(MemoryDescription description, long value) throws IOException {
        ByteBuffer message = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        message.put(0, DescriptionFormat.write(description), 0, DescriptionFormat.LENGTH);
        pipe.send(message.putLong(DescriptionFormat.LENGTH, value));
    }

    @Override
    public ReceivedHandle receive() throws IOException {
        // With room for one byte more than fits, a message that is too long shows.
        return read(pipe.receive(LENGTH + 1));
    }

    /** What makes no sense is left alone: its number may be one of our own handles. */
    static ReceivedHandle read(ByteBuffer message) throws IOException {
        if (message.capacity() != LENGTH) {
            throw new IOException("a message of " + (message.capacity() > LENGTH ? "more" : message.capacity())
                    + " bytes; through a pipe it has " + LENGTH);
        }
        MemoryDescription description = DescriptionFormat.read(message.slice(0, DescriptionFormat.LENGTH));
        long value = message.order(ByteOrder.LITTLE_ENDIAN).getLong(DescriptionFormat.LENGTH);
        ExternalMemoryHandleType type = description.handleType();
        try {
            if (type.isGlobalShareHandle()) {
                return new ReceivedHandle(new GlobalShareHandle(value, type), description);
            }
            NtHandle handle = NtHandle.adopt(value, type);
            if (!handle.isValid()) {
                handle.release();
                throw new IOException("the message carries " + handle + ", which is no handle of this process");
            }
            return new ReceivedHandle(handle, description);
        } catch (IllegalArgumentException e) {
            throw new IOException("the message makes no sense: " + e.getMessage(), e);
        }
    }

    /** Handles that came and were not received are handles of this process all the same. */
    @Override
    public void close() {
        // The pipe first: that wakes whoever sends, and the process is needed until he took back what he gave.
        try (peer) {
            pipe.close(LENGTH + 1, PipeConnection::discard);
        }
    }

    private static void discard(ByteBuffer message) {
        try {
            read(message).close();
        } catch (IOException | OperatingSystemException e) {
            // Nobody waits for it any more.
            return;
        }
    }
}
