package io.github.vkextmem.demo;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;

import io.github.vkextmem.handle.HandleChannel;
import io.github.vkextmem.handle.HandleListener;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.memory.MappedMemory;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.lwjgl.vulkan.VK10;

/**
 * The process that has the picture. It puts it into exportable memory, hands the memory over, and asks the other side
 * over standard input and output when what arrived; both read the same monotonic clock.
 */
final class Sender {

    static final int HAND_OVERS = 21;

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final ExternalMemory external;
    private final Driver driver;
    private final Path target;

    Sender(ExternalMemory external, Driver driver, Path target) {
        this.external = external;
        this.driver = driver;
        this.target = target.toAbsolutePath();
    }

    /** {@return whether what the other side saw is the picture} */
    boolean share(Picture picture) throws IOException {
        try (PictureBuffer buffer = PictureBuffer.create(external.device(), picture.byteSize())) {
            MemoryAllocateChain chain = chain(buffer);
            long start = System.nanoTime();
            try (DeviceMemory memory = external.allocate(chain)) {
                buffer.bind(memory.handle());
                Times times = new Times();
                times.add("allocate and bind (first call)", System.nanoTime() - start);
                copyIn(picture, memory, times);
                System.out.println("Allocated " + memory.size() + " bytes for " + picture.width() + " x "
                        + picture.height() + " pixels, with this chain:\n  "
                        + chain.toString().replace("\n", "\n  ") + "\n  " + chain.byteSize()
                        + " bytes when marshalled\n");
                handOver(picture, memory, times);
                System.out.println(times);
            }
        }
        boolean same = Picture.load(target.resolve("received.png")).samePixels(picture);
        System.out.println(
                same
                        ? "The second process wrote " + target.resolve("received.png") + ": the picture, byte for byte."
                        : "What arrived is NOT the picture.");
        return same;
    }

    private MemoryAllocateChain chain(PictureBuffer buffer) {
        MemoryAllocateChain chain =
                MemoryAllocateInfo.of(buffer.size(), memoryType(buffer)).with(ExportMemoryAllocateInfo.of(OPAQUE_FD));
        return external.bufferProperties(OPAQUE_FD, PictureBuffer.USAGE).isDedicatedOnly()
                ? chain.with(MemoryDedicatedAllocateInfo.ofBuffer(buffer.handle()))
                : chain;
    }

    /** Cached memory, if the device has such for the buffer, because the other side reads from it. */
    private int memoryType(PictureBuffer buffer) {
        int visible = VK10.VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT;
        List<Integer> cached =
                external.memoryTypes(buffer.memoryTypeBits(), visible | VK10.VK_MEMORY_PROPERTY_HOST_CACHED_BIT);
        List<Integer> types = cached.isEmpty() ? external.memoryTypes(buffer.memoryTypeBits(), visible) : cached;
        return types.stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the device has no host-visible memory for the buffer"));
    }

    private static void copyIn(Picture picture, DeviceMemory memory, Times times) {
        try (MappedMemory mapped = memory.map()) {
            ByteBuffer bytes = mapped.bytes(0, picture.byteSize());
            long start = System.nanoTime();
            picture.write(bytes);
            mapped.flush();
            times.add("copy the picture in", System.nanoTime() - start);
        }
    }

    private void handOver(Picture picture, DeviceMemory memory, Times times) throws IOException {
        Path folder = Files.createTempDirectory("vkextmem");
        Path socket = folder.resolve("demo");
        try (HandleListener listener = HandleChannel.listen(socket, TIMEOUT)) {
            Process receiver = ChildJvm.of(
                            Receiver.class,
                            driver.library(),
                            socket.toString(),
                            target.resolve("received.png").toString(),
                            Integer.toString(picture.width()),
                            Integer.toString(picture.height()))
                    .start();
            try (HandleChannel channel = listener.accept();
                    BufferedReader answers = receiver.inputReader()) {
                exportAndSend(memory, channel, answers, times);
                times.add("import (first call)", answer(answers, "imported"));
                times.add("copy the picture out", answer(answers, "copied"));
                pipe(picture, receiver.getOutputStream(), answers, times);
                answer(answers, "written");
            } finally {
                receiver.destroy();
            }
        } finally {
            Files.delete(folder);
        }
    }

    /** Several times, because the first one loads classes; the last handle is the one that is imported. */
    private static void exportAndSend(DeviceMemory memory, HandleChannel channel, BufferedReader answers, Times times)
            throws IOException {
        long[] nanos = new long[HAND_OVERS];
        for (int i = 0; i < HAND_OVERS; i++) {
            long start = System.nanoTime();
            try (PosixFileDescriptor handle = memory.exportPosixFileDescriptor(OPAQUE_FD)) {
                channel.send(handle, memory.description(OPAQUE_FD));
            }
            nanos[i] = answer(answers, "received") - start;
        }
        times.add("hand over, from export call to received handle: first", nanos[0]);
        Arrays.sort(nanos);
        times.add("hand over, from export call to received handle: median of " + HAND_OVERS, nanos[HAND_OVERS / 2]);
    }

    /** What sharing spares: the same bytes through a pipe, from memory to memory. */
    private static void pipe(Picture picture, OutputStream pipe, BufferedReader answers, Times times)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(picture.byteSize());
        picture.write(bytes.order(ByteOrder.nativeOrder()));
        long start = System.nanoTime();
        try (WritableByteChannel channel = Channels.newChannel(pipe)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        times.add("for comparison, the same bytes through a pipe", answer(answers, "piped") - start);
    }

    private static long answer(BufferedReader answers, String expected) throws IOException {
        String line = answers.readLine();
        if (line == null || !line.startsWith(expected + " ")) {
            throw new IOException("the second process should have said '" + expected + "', and said: " + line);
        }
        return Long.parseLong(line.substring(expected.length() + 1));
    }
}
