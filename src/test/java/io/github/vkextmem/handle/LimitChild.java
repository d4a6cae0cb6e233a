package io.github.vkextmem.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.PeerException;
import io.github.vkextmem.platform.Posix;
import io.github.vkextmem.platform.UnixSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;

/** Receives while this process has as many descriptors open as it may, or nearly. */
final class LimitChild {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final UnixSocket peer;
    private final HandleChannel channel;
    private final int memory;
    private final Deque<Integer> filling = new ArrayDeque<>();

    private LimitChild(UnixSocket peer, HandleChannel channel, int memory) {
        this.peer = peer;
        this.channel = channel;
        this.memory = memory;
    }

    public static void main(String[] arguments) throws IOException {
        Path path = Path.of(arguments[0]);
        Map<Integer, String> before = Descriptors.open();
        int memory = Descriptors.memory();
        try (HandleListener listener = HandleChannel.listen(path, TIMEOUT);
                UnixSocket peer = UnixSocket.connect(path, TIMEOUT);
                HandleChannel channel = listener.accept()) {
            LimitChild child = new LimitChild(peer, channel, memory);
            // At the limit no class can be loaded, so each way is gone once before, with room enough.
            assertThatExceptionOfType(OperatingSystemException.class).isThrownBy(() -> Posix.duplicate(-1));
            child.receiveOneWithRoom(10);
            child.receiveWithRoom(10, 2, "the message carries 2 descriptors instead of one");
            child.receiveWithRoom(10, 0, "the message carries 0 descriptors instead of one");
            child.receiveWithRoom(0, 1, lost(0));
            child.receiveWithRoom(0, 253, lost(0));
            child.receiveWithRoom(1, 2, lost(1));
            child.receiveWithRoom(3, 4, lost(3));
            child.receiveWithRoom(3, 253, lost(3));
            child.receiveWithRoom(2, 2, "the message carries 2 descriptors instead of one");
            child.receiveOneWithRoom(1);
        }
        Posix.close(memory);
        assertThat(Descriptors.open()).isEqualTo(before);
        System.out.println("limit: done");
    }

    private static String lost(int came) {
        return "descriptors of the message were cut off; only " + came
                + " came through: this process has as many open as" + " it may, or too many were sent";
    }

    private void receiveWithRoom(int room, int sent, String why) throws IOException {
        ByteBuffer message = DescriptionFormat.write(Descriptors.description());
        int[] descriptors = new int[sent];
        Arrays.fill(descriptors, memory);
        fill();
        leave(room);
        peer.send(message, descriptors);
        Throwable failure = catchThrowable(() -> channel.receive().close());
        int free = fill();
        leave(filling.size());
        assertThat(failure).isInstanceOf(PeerException.class).hasMessage(why);
        assertThat(free)
                .as("room after %d were sent to room for %d", sent, room)
                .isEqualTo(room);
    }

    private void receiveOneWithRoom(int room) throws IOException {
        fill();
        leave(room);
        peer.send(DescriptionFormat.write(Descriptors.description()), memory);
        channel.receive().close();
        int free = fill();
        leave(filling.size());
        assertThat(free).isEqualTo(room);
    }

    /** Takes every number that is left, and returns how many. */
    private int fill() {
        int taken = 0;
        while (true) {
            try {
                filling.push(Posix.duplicate(memory));
                taken++;
            } catch (OperatingSystemException e) {
                return taken;
            }
        }
    }

    private void leave(int room) {
        for (int i = 0; i < room; i++) {
            Posix.close(filling.pop());
        }
    }
}
