package io.github.vkextmem.benchmark;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;

import io.github.vkextmem.handle.HandleChannel;
import io.github.vkextmem.handle.HandleListener;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.memory.MappedMemory;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.vulkan.VK10;

/** Gives buffers of many sizes to a second process, by handle and by copying them. */
final class HandOver implements AutoCloseable {

    static final Duration TIMEOUT = Duration.ofSeconds(60);
    static final int LARGEST = 1 << 30;

    private static final int SMALLEST = 1 << 16;
    private static final int PAGE = 4096;

    /**
     * What came out.
     *
     * @param micros from the beginning here to the end there
     * @param times how often
     */
    record Result(Way way, int size, Median micros, int times) {}

    private final ExternalMemory external;
    private final int memoryType;
    private final boolean mappable;
    private final boolean brief;
    private final Meeting meeting;
    private final HandleListener listener;
    private final Process peer;
    private final HandleChannel handles;
    private final SocketChannel talk;
    private final SocketChannel data;
    private final FileChannel pipe;
    private final ByteBuffer source;

    /** @param brief few times each, for a machine that is there for minutes only */
    HandOver(Vulkan vulkan, boolean brief) throws IOException {
        this.brief = brief;
        this.external = ExternalMemory.on(vulkan.device());
        this.mappable = vulkan.isSoftware();
        this.memoryType = external.memoryTypes(
                        -1,
                        mappable ? VK10.VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT : VK10.VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT)
                .get(0);
        this.source = MemoryUtil.memAlloc(LARGEST);
        MemoryUtil.memSet(source, 1);
        this.meeting = Meeting.create();
        this.listener = HandleChannel.listen(meeting.handles(), TIMEOUT);
        try (ServerSocketChannel talks = listen(meeting.talk());
                ServerSocketChannel datas = listen(meeting.data())) {
            this.peer = Jvm.start(HandOverPeer.class, meeting.folder().toString(), "" + LARGEST, "" + mappable);
            this.handles = listener.accept();
            this.talk = talks.accept();
            this.data = datas.accept();
            this.pipe = FileChannel.open(meeting.pipe(), StandardOpenOption.WRITE);
        }
    }

    private static ServerSocketChannel listen(Path path) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(UnixDomainSocketAddress.of(path));
        return channel;
    }

    /** {@return the kind of file system on which the file lies} */
    String fileSystem() throws IOException {
        return meeting.fileSystem();
    }

    List<Result> measure() throws IOException {
        warmUp();
        List<Result> results = new ArrayList<>();
        for (long size = SMALLEST; size <= LARGEST; size *= 4) {
            for (Way way : Way.values()) {
                if (way != Way.WHOLE_TOUCHED || mappable) {
                    results.add(measure(way, (int) size));
                }
            }
        }
        return results;
    }

    /** Loads and compiles what all of them need, so that the first size is not slower than the others for that. */
    private void warmUp() throws IOException {
        try (DeviceMemory there = allocate(SMALLEST)) {
            for (int i = 0; i < (brief ? 300 : 1000); i++) {
                for (Way way : Way.values()) {
                    if (way != Way.WHOLE_TOUCHED || mappable) {
                        once(way, SMALLEST, there);
                    }
                }
            }
        }
    }

    private Result measure(Way way, int size) throws IOException {
        int times = times(way, size);
        double[] micros = new double[times];
        try (DeviceMemory there = allocate(way == Way.HAND_OVER ? size : SMALLEST)) {
            // The first two fill caches.
            for (int i = -2; i < times; i++) {
                long nanos = once(way, size, there);
                if (i >= 0) {
                    micros[i] = nanos / 1e3;
                }
            }
        }
        return new Result(way, size, Median.of(micros), times);
    }

    private int times(Way way, int size) {
        if (way == Way.HAND_OVER) {
            return brief ? 101 : 501;
        }
        long bytes = brief ? 1L << 30 : 1L << 33;
        return (int) Math.max(brief ? 3 : 7, Math.min(brief ? 21 : 101, bytes / size));
    }

    /** {@return the nanoseconds until the other side had it} */
    private long once(Way way, int size, DeviceMemory there) throws IOException {
        Meeting.say(talk, way.ordinal(), size);
        if (way.isCopy()) {
            Meeting.hear(talk);
        }
        long start = System.nanoTime();
        ByteBuffer from = source.clear().limit(size);
        switch (way) {
            case HAND_OVER -> send(there);
            case PIPE -> Meeting.writeAll(pipe, from);
            case SOCKET -> Meeting.writeAll(data, from);
            case FILE -> {
                try (FileChannel file = FileChannel.open(
                        meeting.file(),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
                    Meeting.writeAll(file, from);
                }
                Meeting.say(talk, 0);
            }
            default -> {
                return whole(way, size, start);
            }
        }
        return Meeting.hear(talk) - start;
    }

    private long whole(Way way, int size, long start) throws IOException {
        try (DeviceMemory memory = allocate(size)) {
            if (mappable) {
                try (MappedMemory mapped = memory.map()) {
                    if (way == Way.WHOLE_TOUCHED) {
                        touch(mapped);
                    }
                    send(memory);
                    return Meeting.hear(talk) - start;
                }
            }
            send(memory);
            return Meeting.hear(talk) - start;
        }
    }

    private DeviceMemory allocate(int size) {
        return external.allocate(MemoryAllocateInfo.of(size, memoryType).with(ExportMemoryAllocateInfo.of(OPAQUE_FD)));
    }

    private void send(DeviceMemory memory) throws IOException {
        try (PosixFileDescriptor handle = memory.exportPosixFileDescriptor(OPAQUE_FD)) {
            handles.send(handle, memory.description(OPAQUE_FD));
        }
    }

    private static void touch(MappedMemory mapped) {
        for (long at = 0; at < mapped.size(); at += PAGE) {
            MemoryUtil.memPutByte(mapped.address() + at, (byte) 1);
        }
    }

    static void requireTouched(MappedMemory mapped) throws IOException {
        for (long at = 0; at < mapped.size(); at += PAGE) {
            if (MemoryUtil.memGetByte(mapped.address() + at) != 1) {
                throw new IOException("what was written did not arrive");
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (meeting;
                listener) {
            talk.close();
            data.close();
            pipe.close();
            handles.close();
            peer.onExit().join();
        } finally {
            peer.destroy();
            MemoryUtil.memFree(source);
        }
    }
}
