package io.github.vkextmem.demo;

import io.github.vkextmem.handle.HandleChannel;
import io.github.vkextmem.handle.ReceivedHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.memory.MappedMemory;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.MemoryDescription;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.time.Duration;

/** The second process: it receives the memory, and writes the picture that it sees in it. */
final class Receiver {

    private Receiver() {}

    public static void main(String[] args) throws IOException {
        Path socket = Path.of(args[0]);
        Path file = Path.of(args[1]);
        int width = Integer.parseInt(args[2]);
        int height = Integer.parseInt(args[3]);
        try (VulkanInstance instance = VulkanInstance.create();
                VulkanDevice device = VulkanDevice.create(instance);
                HandleChannel channel = HandleChannel.connect(socket, Duration.ofSeconds(30));
                ReceivedHandle received = receive(channel);
                PictureBuffer buffer = PictureBuffer.create(device.device(), 4L * width * height)) {
            long start = System.nanoTime();
            try (DeviceMemory memory = importMemory(ExternalMemory.on(device.device()), received, buffer)) {
                buffer.bind(memory.handle());
                say("imported", System.nanoTime() - start);
                Picture picture = copyOut(memory, width, height);
                drainPipe(picture.byteSize());
                picture.save(file);
                say("written", 0);
            }
        }
    }

    /** The last handle of several is the one to import. */
    private static ReceivedHandle receive(HandleChannel channel) throws IOException {
        for (int i = 1; i < Sender.HAND_OVERS; i++) {
            channel.receive().close();
            say("received", System.nanoTime());
        }
        ReceivedHandle received = channel.receive();
        say("received", System.nanoTime());
        return received;
    }

    private static DeviceMemory importMemory(ExternalMemory external, ReceivedHandle received, PictureBuffer buffer) {
        MemoryDescription description = received.description();
        return description.dedicated()
                ? external.importMemory(
                        received.handle(), description, MemoryDedicatedAllocateInfo.ofBuffer(buffer.handle()))
                : external.importMemory(received.handle(), description);
    }

    private static Picture copyOut(DeviceMemory memory, int width, int height) {
        try (MappedMemory mapped = memory.map()) {
            long start = System.nanoTime();
            Picture picture = Picture.read(mapped.bytes(0, 4 * width * height), width, height);
            say("copied", System.nanoTime() - start);
            return picture;
        }
    }

    private static void drainPipe(int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(length);
        try (ReadableByteChannel pipe = Channels.newChannel(System.in)) {
            while (bytes.hasRemaining() && pipe.read(bytes) >= 0) {
                // Until the last byte is here.
            }
        }
        if (bytes.hasRemaining()) {
            throw new IOException("the pipe ended early");
        }
        say("piped", System.nanoTime());
    }

    private static void say(String what, long nanos) {
        System.out.println(what + " " + nanos);
    }
}
