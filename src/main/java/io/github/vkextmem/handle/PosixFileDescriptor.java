package io.github.vkextmem.handle;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.UnsupportedException;
import io.github.vkextmem.ownership.Ownership;
import io.github.vkextmem.platform.Posix;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import java.util.OptionalLong;
import java.util.function.IntFunction;

/**
 * A POSIX file descriptor of exported memory, with one owner. It is close-on-exec.
 *
 * <p>An import that succeeds consumes it, one that fails leaves it as it was ({@link #handOver}).
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
     * @param fd an open descriptor that no other code closes
     * @param handleType what it is
     * @return its owner
     * @throws IllegalArgumentException if {@code handleType} is no file descriptor, or {@code fd} refers to something
     *     that cannot be memory: a pipe, a socket, a directory, a file that has a name, an eventfd; the caller stays
     *     the owner
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
        boolean closeOnExec = Posix.isCloseOnExec(fd);
        MemoryFile.require(fd);
        if (!closeOnExec) {
            Posix.setCloseOnExec(fd);
        }
        return new PosixFileDescriptor(fd, handleType);
    }

    /**
     * Takes ownership of a descriptor like {@link #adopt}, and closes it if that fails. It is for descriptors that have
     * no other owner, as those that a driver just exported.
     *
     * @param fd an open descriptor that no other code closes
     * @param handleType what it is
     * @return its owner
     * @throws IllegalArgumentException if {@code handleType} is no file descriptor, or {@code fd} refers to something
     *     that cannot be memory
     * @throws OperatingSystemException if the system refuses
     * @throws UnsupportedException on other systems than Linux
     */
    public static PosixFileDescriptor adoptOrClose(int fd, ExternalMemoryHandleType handleType) {
        try {
            return adopt(fd, handleType);
        } catch (RuntimeException | Error e) {
            Posix.closeAfter(e, fd);
            throw e;
        }
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
     * Asks the operating system how large the payload is.
     *
     * @return the size in bytes; empty: the system does not know it, as with most descriptors of a GPU's driver
     * @throws IllegalArgumentException if the descriptor refers to something that cannot be memory, because other code
     *     closed it and its number was given to another file
     * @throws IllegalStateException if it was closed, released or taken over
     * @throws OperatingSystemException if the descriptor is not open, because other code closed it
     */
    public OptionalLong size() {
        return ownership.lend(fd -> MemoryFile.require((int) fd).size());
    }

    /**
     * Gives the descriptor to a taker, which owns it when it returns; it then counts as taken over. If the taker throws, this
     * object still owns a descriptor of the same payload, which can be handed over again. No other thread closes the
     * descriptor meanwhile: other threads wait, and the taker can use nothing but the number.
     *
     * <p>A taker that throws may have closed the descriptor, as a driver that refuses an import does sometimes, or not. So a
     * duplicate is made before. If the kernel does not say that the number still refers to the payload, the duplicate takes
     * its place, {@link #fd} returns another number, and the old number is not closed: it may be another
     * file's. Where the kernel cannot say it (before Linux 6.10, if a sandbox forbids kcmp), the old number stays open.
     *
     * @param taker is called with the number
     * @param <T> the type of its result
     * @return what {@code taker} returned
     * @throws IllegalArgumentException if the descriptor refers to something that cannot be memory, because other code
     *     closed it and its number was given to another file
     * @throws IllegalStateException if the descriptor was closed, released or taken over
     * @throws OperatingSystemException if the system refuses to duplicate it, for want of descriptors for instance
     */
    public <T> T handOver(IntFunction<T> taker) {
        return ownership.handOver(fd -> {
            MemoryFile.require((int) fd);
            return Posix.give((int) fd, taker, ownership::replace);
        });
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
