package io.github.vkextmem.platform;

import static org.lwjgl.system.libffi.LibFFI.ffi_type_pointer;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_sint32;

import io.github.vkextmem.driver.PosixFiles;
import io.github.vkextmem.platform.OpenFile.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.linux.FCNTL;

/** Open files of many kinds, each with a descriptor that the test closes. */
public final class OpenFiles {

    private static final int UNIX = 1;
    private static final int STREAM = 1;

    private OpenFiles() {}

    /** A way to open a file, and what it is. */
    public record Example(String name, Kind kind, IntSupplier opener) {

        public int open() {
            int fd = opener.getAsInt();
            if (fd < 0) {
                throw new AssertionError("no " + name);
            }
            return fd;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** {@return what no driver exports as memory} */
    public static Stream<Example> notMemory() {
        return Stream.of(
                new Example("pipe", Kind.PIPE, OpenFiles::pipe),
                new Example("socket", Kind.SOCKET, () -> PosixFiles.socket(UNIX, STREAM)),
                new Example("folder", Kind.DIRECTORY, () -> open(Path.of("/"), FCNTL.O_RDONLY)),
                new Example("file on a disk", Kind.NAMED_FILE, () -> file(false)),
                new Example("eventfd", Kind.OTHER, () -> call("eventfd", 0, 0)),
                new Example("epoll", Kind.OTHER, () -> call("epoll_create1", 0)),
                new Example("timerfd", Kind.OTHER, () -> call("timerfd_create", 0, 0)),
                new Example("inotify", Kind.OTHER, () -> call("inotify_init1", 0)));
    }

    /** {@return what drivers export, as far as a machine without a GPU has it} */
    static Stream<Example> memory() {
        return Stream.of(
                new Example("deleted file", Kind.UNNAMED_FILE, () -> file(true)),
                new Example("memfd", Kind.UNNAMED_FILE, OpenFiles::memfd),
                new Example("device file", Kind.DEVICE, () -> open(Path.of("/dev/zero"), FCNTL.O_RDWR)));
    }

    private static int open(Path path, int flags) {
        return PosixFiles.open(path.toString(), flags | FCNTL.O_CLOEXEC);
    }

    private static int call(String function, int first, int... more) {
        return (int) (more.length == 0
                        ? new NativeFunction(function, ffi_type_sint32, ffi_type_sint32).callOnce(first)
                        : new NativeFunction(function, ffi_type_sint32, ffi_type_sint32, ffi_type_sint32)
                                .callOnce(first, more[0]))
                .value();
    }

    private static int pipe() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var ends = stack.callocInt(2);
            new NativeFunction("pipe", ffi_type_sint32, ffi_type_pointer)
                    .callOnce(org.lwjgl.system.MemoryUtil.memAddress(ends));
            Posix.close(ends.get(1));
            return ends.get(0);
        }
    }

    private static int memfd() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            stack.nUTF8("vkextmem-test", true);
            return (int) new NativeFunction("memfd_create", ffi_type_sint32, ffi_type_pointer, ffi_type_sint32)
                    .callOnce(stack.getPointerAddress(), 0)
                    .value();
        }
    }

    private static int file(boolean deleted) {
        try {
            Path path = Files.createTempFile("vkextmem-test", "");
            int fd = open(path, FCNTL.O_RDWR);
            if (deleted) {
                Files.delete(path);
            } else {
                path.toFile().deleteOnExit();
            }
            return fd;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
