package io.github.vkextmem.handle;

import io.github.vkextmem.struct.ExternalMemoryHandleType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A process of {@link KilledPeerTest}, which sends or receives until it is killed. */
final class EndlessPeer {

    private EndlessPeer() {}

    public static void main(String[] arguments) throws IOException {
        try (HandleChannel channel = HandleChannel.connect(Path.of(arguments[0]), Duration.ofSeconds(60));
                PosixFileDescriptor memory =
                        PosixFileDescriptor.adopt(Descriptors.memory(), ExternalMemoryHandleType.OPAQUE_FD)) {
            while (true) {
                if (arguments[1].equals("send")) {
                    channel.send(memory, Descriptors.description());
                } else {
                    channel.receive().close();
                }
            }
        }
    }
}
