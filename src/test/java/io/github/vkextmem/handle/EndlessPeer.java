package io.github.vkextmem.handle;

import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.MemoryDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.lwjgl.system.Platform;

/** A process of {@link KilledPeerTest} or {@link PipeTest}, which sends or receives until it is killed. */
final class EndlessPeer {

    private EndlessPeer() {}

    public static void main(String[] arguments) throws IOException {
        boolean windows = Platform.get() == Platform.WINDOWS;
        MemoryDescription description = windows ? Sections.description() : Descriptors.description();
        try (HandleChannel channel = HandleChannel.connect(Path.of(arguments[0]), Duration.ofSeconds(60));
                TransferableHandle memory = windows
                        ? Sections.create()
                        : PosixFileDescriptor.adopt(Descriptors.memory(), ExternalMemoryHandleType.OPAQUE_FD)) {
            while (true) {
                if (arguments[1].equals("send")) {
                    channel.send(memory, description);
                } else {
                    channel.receive().close();
                }
            }
        }
    }
}
