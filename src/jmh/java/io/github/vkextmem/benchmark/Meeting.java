package io.github.vkextmem.benchmark;

import io.github.vkextmem.platform.NativeFunction;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
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
                Files.delete(meeting.folder);
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

    static ServerSocketChannel listen(Path path) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(UnixDomainSocketAddress.of(path));
        return channel;
    }

    static SocketChannel connect(Path path) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(path));
        return channel;
    }

    /**
     * Opens the writing end while the other process opens the reading one. Linux lets one end wait until the other is opened,
     * for ever if that process died; the end that is open for both meanwhile keeps either from that. It is closed again, because
     * writing must fail when the reader is gone.
     */
    @SuppressWarnings("try") // That it is open is its use.
    FileChannel openPipeToWrite(ByteChannel talk) throws IOException {
        try (FileChannel both = FileChannel.open(pipe(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            say(talk, 0);
            hear(talk);
            return FileChannel.open(pipe(), StandardOpenOption.WRITE);
        }
    }

    /** Opens the reading end when the other process says that it will not wait. */
    FileChannel openPipeToRead(ByteChannel talk) throws IOException {
        hear(talk);
        FileChannel pipe = FileChannel.open(pipe());
        say(talk, 0);
        return pipe;
    }

    static void say(ByteChannel channel, long... numbers) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Long.BYTES);
        for (long number : numbers) {
            bytes.putLong(number);
        }
        writeAll(channel, bytes.flip());
    }

    /**
     * {@return the next number}
     *
     * @throws EOFException if nobody is there any more
     */
    static long hear(ByteChannel channel) throws IOException {
        return hearOrEnd(channel).orElseThrow(() -> new EOFException("the other process is gone"));
    }

    /** {@return the next number; nothing if nobody is there any more} */
    static OptionalLong hearOrEnd(ByteChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES);
        return readAll(channel, bytes) ? OptionalLong.of(bytes.flip().getLong()) : OptionalLong.empty();
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
                // Whoever listened there may be removing it just now.
                Files.deleteIfExists(file);
            }
        }
        Files.delete(folder);
    }
}
