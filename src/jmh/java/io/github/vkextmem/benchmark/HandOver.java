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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.vulkan.VK10;

/** Gives buffers of many sizes to a second process, by handle and by copying them. */
final class HandOver implements AutoCloseable {

    static final Duration TIMEOUT = Duration.ofSeconds(60);
    static final int LARGEST = 1 << 30;
    static final int PAGE = 4096;

    private static final List<Integer> SIZES = IntStream.iterate(16, bits -> bits <= 30, bits -> bits + 2)
            .mapToObj(bits -> 1 << bits)
            .toList();

    /**
     * What came out.
     *
     * @param micros from the beginning here to the end there
     * @param times how often
     */
    record Result(Way way, int size, Median micros, int times) {}

    private final ExternalMemory external;
    private final boolean hostVisible;
    private final int memoryType;
    private final boolean brief;
    private final Channels channels;
    private final ByteBuffer source;

    private HandOver(Vulkan vulkan, boolean brief, Channels channels) {
        this.external = ExternalMemory.on(vulkan.device());
        this.hostVisible = isHostVisible(vulkan);
        this.memoryType = external.memoryTypes(
                        -1,
                        hostVisible
                                ? VK10.VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT
                                : VK10.VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT)
                .get(0);
        this.brief = brief;
        this.channels = channels;
        this.source = MemoryUtil.memAlloc(LARGEST);
        MemoryUtil.memSet(source, 1);
    }

    /** {@return whether the memory is shared that both sides can map: of a card it is the card's own instead} */
    static boolean isHostVisible(Vulkan vulkan) {
        return vulkan.isSoftware();
    }

    /**
     * Starts the second process, measures with it, and waits for its end.
     *
     * @param brief few times each, for a machine that is there for minutes only
     */
    static List<Result> measure(Vulkan vulkan, Meeting meeting, boolean brief) throws IOException {
        try (HandleListener listener = HandleChannel.listen(meeting.handles(), TIMEOUT);
                ServerSocketChannel talks = Meeting.listen(meeting.talk());
                ServerSocketChannel datas = Meeting.listen(meeting.data());
                PeerProcess peer = PeerProcess.start(meeting)) {
            peer.atEnd(listener);
            // The peer connects here last: only this has to wait, and its wait is bounded.
            try (HandleChannel handles = listener.accept();
                    SocketChannel talk = talks.accept();
                    SocketChannel data = datas.accept();
                    FileChannel pipe = meeting.openPipeToWrite(talk);
                    HandOver handOver = new HandOver(vulkan, brief, new Channels(meeting, handles, talk, data, pipe))) {
                return handOver.measure();
            }
        }
    }

    private List<Result> measure() throws IOException {
        List<Result> results = new ArrayList<>(handOvers());
        List<Way> others = Arrays.stream(Way.values())
                .filter(way -> way != Way.HAND_OVER && (way != Way.WHOLE_TOUCHED || hostVisible))
                .toList();
        for (Way way : others) {
            warmUp(way);
        }
        for (int size : SIZES) {
            for (Way way : others) {
                results.add(measure(way, size));
            }
        }
        return results;
    }

    /** All sizes in turn: what else changes with time must not look as if it came from the size. */
    private List<Result> handOvers() throws IOException {
        int times = brief ? 101 : 501;
        int discarded = (brief ? 5_000 : 20_000) / SIZES.size();
        double[][] micros = new double[SIZES.size()][times];
        List<DeviceMemory> memories = new ArrayList<>();
        try {
            for (int size : SIZES) {
                memories.add(allocate(size));
            }
            for (int i = -discarded; i < times; i++) {
                for (int j = 0; j < SIZES.size(); j++) {
                    long nanos = handOver(memories.get(j), SIZES.get(j));
                    if (i >= 0) {
                        micros[j][i] = nanos / 1e3;
                    }
                }
            }
        } finally {
            memories.forEach(DeviceMemory::close);
        }
        return IntStream.range(0, SIZES.size())
                .mapToObj(j -> new Result(Way.HAND_OVER, SIZES.get(j), Median.of(micros[j]), times))
                .toList();
    }

    /** Loads and compiles what the way needs, so that the first size is not slower than the others for that. */
    private void warmUp(Way way) throws IOException {
        for (int i = 0; i < (brief ? 1_000 : 5_000); i++) {
            once(way, SIZES.get(0));
        }
        Files.deleteIfExists(channels.meeting().file());
    }

    private Result measure(Way way, int size) throws IOException {
        int times = times(size);
        double[] micros = new double[times];
        // The first two fill caches, and give the file its pages.
        for (int i = -2; i < times; i++) {
            long nanos = once(way, size);
            if (i >= 0) {
                micros[i] = nanos / 1e3;
            }
        }
        Files.deleteIfExists(channels.meeting().file());
        return new Result(way, size, Median.of(micros), times);
    }

    private int times(int size) {
        long bytes = brief ? 1L << 30 : 1L << 33;
        return (int) Math.max(brief ? 3 : 7, Math.min(brief ? 21 : 101, bytes / size));
    }

    /** {@return the nanoseconds until the other side had it} */
    private long once(Way way, int size) throws IOException {
        return way.isCopy() ? copy(way, size) : whole(way, size);
    }

    private long handOver(DeviceMemory memory, int size) throws IOException {
        long start = start(Way.HAND_OVER, size);
        send(memory);
        return Meeting.hear(channels.talk()) - start;
    }

    private long copy(Way way, int size) throws IOException {
        ByteBuffer from = source.clear().limit(size);
        long start = start(way, size);
        switch (way) {
            case PIPE -> Meeting.writeAll(channels.pipe(), from);
            case SOCKET -> Meeting.writeAll(channels.data(), from);
            default -> {
                // What the file has from the last time is overwritten: neither side takes new pages.
                try (FileChannel file = FileChannel.open(
                        channels.meeting().file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                    Meeting.writeAll(file, from);
                }
                Meeting.say(channels.talk(), 0);
            }
        }
        return Meeting.hear(channels.talk()) - start;
    }

    private long whole(Way way, int size) throws IOException {
        long start = start(way, size);
        try (DeviceMemory memory = allocate(size)) {
            if (hostVisible) {
                try (MappedMemory mapped = memory.map()) {
                    if (way == Way.WHOLE_TOUCHED) {
                        touch(mapped);
                    }
                    send(memory);
                    return Meeting.hear(channels.talk()) - start;
                }
            }
            send(memory);
            return Meeting.hear(channels.talk()) - start;
        }
    }

    /** {@return when the other side knew what comes and was ready for it} */
    private long start(Way way, int size) throws IOException {
        Meeting.say(channels.talk(), way.ordinal(), size);
        Meeting.hear(channels.talk());
        return System.nanoTime();
    }

    private DeviceMemory allocate(int size) {
        return external.allocate(MemoryAllocateInfo.of(size, memoryType).with(ExportMemoryAllocateInfo.of(OPAQUE_FD)));
    }

    private void send(DeviceMemory memory) throws IOException {
        try (PosixFileDescriptor handle = memory.exportPosixFileDescriptor(OPAQUE_FD)) {
            channels.handles().send(handle, memory.description(OPAQUE_FD));
        }
    }

    private static void touch(MappedMemory mapped) {
        // Asked for once: each time takes a lock.
        long address = mapped.address();
        for (long at = 0; at < mapped.size(); at += PAGE) {
            MemoryUtil.memPutByte(address + at, (byte) 1);
        }
    }

    @Override
    public void close() {
        MemoryUtil.memFree(source);
    }
}
