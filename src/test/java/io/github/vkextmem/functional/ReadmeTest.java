package io.github.vkextmem.functional;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.driver.TestInstance;
import io.github.vkextmem.handle.HandleChannel;
import io.github.vkextmem.handle.HandleListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The README's code is the code of a class that compiles, and what it shows of Linux runs. */
class ReadmeTest {

    @TempDir
    Path folder;

    @Test
    void everyBlockOfJavaInTheReadmeStandsInTheExamples() throws IOException {
        Documentation.assertBlocksCompile("README.md", "ReadmeExamples");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatItSendsItReceives() throws Exception {
        Path socket = folder.resolve("readme");
        try (TestInstance instance = TestInstance.create();
                TestDevice sender = instance.device();
                TestDevice receiver = instance.device();
                HandleListener listener = HandleChannel.listen(socket, SecondProcessTest.TIMEOUT)) {
            CompletableFuture<Byte> received =
                    CompletableFuture.supplyAsync(() -> ReadmeExamples.receive(receiver.device(), socket));
            try (HandleChannel channel = listener.accept()) {
                ReadmeExamples.send(sender.device(), channel, 4096, sender.hostVisibleType(-1));
            }
            assertThat(received.get()).isZero();
        }
    }
}
