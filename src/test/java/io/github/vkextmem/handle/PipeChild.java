package io.github.vkextmem.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.vkextmem.PeerException;
import java.nio.file.Path;
import java.time.Duration;

/** The second process of {@link PipeTest}. */
final class PipeChild {

    static final byte FROM_PARENT = 21;
    static final byte FROM_CHILD = 22;
    static final byte ANSWER = 23;

    private PipeChild() {}

    public static void main(String[] arguments) throws Exception {
        try (HandleChannel channel = HandleChannel.connect(Path.of(arguments[0]), Duration.ofSeconds(60))) {
            try (ReceivedHandle received = channel.receive()) {
                assertThat(received.description()).isEqualTo(Sections.description());
                assertThat(received.ntHandle().isInheritable()).isFalse();
                assertThat(Sections.read(received.ntHandle().handle(), 0)).isEqualTo(FROM_PARENT);
                Sections.write(received.ntHandle().handle(), 1, FROM_CHILD);
            }
            try (NtHandle own = Sections.create()) {
                Sections.write(own.handle(), 0, FROM_CHILD);
                channel.send(own, Sections.description());
                assertThatExceptionOfType(PeerException.class).isThrownBy(channel::receive);
                assertThat(Sections.read(own.handle(), 1)).isEqualTo(ANSWER);
            }
        }
        System.out.println("child: done");
    }
}
