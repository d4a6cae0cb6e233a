package io.github.vkextmem.gpu;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vkextmem.driver.ChildJvm;
import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.driver.TestInstance;
import io.github.vkextmem.driver.TransferDevice;
import io.github.vkextmem.handle.HandleChannel;
import io.github.vkextmem.handle.HandleListener;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.DeviceIdentity;
import io.github.vkextmem.struct.MemoryDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CUDA at the other end of a channel: it gets a buffer of the card's own memory, reads what Vulkan wrote and writes what it reads. */
class CudaTest extends GpuTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int SIZE = 1 << 20;

    @TempDir
    private Path folder;

    @BeforeAll
    static void requireCuda() throws Exception {
        String devices = CudaPeer.devices();
        System.out.println("CUDA: " + devices);
        assumeTrue(devices.startsWith("device "), devices);
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, (1 << 20) + 12, 1 << 26})
    void readsWhatVulkanWroteAndTheOtherWayRound(int size) throws Exception {
        try (DeviceLocalBuffer buffer = DeviceLocalBuffer.create(exporter, size)) {
            buffer.write(Ramp.of(size));
            try (HandleListener listener = HandleChannel.listen(socket(), TIMEOUT);
                    CudaPeer cuda = CudaPeer.connectingTo(socket())) {
                try (HandleChannel channel = listener.accept()) {
                    send(channel, buffer, buffer.description());
                    cuda.expect("imported " + size);
                    cuda.goOn();
                    cuda.expect("saw " + size);
                    cuda.expect("wrote " + size);
                    assertThat(buffer.read()).isEqualTo(Ramp.backwards(size));
                }
                assertThat(cuda.end()).isEqualTo("closed");
                assertThat(cuda.status()).isZero();
            }
        }
    }

    @Test
    void knowsTheCardByTheSameUuid() throws Exception {
        UUID vulkan = exporter.external().identity().deviceUUID();
        assertThat(CudaPeer.devices()).contains("device " + vulkan.toString().replace("-", ""));
    }

    @Test
    void memoryOfAnotherCardIsRefusedByName() throws Exception {
        try (DeviceLocalBuffer buffer = DeviceLocalBuffer.create(exporter, SIZE)) {
            MemoryDescription right = buffer.description();
            DeviceIdentity here = right.device();
            DeviceIdentity elsewhere =
                    new DeviceIdentity(new UUID(1, 2), here.driverUUID(), here.deviceLUID(), here.deviceNodeMask());
            String said = refusal(
                    buffer,
                    new MemoryDescription(
                            right.allocationSize(),
                            right.memoryTypeIndex(),
                            right.handleType(),
                            right.dedicated(),
                            elsewhere,
                            right.resource()));
            assertThat(said)
                    .startsWith("refused: the memory is on device 00000000000000010000000000000002")
                    .contains(here.deviceUUID().toString().replace("-", ""));
        }
    }

    /** CUDA (13.0) imports memory of any size that it is told, and refuses to map a buffer that reaches beyond what is there. */
    @Test
    void memoryThatIsNotThereIsRefused() throws Exception {
        try (DeviceLocalBuffer buffer = DeviceLocalBuffer.create(exporter, SIZE)) {
            MemoryDescription right = buffer.description();
            MemoryDescription tooMuch = new MemoryDescription(
                    right.allocationSize() << 10,
                    right.memoryTypeIndex(),
                    right.handleType(),
                    right.dedicated(),
                    right.device(),
                    BufferParameters.of(right.allocationSize() << 10, TestDevice.BUFFER_USAGE));
            assertThat(refusal(buffer, tooMuch)).startsWith("refused: cu").contains("CUDA_ERROR_");
        }
    }

    private String refusal(DeviceLocalBuffer buffer, MemoryDescription description) throws Exception {
        try (HandleListener listener = HandleChannel.listen(socket(), TIMEOUT);
                CudaPeer cuda = CudaPeer.connectingTo(socket());
                HandleChannel channel = listener.accept()) {
            send(channel, buffer, description);
            // One that was not refused must come to an end too.
            cuda.goOn();
            String said = cuda.end();
            assertThat(cuda.status()).as(said).isEqualTo(CudaPeer.REFUSED);
            return said;
        }
    }

    /**
     * The exporter ends and closes nothing, the instance neither, for which NVIDIA's driver lets it crash in its exit handler.
     * CUDA has the buffer all the same.
     */
    @Test
    void keepsTheBufferOfAProcessThatEndedWithoutClosingAnything() throws Exception {
        try (HandleListener listener = HandleChannel.listen(socket(), TIMEOUT);
                CudaPeer cuda = CudaPeer.connectingTo(socket());
                HandleChannel channel = listener.accept()) {
            Path own = folder.resolve("own");
            Process child;
            try (HandleListener children = HandleChannel.listen(own, TIMEOUT)) {
                child = new ProcessBuilder(ChildJvm.command(Forgetful.class, own.toString()))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                try (HandleChannel from = children.accept();
                        var received = from.receive()) {
                    channel.send(received.handle(), received.description());
                }
            }
            cuda.expect("imported " + SIZE);
            assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
            System.out.println("A process that closed nothing ended with status " + child.exitValue());
            cuda.goOn();
            cuda.expect("saw " + SIZE);
        }
    }

    private Path socket() {
        return folder.resolve("socket");
    }

    private static void send(HandleChannel channel, DeviceLocalBuffer buffer, MemoryDescription description)
            throws IOException {
        try (PosixFileDescriptor handle = buffer.buffer().memory().exportPosixFileDescriptor(OPAQUE_FD)) {
            channel.send(handle, description);
        }
    }

    /** Allocates, writes, hands over and returns from main. */
    static final class Forgetful {

        private Forgetful() {}

        /** Argument: the socket. */
        public static void main(String[] args) throws Exception {
            TransferDevice device = new TransferDevice(TestInstance.create().device());
            DeviceLocalBuffer buffer = DeviceLocalBuffer.create(device, SIZE);
            buffer.write(Ramp.of(SIZE));
            send(HandleChannel.connect(Path.of(args[0]), TIMEOUT), buffer, buffer.description());
        }
    }
}
