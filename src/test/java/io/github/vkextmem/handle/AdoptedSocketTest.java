package io.github.vkextmem.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.lwjgl.system.MemoryUtil.memAddress;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_pointer;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_sint32;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.UnsupportedException;
import io.github.vkextmem.WaitTimeoutException;
import io.github.vkextmem.platform.NativeFunction;
import io.github.vkextmem.platform.Posix;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import java.nio.IntBuffer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lwjgl.system.MemoryStack;

/** Channels of sockets that were connected elsewhere. */
class AdoptedSocketTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_SEQPACKET = 5;
    private static final int SOCK_NONBLOCK = 0x800;

    private static int[] pair(int type) {
        NativeFunction socketpair = new NativeFunction(
                "socketpair", ffi_type_sint32, ffi_type_sint32, ffi_type_sint32, ffi_type_sint32, ffi_type_pointer);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer pair = stack.callocInt(2);
            assertThat(socketpair.call(AF_UNIX, type, 0, memAddress(pair)).value())
                    .isZero();
            return new int[] {pair.get(0), pair.get(1)};
        }
    }

    private static int socket(int domain, int type) {
        NativeFunction socket =
                new NativeFunction("socket", ffi_type_sint32, ffi_type_sint32, ffi_type_sint32, ffi_type_sint32);
        return (int) socket.call(domain, type, 0).value();
    }

    @EnabledOnOs(OS.LINUX)
    @ParameterizedTest
    @ValueSource(ints = {0, SOCK_NONBLOCK})
    void adoptedSocketCarriesHandlesAndIsClosedWithTheChannel(int flags) {
        Map<Integer, String> before = Descriptors.open();
        int[] ends = pair(SOCK_SEQPACKET | flags);
        assertThat(Posix.isCloseOnExec(ends[0])).isFalse();
        try (HandleChannel here = HandleChannel.adopt(ends[0], SHORT);
                HandleChannel there = HandleChannel.adopt(ends[1], LONG);
                PosixFileDescriptor sent =
                        PosixFileDescriptor.adopt(Descriptors.memory(), ExternalMemoryHandleType.OPAQUE_FD)) {
            assertThat(here).hasToString("HandleChannel[descriptor " + ends[0] + "]");
            assertThat(Posix.isCloseOnExec(ends[0])).isTrue();
            assertThatExceptionOfType(WaitTimeoutException.class).isThrownBy(here::receive);
            here.send(sent, Descriptors.description());
            there.receive().close();
            there.send(sent, Descriptors.description());
            here.receive().close();
        }
        assertThat(Descriptors.open()).isEqualTo(before);
    }

    private static void assertRefused(int fd, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HandleChannel.adopt(fd, LONG))
                .withMessage(message);
        // The caller still owns it.
        Posix.close(fd);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void adoptRefusesOtherDescriptorsAndLeavesThemToTheCaller() {
        Map<Integer, String> before = Descriptors.open();
        String expected = "; pass a socket of domain AF_UNIX (1) and type SOCK_SEQPACKET (5)";
        for (int type : new int[] {SOCK_STREAM, SOCK_DGRAM}) {
            for (int fd : pair(type)) {
                assertRefused(fd, "descriptor " + fd + " is a socket of domain 1 and type " + type + expected);
            }
        }
        int inet = socket(AF_INET, SOCK_STREAM);
        assertRefused(inet, "descriptor " + inet + " is a socket of domain 2 and type 1" + expected);
        int alone = socket(AF_UNIX, SOCK_SEQPACKET);
        assertRefused(
                alone,
                "descriptor " + alone
                        + " is a socket that is not connected (ENOTCONN); pass one that accept, connect or"
                        + " socketpair returned");
        int memory = Descriptors.memory();
        assertRefused(memory, "descriptor " + memory + " is no socket (ENOTSOCK)");
        assertThatExceptionOfType(OperatingSystemException.class)
                .isThrownBy(() -> HandleChannel.adopt(1_000_001, LONG))
                .withMessage("getsockopt failed: EBADF (9)");
        int[] pair = pair(SOCK_SEQPACKET);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HandleChannel.adopt(pair[0], Duration.ofNanos(-1)))
                .withMessageStartingWith("the time-out is negative");
        Posix.close(pair[0]);
        Posix.close(pair[1]);
        assertThat(Descriptors.open()).isEqualTo(before);
    }

    @Test
    @EnabledOnOs(OS.WINDOWS)
    void adoptIsUnsupportedOnWindows() {
        assertThatExceptionOfType(UnsupportedException.class).isThrownBy(() -> HandleChannel.adopt(3, LONG));
    }
}
