package io.github.vkextmem.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vkextmem.PeerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** In a user namespace without a mapping, Linux shows this user and each other one as the same number. */
@EnabledOnOs(OS.LINUX)
class OverflowUserTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(50);
    private static final List<String> UNMAPPED = List.of("unshare", "--user");

    @TempDir
    private Path folder;

    /** The process in the namespace. */
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) {
            try (HandleChannel channel = HandleChannel.connect(Path.of(arguments[0]), TIMEOUT)) {
                System.out.println(channel);
            } catch (PeerException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private static boolean canUnshare() throws InterruptedException {
        try {
            Process process = new ProcessBuilder("unshare", "--user", "true").start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void connectRefusesAPeerOfAnUnmappedUserWhereThisUserIsUnmappedToo() throws Exception {
        assumeTrue(canUnshare(), "no user namespaces");
        Path path = folder.resolve("socket");
        try (HandleListener listener = HandleChannel.listen(path, TIMEOUT)) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
            try (ChildProcess child = ChildProcess.javaBehind(UNMAPPED, List.of(), Child.class, path.toString())) {
                assertThat(child.finish())
                        .endsWith(
                                "which stands for each user that this user namespace does not map; map the user, or run"
                                        + " both processes in a namespace that does");
            }
            assertThat(listener).isNotNull();
        }
    }
}
