package io.github.vkextmem.benchmark;

import io.github.vkextmem.handle.HandleChannel;
import io.github.vkextmem.handle.ReceivedHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.memory.MappedMemory;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.lwjgl.system.MemoryUtil;

/** The process to which buffers go: does as it is told, and answers when it was done. Both processes read the same clock. */
final class HandOverPeer {

    private final ExternalMemory external;
    private final boolean hostVisible;
    private final Channels channels;
    private final ByteBuffer room;

    private HandOverPeer(Vulkan vulkan, Channels channels) {
        this.external = ExternalMemory.on(vulkan.device());
        this.hostVisible = HandOver.isHostVisible(vulkan);
        this.channels = channels;
        this.room = MemoryUtil.memAlloc(HandOver.LARGEST);
        MemoryUtil.memSet(room, 1);
    }

    /** Argument: the folder. */
    public static void main(String[] args) throws IOException {
        Meeting meeting = new Meeting(Path.of(args[0]));
        // The first process waits for the connection for handles, and takes the others to be there by then.
        try (Vulkan vulkan = Vulkan.create();
                SocketChannel talk = Meeting.connect(meeting.talk());
                SocketChannel data = Meeting.connect(meeting.data());
                HandleChannel handles = HandleChannel.connect(meeting.handles(), HandOver.TIMEOUT);
                FileChannel pipe = meeting.openPipeToRead(talk)) {
            new HandOverPeer(vulkan, new Channels(meeting, handles, talk, data, pipe)).followUntilTheEnd();
        }
    }

    private void followUntilTheEnd() throws IOException {
        SocketChannel talk = channels.talk();
        for (OptionalLong way = Meeting.hearOrEnd(talk); way.isPresent(); way = Meeting.hearOrEnd(talk)) {
            int size = (int) Meeting.hear(talk);
            // The other side starts its clock when this one is ready.
            Meeting.say(talk, 0);
            Meeting.say(talk, follow(Way.values()[(int) way.getAsLong()], size));
        }
    }

    /** {@return when it was done} */
    private long follow(Way way, int size) throws IOException {
        return way.isCopy() ? copy(way, room.clear().limit(size)) : receive(way);
    }

    private long copy(Way way, ByteBuffer to) throws IOException {
        switch (way) {
            case PIPE -> Meeting.readAll(channels.pipe(), to);
            case SOCKET -> Meeting.readAll(channels.data(), to);
            default -> {
                Meeting.hear(channels.talk());
                try (FileChannel file = FileChannel.open(channels.meeting().file())) {
                    Meeting.readAll(file, to);
                }
            }
        }
        long done = System.nanoTime();
        if (to.hasRemaining()) {
            throw new EOFException("not all came");
        }
        return done;
    }

    private long receive(Way way) throws IOException {
        try (ReceivedHandle received = channels.handles().receive()) {
            if (way == Way.HAND_OVER) {
                return System.nanoTime();
            }
            try (DeviceMemory memory = external.importMemory(received.handle(), received.description())) {
                if (!hostVisible) {
                    return System.nanoTime();
                }
                try (MappedMemory mapped = memory.map()) {
                    if (way == Way.WHOLE_TOUCHED) {
                        requireTouched(mapped);
                    }
                    return System.nanoTime();
                }
            }
        }
    }

    private static void requireTouched(MappedMemory mapped) throws IOException {
        // Asked for once: each time takes a lock.
        long address = mapped.address();
        for (long at = 0; at < mapped.size(); at += HandOver.PAGE) {
            if (MemoryUtil.memGetByte(address + at) != 1) {
                throw new IOException("what was written did not arrive");
            }
        }
    }
}
