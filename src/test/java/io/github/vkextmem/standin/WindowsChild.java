package io.github.vkextmem.standin;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32_KMT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.functional.Pattern;
import io.github.vkextmem.handle.GlobalShareHandle;
import io.github.vkextmem.handle.HandleChannel;
import io.github.vkextmem.handle.NamedNtHandle;
import io.github.vkextmem.handle.NtHandle;
import io.github.vkextmem.handle.ReceivedHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.MemoryDescription;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;

/**
 * A second process that imports memory of the first, reads what the first wrote and answers in it. It says that it is
 * there, is then told what to import, says that it has it, and waits for the end of its input.
 */
final class WindowsChild {

    static final int SIZE = 1 << 18;
    static final Duration TIMEOUT = Duration.ofSeconds(60);
    static final String READY = "ready";
    static final String DONE = "done";

    private WindowsChild() {}

    /** How a memory is found. */
    enum Way {
        NAME {
            @Override
            DeviceMemory open(TestDevice device, String what) {
                return device.external()
                        .importMemory(new NamedNtHandle(what, OPAQUE_WIN32), description(device, OPAQUE_WIN32));
            }
        },
        /** The name, behind the number of a handle that is not inherited: it means nothing here. */
        NAME_ALONE {
            @Override
            DeviceMemory open(TestDevice device, String what) throws IOException {
                int space = what.indexOf(' ');
                assertThat(Kernel.isOpen(Long.parseLong(what.substring(0, space))))
                        .as("the first process's handle " + what + " is open here")
                        .isFalse();
                return NAME.open(device, what.substring(space + 1));
            }
        },
        HANDLE {
            @Override
            DeviceMemory open(TestDevice device, String what) {
                long value = Long.parseLong(what);
                assertThat(Kernel.isOpen(value))
                        .as("handle " + what + " is open here")
                        .isTrue();
                NtHandle handle = NtHandle.adopt(value, OPAQUE_WIN32);
                DeviceMemory memory = device.external().importMemory(handle, description(device, OPAQUE_WIN32));
                // What is imported needs the handle no more; an import of NV took it.
                handle.close();
                return memory;
            }
        },
        CHANNEL {
            @Override
            DeviceMemory open(TestDevice device, String what) throws IOException {
                try (HandleChannel channel = HandleChannel.connect(Path.of(what), TIMEOUT);
                        ReceivedHandle received = channel.receive()) {
                    return device.external().importMemory(received.handle(), received.description());
                }
            }
        },
        NUMBER {
            @Override
            DeviceMemory open(TestDevice device, String what) {
                return device.external()
                        .importMemory(
                                new GlobalShareHandle(Long.parseLong(what), OPAQUE_WIN32_KMT),
                                description(device, OPAQUE_WIN32_KMT));
            }
        };

        abstract DeviceMemory open(TestDevice device, String what) throws IOException;
    }

    private static MemoryDescription description(TestDevice device, ExternalMemoryHandleType handleType) {
        return new MemoryDescription(
                SIZE,
                device.hostVisibleType(-1),
                handleType,
                false,
                device.external().identity());
    }

    /** Arguments: the way, and the families of extensions. */
    public static void main(String[] args) throws IOException {
        EnumSet<Family> families = EnumSet.noneOf(Family.class);
        Arrays.stream(args).skip(1).map(Family::valueOf).forEach(families::add);
        try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
                WindowsDriver driver = WindowsDriver.with(families)) {
            TestDevice device = driver.importer();
            System.out.println(READY);
            try (DeviceMemory memory = Way.valueOf(args[0]).open(device, input.readLine())) {
                Pattern.assertIn(memory, 21);
                Pattern.write(memory, 22);
                System.out.println(DONE);
                assertThat(input.readLine()).isNull();
                // The first process is through with it: its memory and its handles are gone, but for a number's memory.
                Pattern.assertIn(memory, 22);
            }
        }
    }
}
