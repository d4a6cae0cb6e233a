package io.github.vkextmem.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.driver.TestInstance;
import io.github.vkextmem.handle.HandleChannel;
import io.github.vkextmem.handle.ReceivedHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import java.nio.file.Path;
import java.time.Duration;

/** The second process of {@link NothingIsLeftTest}: answers in what it gets, and hands over memory of its own. */
final class HandOverChild {

    static final Duration TIMEOUT = Duration.ofSeconds(60);

    private HandOverChild() {}

    /** Arguments: the socket, and the number of rounds. */
    public static void main(String[] args) throws Exception {
        try (TestInstance instance = TestInstance.create();
                TestDevice device = instance.device();
                HandleChannel channel = HandleChannel.connect(Path.of(args[0]), TIMEOUT)) {
            Rounds.requireNothingLeft(
                    device.device().getPhysicalDevice(),
                    Integer.parseInt(args[1]),
                    i -> answer(device.external(), channel, i));
            assertThat(instance.messages()).isEmpty();
        }
    }

    private static void answer(ExternalMemory external, HandleChannel channel, long stamp) throws Exception {
        try (ReceivedHandle received = channel.receive();
                DeviceMemory imported = external.importMemory(received.handle(), received.description());
                DeviceMemory exported = Exportable.allocate(external)) {
            Stamp.require(imported, stamp);
            Stamp.put(imported, stamp + 2);
            Stamp.put(exported, stamp + 1);
            Exportable.send(exported, channel);
        }
    }
}
