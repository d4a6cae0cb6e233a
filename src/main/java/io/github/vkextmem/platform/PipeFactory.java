package io.github.vkextmem.platform;

import static org.lwjgl.system.MemoryUtil.memByteBuffer;
import static org.lwjgl.system.MemoryUtil.memPutAddress;
import static org.lwjgl.system.MemoryUtil.memPutInt;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Makes the ends of a named pipe. */
public final class PipeFactory {

    private static final String PREFIX = "\\\\.\\pipe\\";
    private static final int LONGEST_NAME = 256;
    private static final int BUFFER = 4096;
    private static final long INVALID_HANDLE_VALUE = -1;

    private static final int PIPE_ACCESS_DUPLEX = 3;
    private static final int FILE_FLAG_FIRST_PIPE_INSTANCE = 0x80000;
    private static final int FILE_FLAG_OVERLAPPED = 0x40000000;
    private static final int PIPE_READMODE_MESSAGE = 2;
    private static final int PIPE_TYPE_MESSAGE = 4;
    private static final int PIPE_REJECT_REMOTE_CLIENTS = 8;
    private static final int PIPE_UNLIMITED_INSTANCES = 255;
    private static final int GENERIC_READ_WRITE = 0xC0000000;
    private static final int OPEN_EXISTING = 3;

    private static final int SIZEOF_SECURITY_ATTRIBUTES = 24;
    private static final int LP_SECURITY_DESCRIPTOR = 8;

    /** The server may learn who we are, and not act as we. */
    private static final int SECURITY_IDENTIFICATION = 0x110000;

    private PipeFactory() {}

    /** Two ends that mean the same file mean the same pipe. */
    public static String nameOf(Path path) {
        String text = path.toString();
        String name = text.startsWith(PREFIX)
                ? text
                : PREFIX + path.toAbsolutePath().normalize().toString().replace('\\', '/');
        if (name.length() == PREFIX.length() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("a pipe's name takes at most " + LONGEST_NAME + " characters, not "
                    + name.length() + ": '" + name + "'");
        }
        return name;
    }

    /** {@return a listening end, which only this user may connect to} */
    public static NamedPipe create(String name, boolean first, Duration timeout) {
        byte[] descriptor = Sddl.parse(Sddl.ofThisUserAlone());
        try (NativeMemory bytes = NativeMemory.of(descriptor.length);
                NativeMemory attributes = NativeMemory.of(SIZEOF_SECURITY_ATTRIBUTES);
                NativeMemory wide = wide(name)) {
            memByteBuffer(bytes.address(), descriptor.length).put(descriptor);
            memPutInt(attributes.address(), SIZEOF_SECURITY_ATTRIBUTES);
            memPutAddress(attributes.address() + LP_SECURITY_DESCRIPTOR, bytes.address());
            NativeFunction.Result result = PipeCalls.CREATE_NAMED_PIPE.callOnce(
                    wide.address(),
                    PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED | (first ? FILE_FLAG_FIRST_PIPE_INSTANCE : 0),
                    PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE | PIPE_REJECT_REMOTE_CLIENTS,
                    PIPE_UNLIMITED_INSTANCES,
                    BUFFER,
                    BUFFER,
                    0,
                    attributes.address());
            if (result.value() == INVALID_HANDLE_VALUE) {
                throw NamedPipe.failure("CreateNamedPipeW " + name, result.error());
            }
            return NamedPipe.of(result.value(), timeout);
        }
    }

    /** {@return the name in UTF-16, with a terminator} */
    private static NativeMemory wide(String name) {
        byte[] units = name.getBytes(StandardCharsets.UTF_16LE);
        NativeMemory memory = NativeMemory.of(units.length + (long) Character.BYTES);
        memByteBuffer(memory.address(), units.length).put(units);
        return memory;
    }

    /** {@return an end that is connected to a listener, which may begin to listen while this waits} */
    public static NamedPipe connect(String name, Duration timeout) {
        String call = "CreateFileW " + name;
        Deadline deadline = Deadline.in(timeout);
        long[] handle = new long[1];
        try (NativeMemory wide = wide(name)) {
            deadline.retry(call, () -> {
                NativeFunction.Result result = open(wide);
                handle[0] = result.value();
                return result.value() == INVALID_HANDLE_VALUE ? obstacle(call, result.error()) : Optional.empty();
            });
        }
        NamedPipe pipe = NamedPipe.of(handle[0], timeout);
        readMessages(pipe);
        return pipe;
    }

    private static NativeFunction.Result open(NativeMemory name) {
        return PipeCalls.CREATE_FILE.callOnce(
                name.address(),
                GENERIC_READ_WRITE,
                0,
                0,
                OPEN_EXISTING,
                FILE_FLAG_OVERLAPPED | SECURITY_IDENTIFICATION,
                0);
    }

    private static Optional<String> obstacle(String call, int error) {
        return switch (error) {
            case Win32Error.PIPE_BUSY, Win32Error.LOST -> Optional.of("the other side did not answer in time");
            case Win32Error.FILE_NOT_FOUND ->
                Optional.of("no process listens there (ERROR_FILE_NOT_FOUND); start the listener, or wait longer");
            default -> throw NamedPipe.failure(call, error);
        };
    }

    private static void readMessages(NamedPipe pipe) {
        try (NativeMemory mode = NativeMemory.of(Integer.BYTES)) {
            memPutInt(mode.address(), PIPE_READMODE_MESSAGE);
            pipe.now(PipeCalls.SET_NAMED_PIPE_HANDLE_STATE, mode.address(), 0, 0);
        } catch (Throwable e) {
            pipe.closeAfter(e);
            throw e;
        }
    }
}
