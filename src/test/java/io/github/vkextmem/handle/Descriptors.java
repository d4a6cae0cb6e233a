package io.github.vkextmem.handle;

import static org.lwjgl.system.libffi.LibFFI.ffi_type_pointer;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_sint32;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_uint32;

import io.github.vkextmem.driver.PosixFiles;
import io.github.vkextmem.platform.NativeFunction;
import io.github.vkextmem.platform.Posix;
import io.github.vkextmem.struct.DeviceIdentity;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.MemoryDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.lwjgl.system.MemoryStack;

/** Real descriptors of this process, as the kernel lists them, and memory to share through them. */
final class Descriptors {

    static final int SIZE = 4096;

    /** Beyond what the tests open, and below the usual limit. */
    private static final int HIGH = 900;

    private static final int MFD_CLOEXEC = 1;

    static {
        // The first file that the JDK maps makes it open a socket for itself, for good; have it do so before counting.
        Posix.close(memory());
    }

    private Descriptors() {}

    /** {@return memory of {@link #SIZE} bytes, as a descriptor that is close-on-exec} */
    static int memory() {
        return memory(MFD_CLOEXEC);
    }

    static int inheritableMemory() {
        return memory(0);
    }

    /** {@return memory with a number that nobody else in this process gets by chance, and the same each time} */
    static int memoryWithHighNumber() {
        int low = memory();
        try {
            int high = PosixFiles.duplicate(low, HIGH);
            if (high != HIGH) {
                throw new IllegalStateException("not " + HIGH + ", but " + high);
            }
            return high;
        } finally {
            Posix.close(low);
        }
    }

    private static int memory(int flags) {
        int fd;
        try (MemoryStack stack = MemoryStack.stackPush()) {
            NativeFunction create =
                    new NativeFunction("memfd_create", ffi_type_sint32, ffi_type_pointer, ffi_type_uint32);
            stack.nUTF8("vkextmem-test", true);
            fd = (int) create.call(stack.getPointerAddress(), flags).value();
        }
        if (fd < 0) {
            throw new IllegalStateException("no memfd");
        }
        map(fd).put(SIZE - 1, (byte) 0);
        return fd;
    }

    static MappedByteBuffer map(int fd) {
        try (FileChannel file =
                FileChannel.open(Path.of("/proc/self/fd/" + fd), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return file.map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * {@return the sockets and the memory that are open, by number} The JVM opens files whenever it loads classes, so those
     * are left out.
     */
    static Map<Integer, String> open() {
        Map<Integer, String> open = new TreeMap<>();
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            for (Path fd : (Iterable<Path>) all::iterator) {
                String target;
                try {
                    target = Files.readSymbolicLink(fd).toString();
                } catch (IOException e) {
                    continue; // the listing's own descriptor, closed by now
                }
                if (target.startsWith("socket:") || target.startsWith("/memfd:")) {
                    open.put(Integer.valueOf(fd.getFileName().toString()), target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return open;
    }

    static boolean isOpen(int fd) {
        return open().containsKey(fd);
    }

    static MemoryDescription description() {
        return new MemoryDescription(
                SIZE,
                3,
                ExternalMemoryHandleType.OPAQUE_FD,
                true,
                new DeviceIdentity(
                        UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
                        UUID.fromString("0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"),
                        OptionalLong.of(0x0807060504030201L),
                        0x80000001));
    }
}
