package io.github.vkextmem.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.PeerException;
import io.github.vkextmem.platform.Deadline;
import io.github.vkextmem.platform.OpenFiles;
import io.github.vkextmem.platform.Posix;
import io.github.vkextmem.platform.ReceivedMessage;
import io.github.vkextmem.platform.UnixSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a peer sends, it is a PeerException that says what was wrong, and not one descriptor stays open. */
@EnabledOnOs(OS.LINUX)
class HostilePeerTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private Map<Integer, String> before;
    private UnixSocket peer;
    private HandleChannel channel;
    private int memory;

    @BeforeEach
    void connect() throws IOException {
        before = Descriptors.open();
        Path path = folder.resolve("socket");
        try (HandleListener listener = HandleChannel.listen(path, TIMEOUT)) {
            peer = UnixSocket.connect(path, TIMEOUT);
            channel = listener.accept();
        }
        memory = Descriptors.memory();
    }

    @AfterEach
    void nothingIsLeaked() {
        peer.close();
        channel.close();
        Posix.close(memory);
        assertThat(Descriptors.open()).isEqualTo(before);
    }

    private int[] descriptors(int count) {
        int[] descriptors = new int[count];
        Arrays.fill(descriptors, memory);
        return descriptors;
    }

    private static ByteBuffer valid() {
        return DescriptionFormat.write(Descriptors.description());
    }

    private void refused(ByteBuffer message, int count, String why) {
        Map<Integer, String> open = Descriptors.open();
        peer.send(message, descriptors(count));
        assertThatExceptionOfType(PeerException.class)
                .isThrownBy(channel::receive)
                .withMessage(why)
                .satisfies(e -> assertThat(e.getSuppressed()).isEmpty());
        assertThat(Descriptors.open()).isEqualTo(open);
        // The next message is none the worse.
        peer.send(valid(), memory);
        assertThatCode(() -> channel.receive().close()).doesNotThrowAnyException();
    }

    @Test
    void eachDescriptorThatCannotBeClosedIsReported() {
        int[] notOpen = {1_000_001, 1_000_002, 1_000_003};
        ReceivedMessage message = new ReceivedMessage(valid(), notOpen, false, Deadline.in(TIMEOUT));
        assertThatExceptionOfType(OperatingSystemException.class)
                .isThrownBy(message::close)
                .withMessage("close(1000001) failed: EBADF (9)")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("close(1000002) failed: EBADF (9)", "close(1000003) failed: EBADF (9)"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3, 4, 5, 252, 253})
    void anotherNumberOfDescriptorsThanOne(int count) throws IOException {
        refused(valid(), count, "the message carries " + count + " descriptors instead of one");
    }

    @ParameterizedTest
    @MethodSource("io.github.vkextmem.platform.OpenFiles#notMemory")
    void receiveRejectsWhatCannotBeMemory(OpenFiles.Example example) {
        int sent = example.open();
        Map<Integer, String> open = Descriptors.open();
        try {
            peer.send(valid(), sent);
            assertThatExceptionOfType(PeerException.class)
                    .isThrownBy(channel::receive)
                    .withMessageStartingWith("the message announces OPAQUE_FD and carries something else: ")
                    .withMessageContaining("refers to " + example.kind())
                    .satisfies(e -> assertThat(e.getSuppressed()).isEmpty());
            assertThat(Descriptors.open()).isEqualTo(open);
        } finally {
            Posix.close(sent);
        }
    }

    @Test
    void receiveRejectsMemoryThatIsShorterThanItsDescription() {
        ByteBuffer message = valid().order(ByteOrder.LITTLE_ENDIAN).putLong(8, Descriptors.SIZE + 1L);
        refused(message, 1, "the message announces 4097 bytes, and its descriptor refers to only 4096");
    }

    static Stream<Arguments> wrongMessages() {
        String unknownType = "the description makes no sense: not a known VkExternalMemoryHandleTypeFlagBits value: ";
        return Stream.of(
                wrong("magic", m -> m.put(0, (byte) 'v'), "the message does not begin with VKXM"),
                wrong("version 0", m -> m.putShort(4, (short) 0), "a message of version 0; this side knows version 1"),
                wrong("version 2", m -> m.putShort(4, (short) 2), "a message of version 2; this side knows version 1"),
                wrong("flags", m -> m.putShort(6, (short) 4), "unknown flags 0x4"),
                wrong("all flags", m -> m.putShort(6, (short) -1), "unknown flags 0xffff"),
                wrong(
                        "size 0",
                        m -> m.putLong(8, 0),
                        "the description makes no sense: allocationSize must be positive: 0"),
                wrong(
                        "size -1",
                        m -> m.putLong(8, -1),
                        "the description makes no sense: allocationSize must be positive: -1"),
                wrong(
                        "memory type 32",
                        m -> m.putInt(16, 32),
                        "the description makes no sense: memoryTypeIndex must be from 0 to 31: 32"),
                wrong(
                        "memory type -1",
                        m -> m.putInt(16, -1),
                        "the description makes no sense: memoryTypeIndex must be from 0 to 31: -1"),
                wrong("unknown type", m -> m.putInt(20, 0x40000000), unknownType + "0x40000000"),
                wrong("no type", m -> m.putInt(20, 0), unknownType + "0x0"),
                wrong("two types", m -> m.putInt(20, 0x201), unknownType + "0x201"),
                wrong(
                        "no descriptor's type",
                        m -> m.putInt(20, 2),
                        "the message announces OPAQUE_WIN32, which is no descriptor"),
                wrong("reserved", m -> m.putInt(68, 1), "the reserved four bytes of the message are not zero"),
                wrong("short", m -> m.limit(79), "a message of 79 bytes; version 1 has at least 80"),
                wrong("header only", m -> m.limit(6), "a message of 6 bytes; version 1 has at least 80"),
                wrong("5 bytes", m -> m.limit(5), "a message of only 5 bytes"),
                wrong("empty", m -> m.limit(0), "a message of only 0 bytes"),
                wrong("a byte too many", m -> longer(m, 81), "a message of 81 bytes, and its description takes 80"),
                wrong("what there is not", m -> m.putInt(72, 3), "unknown contents of the memory: 3"),
                wrong("long", m -> longer(m, 265), "a message of 265 bytes, and its description takes 80"),
                wrong("very long", m -> longer(m, 20_000), "a message of 265 bytes, and its description takes 80"));
    }

    private static Arguments wrong(String what, UnaryOperator<ByteBuffer> change, String why) {
        return Arguments.of(what, change, why);
    }

    private static ByteBuffer longer(ByteBuffer message, int length) {
        return ByteBuffer.allocate(length).put(0, message, 0, message.capacity());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongMessages")
    void aWrongMessage(String what, UnaryOperator<ByteBuffer> change, String why) throws IOException {
        ByteBuffer changed = change.apply(valid().order(ByteOrder.LITTLE_ENDIAN).clear());
        ByteBuffer message = ByteBuffer.allocate(changed.limit()).put(0, changed, 0, changed.limit());
        refused(message, 1, why);
        refused(message, 4, why);
        if (message.capacity() > 0) {
            refused(message, 0, why);
        }
    }

    @Test
    void randomMessages() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("HostilePeerTest: seed " + seed);
        Random random = new Random(seed);
        Map<Integer, String> open = Descriptors.open();
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = Arrays.copyOf(valid().array(), 1 + random.nextInt(100));
            for (int n = random.nextInt(4); n > 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            peer.send(ByteBuffer.wrap(bytes), descriptors(random.nextInt(6)));
            try (ReceivedHandle received = channel.receive()) {
                assertThat(Descriptors.isOpen(received.posixFileDescriptor().fd()))
                        .isTrue();
            } catch (PeerException e) {
                assertThat(e).as("seed %d, round %d", seed, i).hasNoSuppressedExceptions();
            }
            assertThat(Descriptors.open()).as("seed %d, round %d", seed, i).isEqualTo(open);
        }
    }

    @Test
    void closingWithoutAWord() {
        peer.close();
        assertThatExceptionOfType(PeerException.class)
                .isThrownBy(channel::receive)
                .withMessage("the other end closed the channel");
    }

    @Test
    void whatNobodyReceivesIsClosedWithTheChannel() throws IOException {
        peer.send(valid(), descriptors(253));
        peer.send(valid(), memory);
    }

    @Test
    void anotherUserIsNoPeer() {
        assertThatCode(() -> SocketConnection.requireUser(1000, 1000)).doesNotThrowAnyException();
        assertThatExceptionOfType(PeerException.class)
                .isThrownBy(() -> SocketConnection.requireUser(-2, 1000))
                .withMessage("the process at the other end belongs to user 4294967294, this one to user 1000");
    }

    private static void assumeRootWithPython() {
        assumeTrue(UnixSocket.effectiveUser() == 0, "only root can start a process of another user");
        assumeTrue(ChildProcess.hasPython(), "no python3 that can send descriptors");
    }

    private Path openFolder() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        return folder.resolve("another");
    }

    @Test
    void aRealProcessOfAnotherUserCannotConnect() throws Exception {
        assumeRootWithPython();
        Path path = openFolder();
        try (HandleListener listener = HandleChannel.listen(path, TIMEOUT)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
            Map<Integer, String> open = Descriptors.open();
            try (ChildProcess stranger = ChildProcess.python("-c", """
                    import os, socket, sys
                    end = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                    os.setuid(65534)
                    end.connect(sys.argv[1])
                    print("end" if end.recv(1) == b"" else "data")
                    """, path.toString())) {
                assertThatExceptionOfType(PeerException.class)
                        .isThrownBy(listener::accept)
                        .withMessage("the process at the other end belongs to user 65534, this one to user 0");
                assertThat(stranger.finish()).isEqualTo("end");
            }
            assertThat(Descriptors.open()).isEqualTo(open);
            try (HandleChannel friend = HandleChannel.connect(path, TIMEOUT)) {
                listener.accept().close();
                assertThatExceptionOfType(PeerException.class).isThrownBy(friend::receive);
            }
        }
    }

    @Test
    void aRealProcessOfAnotherUserIsNotConnectedTo() throws Exception {
        assumeRootWithPython();
        Path path = openFolder();
        Map<Integer, String> open = Descriptors.open();
        try (ChildProcess stranger = ChildProcess.python("-c", """
                import os, socket, sys
                end = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                os.setuid(65534)
                end.bind(sys.argv[1])
                end.listen()
                print("listening", flush=True)
                print("end" if end.accept()[0].recv(1) == b"" else "data")
                """, path.toString())) {
            assertThat(stranger.nextLine()).isEqualTo("listening");
            assertThatExceptionOfType(PeerException.class)
                    .isThrownBy(() -> HandleChannel.connect(path, TIMEOUT))
                    .withMessage("the process at the other end belongs to user 65534, this one to user 0");
            assertThat(stranger.finish()).isEqualTo("end");
        }
        assertThat(Descriptors.open()).isEqualTo(open);
    }
}
