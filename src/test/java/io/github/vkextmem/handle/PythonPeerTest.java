package io.github.vkextmem.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.DeviceIdentity;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ImageDrmFormatModifierExplicitCreateInfoEXT;
import io.github.vkextmem.struct.ImageFormatInfo;
import io.github.vkextmem.struct.ImageParameters;
import io.github.vkextmem.struct.MemoryDescription;
import io.github.vkextmem.struct.SubresourceLayout;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A peer that was written from docs/wire-format.md, in another language. */
@EnabledOnOs(OS.LINUX)
class PythonPeerTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String PEER = Path.of(
                    System.getProperty("project.basedir", "."), "src", "test", "python", "peer.py")
            .toString();

    @TempDir
    private Path folder;

    private Map<Integer, String> before;

    @BeforeEach
    void remember() {
        assumeTrue(ChildProcess.hasPython(), "no python3 that can send descriptors (3.9 or newer)");
        before = Descriptors.open();
    }

    @AfterEach
    void nothingIsLeaked() {
        if (before != null) {
            assertThat(Descriptors.open()).isEqualTo(before);
        }
    }

    @Test
    void pythonConnects() throws Exception {
        Path path = folder.resolve("socket");
        try (HandleListener listener = HandleChannel.listen(path, TIMEOUT);
                ChildProcess python = ChildProcess.python(PEER, "connect", path.toString())) {
            talk(listener.accept(), python);
        }
    }

    @Test
    void pythonListens() throws Exception {
        Path path = folder.resolve("socket");
        try (ChildProcess python = ChildProcess.python(PEER, "listen", path.toString())) {
            assertThat(python.nextLine()).isEqualTo("listening");
            talk(HandleChannel.connect(path, TIMEOUT), python);
        }
    }

    private static void talk(HandleChannel opened, ChildProcess python) throws Exception {
        try (HandleChannel channel = opened) {
            exchange(channel);
        }
        assertThat(python.finish()).isEqualTo("""
                flags 3
                allocationSize 4096
                memoryTypeIndex 3
                handleType 1
                deviceUUID 00112233445566778899aabbccddeeff
                driverUUID 0f1e2d3c4b5a69788796a5b4c3d2e1f0
                deviceLUID 0102030405060708
                deviceNodeMask 2147483649
                contents buffer 4096 0x3 0x10
                inheritable False
                answer 99""");
    }

    private static void exchange(HandleChannel channel) throws IOException {
        try (PosixFileDescriptor own =
                PosixFileDescriptor.adopt(Descriptors.memory(), ExternalMemoryHandleType.OPAQUE_FD)) {
            MappedByteBuffer memory = Descriptors.map(own.fd());
            memory.put(100, (byte) 41);
            channel.send(own, Descriptors.description().with(new BufferParameters(4096, 3, 0x10)));
            try (ReceivedHandle received = channel.receive()) {
                assertThat(memory.get(100)).isEqualTo((byte) 42);
                assertThat(received.description())
                        .isEqualTo(new MemoryDescription(
                                256,
                                31,
                                ExternalMemoryHandleType.DMA_BUF_EXT,
                                true,
                                new DeviceIdentity(
                                        UUID.fromString("00010203-0405-0607-0809-0a0b0c0d0e0f"),
                                        UUID.fromString("10111213-1415-1617-1819-1a1b1c1d1e1f"),
                                        OptionalLong.of(0x0807060504030201L),
                                        0x80000001),
                                new ImageParameters(
                                        new ImageFormatInfo(37, 1, 1000158000, 3, 8),
                                        1920,
                                        1080,
                                        1,
                                        11,
                                        6,
                                        4,
                                        new ImageDrmFormatModifierExplicitCreateInfoEXT(
                                                0x0102030405060708L,
                                                List.of(new SubresourceLayout(128, 0, 7680, 0, 0))))));
                MappedByteBuffer other =
                        Descriptors.map(received.posixFileDescriptor().fd());
                assertThat(other.get(77)).isEqualTo((byte) 77);
                other.put(0, (byte) 99);
            }
        }
    }
}
