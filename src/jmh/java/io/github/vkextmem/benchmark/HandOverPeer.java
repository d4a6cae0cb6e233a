package io.github.vkextmem.benchmark;

import io.github.vkextmem.handle.HandleChannel;
import io.github.vkextmem.handle.ReceivedHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.memory.MappedMemory;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.lwjgl.system.MemoryUtil;

/** The process to which buffers go: does as it is told, and answers when it was done. Both processes read the same clock. */
final class HandOverPeer {

    private final ExternalMemory external;
    private final boolean mappable;
    private final ByteBuffer room;

    private HandOverPeer(ExternalMemory external, boolean mappable, int largest) {
        this.external = external;
        this.mappable = mappable;
        this.room = MemoryUtil.memAlloc(largest);
        MemoryUtil.memSet(room, 1);
    }

    /** Arguments: the folder, the size of the largest buffer, whether memory is mapped. */
    public static void main(String[] args) throws IOException {
        Meeting meeting = new Meeting(Path.of(args[0]));
        try (Vulkan vulkan = Vulkan.create();
                HandleChannel handles = HandleChannel.connect(meeting.handles(), HandOver.TIMEOUT);
                SocketChannel talk = connect(meeting.talk());
                SocketChannel data = connect(meeting.data());
                FileChannel pipe = FileChannel.open(meeting.pipe())) {
            HandOverPeer peer = new HandOverPeer(
                    ExternalMemory.on(vulkan.device()), Boolean.parseBoolean(args[2]), Integer.parseInt(args[1]));
            for (long way = Meeting.hear(talk); way >= 0; way = Meeting.hear(talk)) {
                int size = (int) Meeting.hear(talk);
                Meeting.say(talk, peer.follow(Way.values()[(int) way], size, meeting, handles, data, pipe, talk));
            }
        }
    }

    private static SocketChannel connect(Path path) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(path));
        return channel;
    }

    /** {@return when it was done} */
    private long follow(
            Way way,
            int size,
            Meeting meeting,
            HandleChannel handles,
            SocketChannel data,
            FileChannel pipe,
            SocketChannel talk)
            throws IOException {
        if (way.isCopy()) {
            // The other side begins when this one is ready.
            Meeting.say(talk, 0);
        }
        ByteBuffer to = room.clear().limit(size);
        switch (way) {
            case PIPE -> Meeting.readAll(pipe, to);
            case SOCKET -> Meeting.readAll(data, to);
            case FILE -> {
                Meeting.hear(talk);
                try (FileChannel file = FileChannel.open(meeting.file())) {
                    Meeting.readAll(file, to);
                }
            }
            default -> {
                return receive(way, handles);
            }
        }
        long done = System.nanoTime();
        if (to.hasRemaining()) {
            throw new IOException("not all came");
        }
        return done;
    }

    private long receive(Way way, HandleChannel handles) throws IOException {
        try (ReceivedHandle received = handles.receive()) {
            if (way == Way.HAND_OVER) {
                return System.nanoTime();
            }
            try (DeviceMemory memory = external.importMemory(received.handle(), received.description())) {
                if (!mappable) {
                    return System.nanoTime();
                }
                try (MappedMemory mapped = memory.map()) {
                    if (way == Way.WHOLE_TOUCHED) {
                        HandOver.requireTouched(mapped);
                    }
                    return System.nanoTime();
                }
            }
        }
    }
}
