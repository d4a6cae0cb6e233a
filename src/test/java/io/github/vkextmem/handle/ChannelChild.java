package io.github.vkextmem.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.vkextmem.PeerException;
import io.github.vkextmem.platform.Posix;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The second process of {@link ChannelAcrossProcessesTest}. */
final class ChannelChild {

    static final byte FROM_PARENT = 21;
    static final byte FROM_CHILD = 22;
    static final byte ANSWER = 23;

    private ChannelChild() {}

    public static void main(String[] arguments) throws Exception {
        Map<Integer, String> before = Descriptors.open();
        try (HandleChannel channel = HandleChannel.connect(Path.of(arguments[0]), Duration.ofSeconds(60))) {
            try (ReceivedHandle received = channel.receive()) {
                assertThat(received.description()).isEqualTo(Descriptors.description());
                assertThat(Posix.isCloseOnExec(received.posixFileDescriptor().fd()))
                        .isTrue();
                var memory = Descriptors.map(received.posixFileDescriptor().fd());
                assertThat(memory.get(0)).isEqualTo(FROM_PARENT);
                memory.put(1, FROM_CHILD);
            }
            try (PosixFileDescriptor own =
                    PosixFileDescriptor.adopt(Descriptors.memory(), ExternalMemoryHandleType.OPAQUE_FD)) {
                var memory = Descriptors.map(own.fd());
                memory.put(0, FROM_CHILD);
                channel.send(own, Descriptors.description());
                assertThatExceptionOfType(PeerException.class).isThrownBy(channel::receive);
                assertThat(memory.get(1)).isEqualTo(ANSWER);
            }
        }
        assertThat(Descriptors.open()).isEqualTo(before);
        System.out.println("child: done");
    }
}
