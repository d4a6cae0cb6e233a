package io.github.vkextmem.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** {@code cuda_peer.py} in a process of its own; what it says explains a failure. */
final class CudaPeer implements AutoCloseable {

    /** The status with which it ends when it refuses something. */
    static final int REFUSED = 3;

    private static final String SCRIPT = Path.of(
                    System.getProperty("project.basedir", "."), "src", "test", "python", "cuda_peer.py")
            .toString();

    private final Process process;
    private final BufferedReader output;

    private CudaPeer(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("python3", "-B", SCRIPT));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        output = process.inputReader();
    }

    static CudaPeer connectingTo(Path socket) throws IOException {
        return new CudaPeer("connect", socket.toString());
    }

    /** {@return what it says of the machine's devices, and why there are none} */
    static String devices() throws IOException, InterruptedException {
        try (CudaPeer peer = new CudaPeer("devices")) {
            return peer.end();
        }
    }

    /** Fails with all that it says, if it does not say this next. */
    void expect(String line) throws IOException {
        String said = output.readLine();
        if (!line.equals(said)) {
            throw new AssertionError("it should have said '" + line + "', and said:\n" + said + "\n"
                    + output.lines().collect(Collectors.joining("\n")));
        }
    }

    void goOn() throws IOException {
        var input = process.outputWriter();
        input.write("\n");
        input.flush();
    }

    /** {@return what else it says until it ends} */
    String end() throws InterruptedException {
        String rest = output.lines().collect(Collectors.joining("\n"));
        assertThat(process.waitFor(1, TimeUnit.MINUTES))
                .as("ended; it said " + rest)
                .isTrue();
        return rest;
    }

    int status() {
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        output.close();
    }
}
