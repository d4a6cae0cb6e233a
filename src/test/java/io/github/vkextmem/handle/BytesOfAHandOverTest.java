package io.github.vkextmem.handle;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.platform.ReceivedMessage;
import io.github.vkextmem.platform.UnixSocket;
import io.github.vkextmem.struct.MemoryDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** As many bytes go through a socket for a gigabyte as for a page, and one descriptor. */
@EnabledOnOs(OS.LINUX)
class BytesOfAHandOverTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final long[] SIZES = {4096, 64 * 64 * 4, 3840 * 2160 * 4, 1L << 30};
    private static final int ROOM_FOR_MORE = 1 << 12;

    @TempDir
    private Path folder;

    @Test
    void theyDoNotGrowWithTheMemory() throws Exception {
        Set<Integer> lengths = new HashSet<>();
        Path path = folder.resolve("socket");
        try (HandleListener listener = HandleChannel.listen(path, TIMEOUT);
                UnixSocket peer = UnixSocket.connect(path, TIMEOUT)) {
            try (HandleChannel channel = listener.accept();
                    PosixFileDescriptor handle = PosixFileDescriptor.adopt(Descriptors.memory(), OPAQUE_FD)) {
                for (long size : SIZES) {
                    channel.send(handle, description(size));
                    lengths.add(receive(peer, size));
                }
            }
            try (ReceivedMessage end = peer.receive(ROOM_FOR_MORE)) {
                assertThat(end.isEnd()).isTrue();
            }
        }
        assertThat(lengths).hasSize(1).allMatch(length -> length > 0 && length < ROOM_FOR_MORE);
    }

    private static MemoryDescription description(long size) {
        MemoryDescription like = Descriptors.description();
        return new MemoryDescription(size, like.memoryTypeIndex(), OPAQUE_FD, like.dedicated(), like.device());
    }

    /** {@return how many bytes came, with one descriptor and never with more} */
    private static int receive(UnixSocket peer, long size) throws IOException {
        try (ReceivedMessage message = peer.receive(ROOM_FOR_MORE)) {
            assertThat(DescriptionFormat.read(message.bytes()).allocationSize()).isEqualTo(size);
            message.take(fd -> PosixFileDescriptor.adopt(fd, OPAQUE_FD)).close();
            return message.bytes().capacity();
        }
    }
}
