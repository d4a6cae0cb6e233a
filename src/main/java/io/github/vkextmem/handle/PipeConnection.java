package io.github.vkextmem.handle;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.PeerException;
import io.github.vkextmem.UnsupportedException;
import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.platform.NamedPipe;
import io.github.vkextmem.platform.PeerProcess;
import io.github.vkextmem.platform.PipeFactory;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.MemoryDescription;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A connection through a named pipe. */
final class PipeConnection implements Connection {

    /** The longest name that Windows takes. */
    private static final int MAX_NAME = 260;

    /** Behind the description comes the value of the handle, or 0 and its name. */
    private static final int MAX_LENGTH = DescriptionFormat.MAX_LENGTH + Long.BYTES + MAX_NAME * Character.BYTES;

    private final NamedPipe pipe;
    private final PeerProcess peer;

    /** Asks a pipe who is at its other end. */
    interface OtherEnd {
        int processId(NamedPipe pipe);
    }

    private PipeConnection(NamedPipe pipe, PeerProcess peer) {
        this.pipe = pipe;
        this.peer = peer;
    }

    static PipeConnection connect(Path path, Duration timeout) {
        return to(PipeFactory.connect(PipeFactory.nameOf(path), timeout), NamedPipe::serverProcessId);
    }

    /** A process of another user is no peer, and the pipe is closed. */
    static PipeConnection to(NamedPipe pipe, OtherEnd otherEnd) {
        try {
            return new PipeConnection(pipe, PeerProcess.open(otherEnd.processId(pipe)));
        } catch (Throwable e) {
            pipe.closeAfter(e);
            throw e;
        }
    }

    @Override
    public void send(TransferableHandle handle, MemoryDescription description) {
        if (handle instanceof GlobalShareHandle shared) {
            pipe.send(write(description, shared.handle(), ""));
        } else if (handle instanceof NamedNtHandle named) {
            pipe.send(write(description, 0, named.name()));
        } else if (handle instanceof NtHandle owned) {
            // The handle is not locked for longer than that, so that a slow peer does not keep others from it.
            try (PeerProcess.Gift gift = owned.lend(peer::give)
                    .orElseThrow(() -> new IllegalStateException("this end of the channel is closed"))) {
                pipe.send(write(description, gift.value(), ""));
                gift.arrived();
            } catch (OperatingSystemException e) {
                if (peer.hasEnded()) {
                    throw new PeerException("the process at the other end is gone", e);
                }
                throw e;
            }
        } else {
            throw new UnsupportedException("a named pipe does not carry " + handle);
        }
    }

    static ByteBuffer write(MemoryDescription description, long value, String name) {
        ByteBuffer described = DescriptionFormat.write(description);
        int length = described.capacity();
        byte[] units = name.getBytes(StandardCharsets.UTF_16LE);
        ByteBuffer message =
                ByteBuffer.allocate(length + Long.BYTES + units.length).order(ByteOrder.LITTLE_ENDIAN);
        return message.put(0, described, 0, length).putLong(length, value).put(length + Long.BYTES, units);
    }

    @Override
    public ReceivedHandle receive() {
        return read(pipe.receive(MAX_LENGTH));
    }

    /** What makes no sense is left alone: its number may be one of our own handles. */
    static ReceivedHandle read(ByteBuffer message) {
        int described = DescriptionFormat.length(message);
        if (message.capacity() - Long.BYTES < described) {
            throw new PeerException("a message of " + message.capacity() + " bytes; its description takes " + described
                    + ", and a handle comes behind it");
        }
        MemoryDescription description = DescriptionFormat.read(message.slice(0, described));
        long value = message.order(ByteOrder.LITTLE_ENDIAN).getLong(described);
        byte[] units = new byte[message.capacity() - described - Long.BYTES];
        message.get(described + Long.BYTES, units);
        try {
            return new ReceivedHandle(handle(description.handleType(), value, units), description);
        } catch (IllegalArgumentException | ValidUsageException e) {
            throw new PeerException("the message makes no sense: " + e.getMessage(), e);
        }
    }

    private static TransferableHandle handle(ExternalMemoryHandleType type, long value, byte[] name) {
        if (name.length > 0) {
            if (value != 0 || name.length % Character.BYTES != 0) {
                throw new PeerException("a name in " + name.length + " bytes, and handle 0x" + Long.toHexString(value)
                        + "; it is one of them");
            }
            return new NamedNtHandle(new String(name, StandardCharsets.UTF_16LE), type);
        }
        if (type.isGlobalShareHandle()) {
            return new GlobalShareHandle(value, type);
        }
        NtHandle handle = NtHandle.adopt(value, type);
        if (!handle.isValid()) {
            handle.release();
            throw new PeerException("the message carries " + handle + ", which is no handle of this process");
        }
        return handle;
    }

    /** Handles that came and were not received are handles of this process all the same. */
    @Override
    public void close() {
        // The pipe first: that wakes whoever sends, and the process is needed until he took back what he gave.
        try (peer) {
            pipe.close(MAX_LENGTH, PipeConnection::discard);
        }
    }

    private static void discard(ByteBuffer message) {
        try {
            read(message).close();
        } catch (PeerException | OperatingSystemException e) {
            // Nobody waits for it any more.
            return;
        }
    }
}
