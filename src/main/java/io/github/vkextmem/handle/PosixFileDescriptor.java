package io.github.vkextmem.handle;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.UnsupportedException;
import io.github.vkextmem.ownership.Ownership;
import io.github.vkextmem.platform.Posix;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import java.util.function.IntFunction;

/**
 * A POSIX file descriptor of exported memory, with one owner. It is close-on-exec.
 *
 * <p>A driver takes a descriptor over when an import succeeds: closing it after that would close whatever got the
 * number next. {@link #handOver} draws that line.
 */
public final class PosixFileDescriptor implements TransferableHandle {

    private final ExternalMemoryHandleType handleType;
    private final Ownership ownership;

    private PosixFileDescriptor(int fd, ExternalMemoryHandleType handleType) {
        this.handleType = handleType;
        this.ownership = new Ownership("file descriptor", fd);
    }

    /**
     * Takes ownership of a descriptor and makes it close-on-exec.
     *
     * @param fd an open descriptor that nobody else closes
     * @param handleType what it is
     * @return its owner
     * @throws IllegalArgumentException if {@code handleType} is no file descriptor; the caller stays the owner
     * @throws OperatingSystemException if the system refuses, because {@code fd} is not open for instance; the caller
     *     stays the owner
     * @throws UnsupportedException on other systems than Linux; the caller stays the owner, and should have
     *     called {@link #requireSupported} before there was a descriptor to close
     */
    public static PosixFileDescriptor adopt(int fd, ExternalMemoryHandleType handleType) {
        if (!handleType.isPosixFileDescriptor()) {
            throw new IllegalArgumentException(handleType + " is no file descriptor");
        }
        Posix.requireLinux();
        if (!Posix.isCloseOnExec(fd)) {
            Posix.setCloseOnExec(fd);
        }
        return new PosixFileDescriptor(fd, handleType);
    }

    /**
     * Refuses systems on which {@link #adopt} refuses every descriptor. Call it before a driver makes one that nobody
     * would own.
     *
     * @throws UnsupportedException on other systems than Linux
     */
    public static void requireSupported() {
        Posix.requireLinux();
    }

    @Override
    public ExternalMemoryHandleType handleType() {
        return handleType;
    }

    /**
     * Shows the descriptor, which stays with this object.
     *
     * @return the number, for calls that neither close it nor keep it
     * @throws IllegalStateException if it was closed, released or taken over
     */
    public int fd() {
        return (int) ownership.value();
    }

    /**
     * Gives the descriptor to the caller, who closes it from now on.
     *
     * @return the number
     * @throws IllegalStateException if it was closed, released or taken over
     */
    public int release() {
        return (int) ownership.release();
    }

    /**
     * Makes a second descriptor of the same payload.
     *
     * @return its owner
     * @throws IllegalStateException if this one was closed, released or taken over
     * @throws OperatingSystemException if the system refuses, for want of descriptors for instance
     */
    public PosixFileDescriptor duplicate() {
        return ownership.lend(fd -> new PosixFileDescriptor(Posix.duplicate((int) fd), handleType));
    }

    /**
     * Shows the descriptor to somebody who becomes its owner by returning, and leaves it here if he throws. Nobody
     * closes it meanwhile: other threads wait, and the taker himself can use nothing but the number.
     *
     * <p>Mesa's lavapipe closes the descriptor of an import that it refuses, which the specification forbids. A descriptor
     * that is gone when the taker throws counts as closed, so that nobody closes what gets its number next; so does one
     * whose number is a file's, a socket's or a pipe's by then.
     *
     * @param taker is called with the number
     * @param <T> what he makes of it
     * @return what {@code taker} returned
     * @throws IllegalStateException if the descriptor was closed, released or taken over
     */
    public <T> T handOver(IntFunction<T> taker) {
        return ownership.handOver(fd -> taker.apply((int) fd), Posix::mayBeMemory);
    }

    /**
     * Shows the descriptor to somebody who neither closes nor keeps it. Nobody closes it meanwhile.
     *
     * @param use is called with the number
     * @param <T> what he makes of it
     * @return what {@code use} returned
     * @throws IllegalStateException if the descriptor was closed, released or taken over
     */
    public <T> T lend(IntFunction<T> use) {
        return ownership.lend(fd -> use.apply((int) fd));
    }

    @Override
    public boolean isOpen() {
        return ownership.isOpen();
    }

    /**
     * Closes the descriptor if this object still owns it; nothing otherwise. The payload stays as long as a memory
     * object or another descriptor refers to it.
     *
     * @throws IllegalStateException if it is called within {@link #lend} or {@link #handOver}, by whoever the descriptor is
     *     shown to; other threads wait until he is done
     * @throws OperatingSystemException if Linux refuses; the descriptor then counts as closed all the same
     */
    @Override
    public void close() {
        ownership.close(Posix::close);
    }

    /** {@return the number and the type} */
    @Override
    public String toString() {
        return ownership + " (" + handleType + ")";
    }
}
