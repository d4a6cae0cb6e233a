package io.github.vkextmem.platform;

import static org.lwjgl.system.MemoryUtil.memAddress;

import io.github.vkextmem.WaitTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.windows.SECURITY_ATTRIBUTES;

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
        try (MemoryStack stack = MemoryStack.stackPush()) {
            ByteBuffer bytes = stack.malloc(8, descriptor.length).put(0, descriptor);
            var attributes = SECURITY_ATTRIBUTES
                    .calloc(stack)
                    .nLength(SECURITY_ATTRIBUTES.SIZEOF)
                    .lpSecurityDescriptor(memAddress(bytes));
            stack.nUTF16(name, true);
            NativeFunction.Result result = PipeCalls.CREATE_NAMED_PIPE.callOnce(
                    stack.getPointerAddress(),
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

    public static NamedPipe connect(String name, Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            stack.nUTF16(name, true);
            long wide = stack.getPointerAddress();
            while (true) {
                NativeFunction.Result result = PipeCalls.CREATE_FILE.callOnce(
                        wide,
                        GENERIC_READ_WRITE,
                        0,
                        0,
                        OPEN_EXISTING,
                        FILE_FLAG_OVERLAPPED | SECURITY_IDENTIFICATION,
                        0);
                if (result.value() != INVALID_HANDLE_VALUE) {
                    NamedPipe pipe = NamedPipe.of(result.value(), timeout);
                    readMessages(pipe, stack);
                    return pipe;
                }
                if (result.error() != Win32Error.PIPE_BUSY && result.error() != Win32Error.LOST) {
                    throw NamedPipe.failure("CreateFileW " + name, result.error());
                }
                if (deadline.isOver()) {
                    throw new WaitTimeoutException("CreateFileW " + name + ": the other side did not answer in time");
                }
                // 0 would mean the pipe's own time-out. Whatever it answers, opening decides.
                PipeCalls.WAIT_NAMED_PIPE.callOnce(wide, Math.max(1, deadline.millis()));
            }
        }
    }

    private static void readMessages(NamedPipe pipe, MemoryStack stack) {
        try {
            long mode = memAddress(stack.ints(PIPE_READMODE_MESSAGE));
            pipe.now(PipeCalls.SET_NAMED_PIPE_HANDLE_STATE, mode, 0, 0);
        } catch (RuntimeException e) {
            pipe.closeAfter(e);
            throw e;
        }
    }
}
