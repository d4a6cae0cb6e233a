package io.github.vkextmem.recording;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.driver.PosixFiles;
import io.github.vkextmem.platform.Posix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.lwjgl.system.linux.FCNTL;

/**
 * What a driver's file descriptors refer to: a file of its own that has no name any more, so that the descriptors of this driver
 * can be told from all others of the process. They are not close-on-exec, as some drivers'. Linux only.
 */
final class Payload {

    private static final int NONE = -1;

    private static final long SIZE = RecordingDriver.FILE_SIZE;

    private int origin = NONE;
    private String target = "";

    /** {@return a new descriptor} */
    int open() {
        if (origin == NONE) {
            create();
        }
        return open("/proc/self/fd/" + origin);
    }

    private void create() {
        try {
            Path file = Files.createTempFile("payload", "");
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.allocate(1), SIZE - 1);
            }
            origin = open(file.toString());
            Files.delete(file);
            target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + origin)).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Not through the MemoryStack, which may be full: it belongs to the caller of the driver. */
    private static int open(String file) {
        return PosixFiles.open(file, FCNTL.O_RDWR);
    }

    static void close(int fd) {
        try {
            Posix.close(fd);
        } catch (OperatingSystemException e) {
            throw new AssertionError("the driver's descriptor " + fd + " was closed by somebody else", e);
        }
    }

    /** {@return how many descriptors of this process refer to the file, not counting its own} */
    int openDescriptors() {
        if (origin == NONE) {
            return 0;
        }
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return (int) descriptors.filter(this::refersToFile).count() - 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean refersToFile(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals(target);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    void close() {
        if (origin != NONE) {
            close(origin);
            origin = NONE;
        }
    }
}
