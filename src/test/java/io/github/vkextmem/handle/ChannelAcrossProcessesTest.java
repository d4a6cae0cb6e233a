package io.github.vkextmem.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vkextmem.platform.Posix;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ChannelAcrossProcessesTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void handlesTravelBothWaysAndShareTheirBytes() throws Exception {
        Map<Integer, String> before = Descriptors.open();
        Path path = folder.resolve("socket");
        try (HandleListener listener = HandleChannel.listen(path, TIMEOUT);
                ChildProcess child = ChildProcess.java(ChannelChild.class, path.toString())) {
            try (HandleChannel channel = listener.accept();
                    PosixFileDescriptor own =
                            PosixFileDescriptor.adopt(Descriptors.memory(), ExternalMemoryHandleType.OPAQUE_FD)) {
                var memory = Descriptors.map(own.fd());
                memory.put(0, ChannelChild.FROM_PARENT);
                channel.send(own, Descriptors.description());
                assertThat(own.isOpen()).isTrue();
                try (ReceivedHandle received = channel.receive()) {
                    assertThat(memory.get(1)).isEqualTo(ChannelChild.FROM_CHILD);
                    assertThat(received.description()).isEqualTo(Descriptors.description());
                    assertThat(Posix.isCloseOnExec(
                                    received.posixFileDescriptor().fd()))
                            .isTrue();
                    var other = Descriptors.map(received.posixFileDescriptor().fd());
                    assertThat(other.get(0)).isEqualTo(ChannelChild.FROM_CHILD);
                    other.put(1, ChannelChild.ANSWER);
                }
            }
            assertThat(child.finish()).endsWith("child: done");
        }
        assertThat(Descriptors.open()).isEqualTo(before);
    }

    @Test
    void atTheLimitOfDescriptorsTheLossIsReportedAndNothingLeaks() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash to set the limit with");
        try (ChildProcess child = ChildProcess.javaWithDescriptors(
                256, LimitChild.class, folder.resolve("socket").toString())) {
            assertThat(child.finish()).endsWith("limit: done");
        }
    }
}
