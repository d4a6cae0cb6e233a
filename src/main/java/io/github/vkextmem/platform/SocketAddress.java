package io.github.vkextmem.platform;

import static org.lwjgl.system.MemoryUtil.memByteBuffer;
import static org.lwjgl.system.MemoryUtil.memPutShort;

import java.nio.charset.Charset;
import java.nio.file.Path;

/** The path of a Unix domain socket as {@code struct sockaddr_un}. */
final class SocketAddress implements AutoCloseable {

    static final int AF_UNIX = 1;
    static final int SIZEOF = 110;

    private static final int LONGEST_NAME = SIZEOF - Short.BYTES - 1;

    /** The JDK's encoding of file names, so that a path is the same file here and there. */
    private static final Charset FILE_NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private final NativeMemory memory;

    private SocketAddress(NativeMemory memory) {
        this.memory = memory;
    }

    /** @throws IllegalArgumentException if the path is empty or too long */
    static SocketAddress of(Path path) {
        byte[] name = bytes(path);
        if (name.length == 0 || name.length > LONGEST_NAME) {
            throw new IllegalArgumentException("a socket's path takes from 1 to " + LONGEST_NAME + " bytes, not "
                    + name.length + ": '" + path + "'");
        }
        NativeMemory memory = NativeMemory.of(SIZEOF);
        memPutShort(memory.address(), (short) AF_UNIX);
        memByteBuffer(memory.address() + Short.BYTES, name.length).put(name);
        return new SocketAddress(memory);
    }

    private static byte[] bytes(Path path) {
        return path.toString().getBytes(FILE_NAMES);
    }

    /** {@return the path as the C library's calls on files take it} */
    static NativeMemory fileName(Path path) {
        byte[] name = bytes(path);
        NativeMemory memory = NativeMemory.of(name.length + 1L);
        memByteBuffer(memory.address(), name.length).put(name);
        return memory;
    }

    /** Calls bind or connect. */
    NativeFunction.Result call(NativeFunction function, int fd) {
        return function.callOnce(fd, memory.address(), SIZEOF);
    }

    @Override
    public void close() {
        memory.close();
    }
}
