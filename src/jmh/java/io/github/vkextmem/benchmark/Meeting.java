package io.github.vkextmem.benchmark;

import io.github.vkextmem.platform.NativeFunction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.system.libffi.LibFFI;

/** The folder in which two processes meet, and how they talk there: numbers on a socket of their own. */
record Meeting(Path folder) implements AutoCloseable {

    private static final int OWNER_ONLY = 0600;
    private static final long ENOUGH = 2L << 30;

    /** {@return a new folder, in memory where the system has such, with a pipe in it} */
    static Meeting create() throws IOException {
        Path memory = Path.of("/dev/shm");
        Meeting meeting = new Meeting(
                Files.isWritable(memory) && Files.getFileStore(memory).getUsableSpace() >= ENOUGH
                        ? Files.createTempDirectory(memory, "vkextmem")
                        : Files.createTempDirectory("vkextmem"));
        NativeFunction mkfifo =
                new NativeFunction("mkfifo", LibFFI.ffi_type_sint32, LibFFI.ffi_type_pointer, LibFFI.ffi_type_uint32);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long name = MemoryUtil.memAddress(stack.UTF8(meeting.pipe().toString()));
            if (mkfifo.call(name, OWNER_ONLY).value() != 0) {
                throw new IOException("no pipe can be made at " + meeting.pipe());
            }
        }
        return meeting;
    }

    Path handles() {
        return folder.resolve("handles");
    }

    Path talk() {
        return folder.resolve("talk");
    }

    Path data() {
        return folder.resolve("data");
    }

    Path pipe() {
        return folder.resolve("pipe");
    }

    Path file() {
        return folder.resolve("file");
    }

    /** {@return the kind of file system that it lies on} */
    String fileSystem() throws IOException {
        return Files.getFileStore(folder).type();
    }

    static void say(ByteChannel channel, long... numbers) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Long.BYTES);
        for (long number : numbers) {
            bytes.putLong(number);
        }
        writeAll(channel, bytes.flip());
    }

    /** {@return the next number; -1 if nobody is there any more} */
    static long hear(ByteChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES);
        return readAll(channel, bytes) ? bytes.flip().getLong() : -1;
    }

    static void writeAll(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** {@return false if the end came first} */
    static boolean readAll(ReadableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
