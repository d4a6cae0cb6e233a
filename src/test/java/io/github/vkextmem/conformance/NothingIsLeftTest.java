package io.github.vkextmem.conformance;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.driver.ChildJvm;
import io.github.vkextmem.driver.TwoDevices;
import io.github.vkextmem.handle.HandleChannel;
import io.github.vkextmem.handle.HandleListener;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.handle.ReceivedHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Descriptors, mappings and memory after many rounds are as before: in this process, in a second one that memory is handed
 * over to, and on the device where its driver counts.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NothingIsLeftTest extends TwoDevices {

    @TempDir
    private Path folder;

    @BeforeAll
    static void askTheDriver() {
        DriverNeeds.assumeExtension(DriverNeeds.FD);
    }

    @Test
    void afterAThousandExports() throws Exception {
        exportAndClose(1_000);
    }

    @Test
    @Tag("soak")
    void afterAHundredThousandExports() throws Exception {
        exportAndClose(100_000);
    }

    @Test
    void afterTwoHundredHandOvers() throws Exception {
        handOver(200);
    }

    @Test
    @Tag("soak")
    void afterTenThousandHandOvers() throws Exception {
        handOver(10_000);
    }

    private void exportAndClose(int rounds) throws Exception {
        Rounds.requireNothingLeft(exporter.device().getPhysicalDevice(), rounds, i -> {
            try (DeviceMemory memory = Exportable.allocate(exporter.external());
                    PosixFileDescriptor handle = memory.exportPosixFileDescriptor(OPAQUE_FD)) {
                Stamp.put(memory, i);
                assertThat(handle.fd()).isPositive();
            }
        });
    }

    /** Half of them to the second process, half of them from there. */
    private void handOver(int handOvers) throws Exception {
        Path socket = folder.resolve("socket");
        int rounds = handOvers / 2;
        try (HandleListener listener = HandleChannel.listen(socket, HandOverChild.TIMEOUT)) {
            Process child = new ProcessBuilder(
                            ChildJvm.command(HandOverChild.class, socket.toString(), Integer.toString(rounds)))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (HandleChannel channel = listener.accept()) {
                Rounds.requireNothingLeft(
                        exporter.device().getPhysicalDevice(),
                        rounds,
                        i -> handOverAndBack(exporter.external(), channel, i));
                assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
                assertThat(child.exitValue())
                        .as("exit status of the second process")
                        .isZero();
            } finally {
                child.destroyForcibly();
            }
        }
    }

    private static void handOverAndBack(ExternalMemory external, HandleChannel channel, long stamp) throws Exception {
        try (DeviceMemory exported = Exportable.allocate(external)) {
            Stamp.put(exported, stamp);
            Exportable.send(exported, channel);
            try (ReceivedHandle received = channel.receive();
                    DeviceMemory imported = external.importMemory(received.handle(), received.description())) {
                Stamp.require(imported, stamp + 1);
                Stamp.require(exported, stamp + 2);
            }
        }
    }
}
