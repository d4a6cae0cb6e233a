package io.github.vkextmem.platform;

import static org.lwjgl.system.MemoryUtil.memByteBuffer;
import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memPutAddress;
import static org.lwjgl.system.MemoryUtil.memPutInt;
import static org.lwjgl.system.MemoryUtil.memPutLong;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A message of sendmsg and recvmsg in one block of native memory: {@code struct msghdr}, its one {@code struct iovec}, the
 * control message with the descriptors, the bytes.
 */
final class SocketMessage implements AutoCloseable {

    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int MSG_CTRUNC = 0x8;

    /** The kernel sends no more in one message (SCM_MAX_FD), so with this much room none is cut off for want of it. */
    private static final int MOST_DESCRIPTORS = 253;

    private static final int MSG_IOV = 16;
    private static final int MSG_IOVLEN = 24;
    private static final int MSG_CONTROL = 32;
    private static final int MSG_CONTROLLEN = 40;
    private static final int MSG_FLAGS = 48;
    private static final int IOV_BASE = 56;
    private static final int IOV_LEN = 64;
    private static final int CONTROL = 72;

    // Of struct cmsghdr.
    private static final int CMSG_LEN = 0;
    private static final int CMSG_LEVEL = 8;
    private static final int CMSG_TYPE = 12;
    private static final int CMSG_DATA = 16;

    private final NativeMemory memory;
    private final long bytes;

    private SocketMessage(int length, int descriptors) {
        int control = descriptors == 0 ? 0 : CMSG_DATA + aligned(descriptors * Integer.BYTES);
        memory = NativeMemory.of((long) CONTROL + control + length);
        long address = memory.address();
        bytes = address + CONTROL + control;
        memPutAddress(address + MSG_IOV, address + IOV_BASE);
        memPutLong(address + MSG_IOVLEN, 1);
        memPutAddress(address + IOV_BASE, bytes);
        memPutLong(address + IOV_LEN, length);
        if (control > 0) {
            memPutAddress(address + MSG_CONTROL, address + CONTROL);
            memPutLong(address + MSG_CONTROLLEN, control);
        }
    }

    /** {@return a message to send, with all the bytes of the buffer} */
    static SocketMessage toSend(ByteBuffer bytes, int[] descriptors) {
        int length = bytes.capacity();
        SocketMessage message = new SocketMessage(length, descriptors.length);
        memByteBuffer(message.bytes, length).put(0, bytes, 0, length);
        long control = message.address() + CONTROL;
        if (descriptors.length > 0) {
            memPutLong(control + CMSG_LEN, CMSG_DATA + (long) descriptors.length * Integer.BYTES);
            memPutInt(control + CMSG_LEVEL, SOL_SOCKET);
            memPutInt(control + CMSG_TYPE, SCM_RIGHTS);
            for (int i = 0; i < descriptors.length; i++) {
                memPutInt(control + CMSG_DATA + (long) i * Integer.BYTES, descriptors[i]);
            }
        }
        return message;
    }

    /** {@return an empty message with room for so many bytes, and for all the descriptors that can come} */
    static SocketMessage toReceive(int room) {
        return new SocketMessage(room, MOST_DESCRIPTORS);
    }

    long address() {
        return memory.address();
    }

    /** {@return what recvmsg made of a message from {@link #toReceive}} */
    ReceivedMessage received(int length, Deadline deadline) {
        return new ReceivedMessage(
                ByteBuffer.allocate(length).put(0, memByteBuffer(bytes, length), 0, length),
                descriptors(),
                (memGetInt(address() + MSG_FLAGS) & MSG_CTRUNC) != 0,
                deadline);
    }

    /** Counts by the length that the kernel wrote: alignment leaves room for one descriptor that was not announced. */
    private int[] descriptors() {
        int[] descriptors = new int[MOST_DESCRIPTORS];
        int count = 0;
        long header = address() + CONTROL;
        long end = header + memGetLong(address() + MSG_CONTROLLEN);
        while (header + CMSG_DATA <= end) {
            long used = memGetLong(header + CMSG_LEN);
            if (used < CMSG_DATA || header + used > end) {
                break;
            }
            if (memGetInt(header + CMSG_LEVEL) == SOL_SOCKET && memGetInt(header + CMSG_TYPE) == SCM_RIGHTS) {
                for (long at = CMSG_DATA; at + Integer.BYTES <= used; at += Integer.BYTES) {
                    descriptors[count++] = memGetInt(header + at);
                }
            }
            header += aligned((int) used);
        }
        return Arrays.copyOf(descriptors, count);
    }

    private static int aligned(int size) {
        return (size + 7) & ~7;
    }

    @Override
    public void close() {
        memory.close();
    }
}
