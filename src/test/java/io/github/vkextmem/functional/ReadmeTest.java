package io.github.vkextmem.functional;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.driver.TestInstance;
import io.github.vkextmem.handle.HandleChannel;
import io.github.vkextmem.handle.HandleListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The README's code is the code of a class that compiles, and what it shows of Linux runs. */
class ReadmeTest {

    private static final Path BASE = Path.of(System.getProperty("project.basedir", "."));

    @TempDir
    Path folder;

    private static String withoutLayout(String code) {
        return code.replaceAll("\\s+", "");
    }

    @Test
    void everyBlockOfJavaInTheReadmeStandsInTheExamples() throws IOException {
        String examples = withoutLayout(
                Files.readString(BASE.resolve("src/test/java/io/github/vkextmem/functional/ReadmeExamples.java")));
        List<String> blocks = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(BASE.resolve("README.md")))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(blocks)
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(block -> assertThat(examples).contains(withoutLayout(block)));
    }

    @Test
    void itSaysWhichDeviceThisIs() {
        try (TestInstance instance = TestInstance.create();
                TestDevice device = instance.device()) {
            assertThat(ReadmeExamples.whichDevice(device.device().getPhysicalDevice()))
                    .isEqualTo(device.external().identity());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatItSendsItReceives() throws Exception {
        Path socket = folder.resolve("readme");
        try (TestInstance instance = TestInstance.create();
                TestDevice sender = instance.device();
                TestDevice receiver = instance.device();
                HandleListener listener = HandleChannel.listen(socket, SecondProcessTest.TIMEOUT)) {
            CompletableFuture<Byte> received = CompletableFuture.supplyAsync(() -> {
                try {
                    return ReadmeExamples.receive(receiver.device(), socket);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            try (HandleChannel channel = listener.accept()) {
                ReadmeExamples.send(sender.device(), channel, 4096, sender.hostVisibleType(-1));
            }
            assertThat(received.get()).isZero();
        }
    }
}
