package io.github.vkextmem.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.driver.TwoDevices;
import io.github.vkextmem.handle.HandleChannel;
import io.github.vkextmem.handle.HandleListener;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.handle.ReceivedHandle;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What may be done with a file descriptor of memory: exported, imported, duplicated and sent, once and many times. */
@EnabledOnOs(OS.LINUX)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FileDescriptorRules extends TwoDevices {

    private static final int MANY = 1024;

    /** At once. NVIDIA's driver has room for less than 256 of host-visible memory in a process. */
    private static final int TOGETHER = 64;

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    final ExternalMemoryHandleType handleType;

    @TempDir
    private Path folder;

    FileDescriptorRules(ExternalMemoryHandleType handleType) {
        this.handleType = handleType;
    }

    Stream<Arguments> everyWay() {
        return Sharing.as(handleType)
                .flatMap(sharing -> Arrays.stream(Access.values()).map(access -> Arguments.of(sharing, access)));
    }

    Stream<Arguments> everyWayToDuplicate() {
        return everyWay()
                .flatMap(way -> Arrays.stream(Dup.values()).map(dup -> Arguments.of(way.get()[0], way.get()[1], dup)));
    }

    final SharedMemory allocate(Sharing sharing, Access access) {
        sharing.assumeSupported(exporter.external(), SharedMemory.properties(exporter.external(), sharing));
        return SharedMemory.allocate(exporter, sharing, access);
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void whatIsWrittenOnOneDeviceIsReadOnTheOther(Sharing sharing, Access access) {
        try (SharedMemory exported = allocate(sharing, access);
                PosixFileDescriptor handle = exported.export();
                SharedMemory imported = exported.importInto(importer, handle)) {
            exported.write(1);
            imported.assertHolds(1);
            imported.write(2);
            exported.assertHolds(2);
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void importedTwiceItIsTheSameMemory(Sharing sharing, Access access) {
        try (SharedMemory exported = allocate(sharing, access)) {
            exported.write(1);
            try (PosixFileDescriptor handle = exported.export();
                    PosixFileDescriptor copy = handle.duplicate();
                    SharedMemory first = exported.importInto(importer, handle);
                    SharedMemory second = exported.importInto(importer, copy)) {
                first.assertHolds(1);
                second.assertHolds(1);
                first.write(2);
                second.write(3);
                first.assertHolds(3);
                exported.assertHolds(3);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void importedIntoTheDeviceThatExportedItItIsTheSameMemory(Sharing sharing, Access access) {
        try (SharedMemory exported = allocate(sharing, access);
                PosixFileDescriptor handle = exported.export();
                SharedMemory imported = exported.importInto(exporter, handle)) {
            exported.write(1);
            imported.assertHolds(1);
            imported.write(2);
            exported.assertHolds(2);
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void itIsImportedManyTimesOneAfterTheOther(Sharing sharing, Access access) {
        try (SharedMemory exported = allocate(sharing, access);
                PosixFileDescriptor handle = exported.export()) {
            exported.write(1);
            for (int i = 1; i < MANY; i++) {
                try (PosixFileDescriptor copy = handle.duplicate()) {
                    exported.importInto(importer, copy).close();
                }
            }
            try (SharedMemory last = exported.importInto(importer, handle)) {
                last.assertHolds(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void itIsImportedManyTimesAtOnce(Sharing sharing, Access access) {
        Deque<SharedMemory> all = new ArrayDeque<>();
        try (SharedMemory exported = allocate(sharing, access);
                PosixFileDescriptor handle = exported.export()) {
            for (int i = 0; i < TOGETHER; i++) {
                try (PosixFileDescriptor copy = handle.duplicate()) {
                    all.add(exported.importInto(importer, copy));
                }
            }
            all.getFirst().write(1);
            all.getLast().assertHolds(1);
            exported.assertHolds(1);
        } finally {
            all.forEach(SharedMemory::close);
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void itIsExportedManyTimes(Sharing sharing, Access access) {
        Deque<PosixFileDescriptor> all = new ArrayDeque<>();
        try (SharedMemory exported = allocate(sharing, access)) {
            exported.write(1);
            for (int i = 0; i < MANY; i++) {
                exported.export().close();
            }
            Set<Integer> numbers = new HashSet<>();
            for (int i = 0; i < TOGETHER; i++) {
                all.add(exported.export());
                numbers.add(all.getLast().fd());
            }
            assertThat(numbers).hasSize(TOGETHER);
            try (SharedMemory first = exported.importInto(importer, all.getFirst());
                    SharedMemory last = exported.importInto(importer, all.getLast())) {
                first.assertHolds(1);
                last.write(2);
                first.assertHolds(2);
            }
        } finally {
            all.forEach(PosixFileDescriptor::close);
        }
    }

    @ParameterizedTest
    @MethodSource("everyWayToDuplicate")
    void aDescriptorThatSomebodyDuplicatedIsImportedLikeTheFirst(Sharing sharing, Access access, Dup dup) {
        try (SharedMemory exported = allocate(sharing, access);
                SharedMemory unrelated = allocate(sharing, access);
                PosixFileDescriptor handle = exported.export();
                PosixFileDescriptor other = unrelated.export()) {
            exported.write(1);
            unrelated.write(2);
            try (PosixFileDescriptor copy = dup.of(handle, other);
                    SharedMemory imported = exported.importInto(importer, copy)) {
                imported.assertHolds(1);
                imported.write(3);
                exported.assertHolds(3);
                unrelated.assertHolds(2);
            }
            assertThat(handle.isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void itIsImportedAfterATripThroughASocket(Sharing sharing, Access access) throws Exception {
        Path socket = folder.resolve("socket");
        try (SharedMemory exported = allocate(sharing, access);
                HandleListener listener = HandleChannel.listen(socket, TIMEOUT);
                HandleChannel sender = HandleChannel.connect(socket, TIMEOUT);
                HandleChannel receiver = listener.accept()) {
            exported.write(1);
            try (PosixFileDescriptor handle = exported.export()) {
                sender.send(handle, exported.memory().description(sharing.handleType()));
            }
            try (ReceivedHandle received = receiver.receive();
                    SharedMemory imported = exported.importInto(importer, received.posixFileDescriptor())) {
                assertThat(received.description()).isEqualTo(exported.memory().description(sharing.handleType()));
                imported.assertHolds(1);
                imported.write(2);
                exported.assertHolds(2);
            }
        }
    }
}
