package io.github.vkextmem.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.PeerException;
import io.github.vkextmem.WaitTimeoutException;
import io.github.vkextmem.platform.UnixSocket;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Listening replaces the file of a dead socket, and nothing else. */
@EnabledOnOs(OS.LINUX)
class StaleSocketTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(100);

    @TempDir
    private Path folder;

    private Path stale() throws IOException {
        Path path = folder.resolve("socket");
        try (ServerSocketChannel server = streamListener(path)) {
            assertThat(server.isOpen()).isTrue();
        }
        assertThat(path).exists();
        return path;
    }

    private static ServerSocketChannel streamListener(Path path) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
    }

    private static void assertInUse(Path path) {
        assertThatExceptionOfType(OperatingSystemException.class)
                .isThrownBy(() -> HandleChannel.listen(path, SHORT))
                .withMessage("bind " + path + " failed: EADDRINUSE (98)");
        assertThat(Files.exists(path, LinkOption.NOFOLLOW_LINKS)).isTrue();
    }

    @Test
    void listenReplacesTheSocketOfADeadProcess() throws IOException {
        Path path = stale();
        try (HandleListener listener = HandleChannel.listen(path, LONG);
                HandleChannel here = HandleChannel.connect(path, LONG)) {
            listener.accept().close();
            assertThatExceptionOfType(PeerException.class).isThrownBy(here::receive);
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void listenKeepsASocketThatIsBound() throws IOException {
        Path path = folder.resolve("bound");
        try (UnixSocket bound = UnixSocket.bind(path, LONG)) {
            assertInUse(path);
            bound.listen();
            assertInUse(path);
        }
        Path stream = folder.resolve("stream");
        try (ServerSocketChannel server = streamListener(stream)) {
            assertInUse(stream);
            assertThat(server.isOpen()).isTrue();
        }
    }

    @Test
    void listenKeepsASocketWithAFullBacklog() throws IOException {
        Path path = folder.resolve("full");
        List<HandleChannel> waiting = new ArrayList<>();
        try (HandleListener listener = HandleChannel.listen(path, LONG)) {
            Throwable full = catchThrowable(() -> {
                while (waiting.size() < 1000) {
                    waiting.add(HandleChannel.connect(path, SHORT));
                }
            });
            assertThat(full).isExactlyInstanceOf(WaitTimeoutException.class);
            assertInUse(path);
            listener.accept().close();
        } finally {
            waiting.forEach(HandleChannel::close);
        }
    }

    @Test
    void listenKeepsOtherFilesAndLinks() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "contents");
        assertInUse(file);
        assertThat(file).hasContent("contents");
        assertInUse(Files.createDirectory(folder.resolve("folder")));
        Path stale = stale();
        assertInUse(Files.createSymbolicLink(folder.resolve("link"), stale));
        assertThat(stale).exists();
        assertInUse(Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("none")));
    }

    /** Each of the losers must see that the socket lives, and leave it. */
    @Test
    void oneOfSeveralListenersReplacesTheSocketAndCanBeReached() throws Exception {
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 50; round++) {
                Path path = stale();
                List<Callable<HandleListener>> all = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    all.add(() -> HandleChannel.listen(path, LONG));
                }
                List<HandleListener> listeners = new ArrayList<>();
                for (Future<HandleListener> one : pool.invokeAll(all, LONG.toSeconds(), TimeUnit.SECONDS)) {
                    Throwable failure = catchThrowable(() -> listeners.add(one.get()));
                    if (failure != null) {
                        assertThat(failure).hasCauseExactlyInstanceOf(OperatingSystemException.class);
                    }
                }
                assertThat(listeners).as("round %d", round).hasSize(1);
                try (HandleListener listener = listeners.get(0);
                        HandleChannel here = HandleChannel.connect(path, LONG)) {
                    listener.accept().close();
                    assertThatExceptionOfType(PeerException.class).isThrownBy(here::receive);
                }
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void connectExplainsWhichSocketTypeIsExpected() throws IOException {
        Path path = folder.resolve("stream");
        try (ServerSocketChannel server = streamListener(path)) {
            assertThatExceptionOfType(PeerException.class)
                    .isThrownBy(() -> HandleChannel.connect(path, LONG))
                    .withMessage(
                            "connect " + path + ": the socket there is not of type SOCK_SEQPACKET (EPROTOTYPE); the"
                                    + " other side must call socket(AF_UNIX, SOCK_SEQPACKET, 0)");
            assertThat(server.isOpen()).isTrue();
        }
    }
}
