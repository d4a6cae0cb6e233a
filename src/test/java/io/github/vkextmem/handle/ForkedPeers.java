package io.github.vkextmem.handle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Processes that send or receive until they are killed, one at a time. A Python process forks them, which takes a moment;
 * starting a Python for each takes up to a second.
 */
final class ForkedPeers implements AutoCloseable {

    private static final String PYTHON = """
            import os, signal, socket, sys
            path, message = sys.argv[1], bytes.fromhex(sys.argv[2])

            def talk(does):
                end = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                end.connect(path)
                memory = os.memfd_create("peer", os.MFD_CLOEXEC)
                os.ftruncate(memory, 4096)
                while True:
                    if does == "send":
                        socket.send_fds(end, [message], [memory])
                    else:
                        received, descriptors, *rest = socket.recv_fds(end, 100, 4)
                        if not received:
                            return
                        for descriptor in descriptors:
                            os.close(descriptor)

            for line in sys.stdin:
                if line.strip() == "kill":
                    os.kill(pid, signal.SIGKILL)
                    print("ended with", os.waitpid(pid, 0)[1], flush=True)
                    continue
                pid = os.fork()
                if pid == 0:
                    try:
                        talk(line.strip())
                    except OSError as error:
                        print(repr(error), flush=True)
                    finally:
                        os._exit(0)
                print("started", flush=True)
            """;

    private final ChildProcess python;

    private ForkedPeers(ChildProcess python) {
        this.python = python;
    }

    /** {@return peers that connect to this path} */
    static ForkedPeers at(Path path) throws IOException {
        String message = HexFormat.of()
                .formatHex(DescriptionFormat.write(Descriptors.description()).array());
        return new ForkedPeers(ChildProcess.python("-c", PYTHON, path.toString(), message));
    }

    void start(String does) throws IOException {
        python.tell(does);
        assertThat(python.nextLine()).isEqualTo("started");
    }

    /** Kills the peer (SIGKILL), and returns when it is gone. */
    void kill() throws IOException {
        python.tell("kill");
        assertThat(python.nextLine()).isEqualTo("ended with 9");
    }

    @Override
    public void close() throws IOException {
        python.close();
    }
}
