package io.github.vkextmem.platform;

import static org.lwjgl.system.MemoryUtil.memAddress;
import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memPutInt;
import static org.lwjgl.system.MemoryUtil.memPutLong;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.linux.IOVec;
import org.lwjgl.system.linux.Msghdr;

/** How sendmsg and recvmsg want a message: bytes, and beside them a control message with the descriptors. */
final class SocketMessage {

    static final int SOL_SOCKET = 1;

    private static final int SCM_RIGHTS = 1;
    private static final int MSG_CTRUNC = 0x8;

    /** The kernel sends no more in one message (SCM_MAX_FD), so with this much room none is cut off for want of it. */
    private static final int MOST_DESCRIPTORS = 253;

    // LWJGL's CMsghdr has a length of 32 bits, as POSIX says; the kernel's has 64, and all else stands 4 bytes further.
    private static final int CONTROL_LENGTH = 0;
    private static final int CONTROL_LEVEL = 8;
    private static final int CONTROL_TYPE = 12;
    private static final int CONTROL_HEADER = 16;

    private SocketMessage() {}

    /** {@return a message to send, with all the bytes of the buffer} */
    static Msghdr toSend(MemoryStack stack, ByteBuffer bytes, int[] descriptors) {
        Msghdr message = message(stack, stack.malloc(bytes.capacity()).put(0, bytes, 0, bytes.capacity()));
        if (descriptors.length > 0) {
            int used = CONTROL_HEADER + descriptors.length * Integer.BYTES;
            ByteBuffer control = stack.calloc(8, aligned(used));
            long header = memAddress(control);
            memPutLong(header + CONTROL_LENGTH, used);
            memPutInt(header + CONTROL_LEVEL, SOL_SOCKET);
            memPutInt(header + CONTROL_TYPE, SCM_RIGHTS);
            for (int i = 0; i < descriptors.length; i++) {
                memPutInt(header + CONTROL_HEADER + (long) i * Integer.BYTES, descriptors[i]);
            }
            message.msg_control(control);
        }
        return message;
    }

    /** {@return an empty message with room for so many bytes, and for all the descriptors that can come} */
    static Msghdr toReceive(MemoryStack stack, int room) {
        return message(stack, stack.calloc(room))
                .msg_control(stack.calloc(8, aligned(CONTROL_HEADER + MOST_DESCRIPTORS * Integer.BYTES)));
    }

    /** {@return what recvmsg made of a message from {@link #toReceive}} */
    static ReceivedMessage received(Msghdr message, int length) {
        return new ReceivedMessage(
                ByteBuffer.allocate(length)
                        .put(0, Msghdr.nmsg_iov(message.address()).get(0).iov_base(), 0, length),
                descriptors(message.address()),
                (message.msg_flags() & MSG_CTRUNC) != 0);
    }

    /** Counts by the length that the kernel wrote: alignment leaves room for one descriptor that was not announced. */
    private static int[] descriptors(long message) {
        int[] descriptors = new int[MOST_DESCRIPTORS];
        int count = 0;
        long header = memGetLong(message + Msghdr.MSG_CONTROL);
        long end = header + Msghdr.nmsg_controllen(message);
        while (header + CONTROL_HEADER <= end) {
            long used = memGetLong(header + CONTROL_LENGTH);
            if (used < CONTROL_HEADER || header + used > end) {
                break;
            }
            if (memGetInt(header + CONTROL_LEVEL) == SOL_SOCKET && memGetInt(header + CONTROL_TYPE) == SCM_RIGHTS) {
                for (long at = CONTROL_HEADER; at + Integer.BYTES <= used; at += Integer.BYTES) {
                    descriptors[count++] = memGetInt(header + at);
                }
            }
            header += aligned((int) used);
        }
        return Arrays.copyOf(descriptors, count);
    }

    private static Msghdr message(MemoryStack stack, ByteBuffer payload) {
        IOVec.Buffer vector = IOVec.calloc(1, stack);
        vector.get(0).iov_base(payload).iov_len(payload.remaining());
        return Msghdr.calloc(stack).msg_iov(vector);
    }

    private static int aligned(int size) {
        return (size + 7) & ~7;
    }
}
