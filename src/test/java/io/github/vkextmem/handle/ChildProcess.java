package io.github.vkextmem.handle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.driver.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A second process; what it prints explains a failure. */
final class ChildProcess implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final BufferedReader output;

    private ChildProcess(List<String> command) throws IOException {
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        output = process.inputReader();
    }

    static ChildProcess java(Class<?> main, String... arguments) throws IOException {
        return new ChildProcess(ChildJvm.command(main, arguments));
    }

    /** Starts a JVM that may have so many descriptors open. */
    static ChildProcess javaWithDescriptors(int limit, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", "ulimit -n " + limit + " && exec \"$@\"", "bash"));
        command.addAll(ChildJvm.command(main, arguments));
        // Or the JVM opens files of its control group now and then, which take a number.
        command.add(command.indexOf("-ea"), "-XX:-UseContainerSupport");
        return new ChildProcess(command);
    }

    /** Starts a JVM with such flags, behind another command that runs it. */
    static ChildProcess javaBehind(List<String> command, List<String> flags, Class<?> main, String... arguments)
            throws IOException {
        List<String> java = ChildJvm.command(main, arguments);
        java.addAll(java.indexOf("-ea"), flags);
        java.addAll(0, command);
        return new ChildProcess(java);
    }

    static ChildProcess python(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("python3"));
        command.addAll(List.of(arguments));
        return new ChildProcess(command);
    }

    /** {@return whether there is a Python that can send descriptors} */
    static boolean hasPython() {
        return PythonHere.SUITS;
    }

    /** Asked once: a Python takes up to a second to start. */
    private static final class PythonHere {
        private static final boolean SUITS = suits();
    }

    private static boolean suits() {
        try (ChildProcess python = python("-c", "import os, socket; socket.send_fds; os.memfd_create")) {
            return python.process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && python.process.exitValue() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    long pid() {
        return process.pid();
    }

    void tell(String line) throws IOException {
        Writer input = process.outputWriter();
        input.write(line + "\n");
        input.flush();
    }

    String nextLine() throws IOException {
        return output.readLine();
    }

    /** {@return what it printed, once it ended well} */
    String finish() throws IOException, InterruptedException {
        String printed = output.lines().collect(Collectors.joining("\n"));
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("ended; it printed: %s", printed)
                .isTrue();
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }

    /** Ends it at once, on Linux by SIGKILL, and returns when it is gone. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        output.close();
    }
}
