package io.github.vkextmem.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.UnsupportedException;
import io.github.vkextmem.standin.OpenHandles;
import io.github.vkextmem.struct.AccessRights;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.SecurityAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** NT handles of real sections. */
@EnabledOnOs(OS.WINDOWS)
class NtHandleOnWindowsTest {

    /** A multiple of 4, as handles are, far above all that this process has. */
    private static final long NOBODYS = 0x7FFF0;

    private static String name() {
        // No random UUID: Wine's network interfaces, which seed it, bring the JVM down.
        return "Local\\vkextmem-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    }

    private static void assertFails(ThrowingCallable call, int error, String message) {
        assertThatExceptionOfType(OperatingSystemException.class)
                .isThrownBy(call)
                .withMessage(message)
                .satisfies(e -> assertThat(e.code()).isEqualTo(error));
    }

    private static NtHandle nobodys() {
        return NtHandle.adopt(NOBODYS, ExternalMemoryHandleType.OPAQUE_WIN32);
    }

    @Test
    void noHandleIsLeft() {
        int rounds = 500;
        Sections.create().close();
        int before = OpenHandles.count();
        for (int i = 0; i < rounds; i++) {
            try (NtHandle section = Sections.create();
                    NtHandle copy = section.duplicate();
                    NtHandle reader = section.duplicateWithAccess(AccessRights.SECTION_MAP_READ)) {
                NtHandle.adopt(section.duplicateInto(ProcessHandle.current().pid()), section.handleType())
                        .close();
                assertThat(copy.isValid()).isTrue();
                assertThat(reader.isValid()).isTrue();
            }
        }
        // The JVM opens and closes handles of its own meanwhile.
        OpenHandles.requireAtMost(before + rounds / 2);
    }

    @Test
    void isClosedExactlyOnce() {
        NtHandle first = Sections.create();
        long number = first.handle();
        first.close();
        NtHandle second = Sections.create();
        // Windows gives a number that became free to the next handle, which may be one of another thread.
        for (int i = 0; second.handle() != number; i++) {
            assertThat(i).as("handles made, and none has number %s", number).isLessThan(1_000);
            second.close();
            second = Sections.create();
        }
        first.close();
        assertThat(first.isValid()).isFalse();
        assertThat(second.isValid()).isTrue();
        second.close();
        assertThat(second.isValid()).isFalse();
    }

    /** A second close would find the number closed, or hit one of the handles that are made meanwhile. */
    @Test
    void closingFromManyThreadsClosesOnce() throws Exception {
        int threads = 8;
        int rounds = 100;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (NtHandle section = Sections.create()) {
            int before = 0;
            for (int round = -1; round < rounds; round++) {
                if (round == 0) {
                    before = OpenHandles.count();
                }
                NtHandle handle = section.duplicate();
                CyclicBarrier together = new CyclicBarrier(threads);
                List<Future<NtHandle>> all = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    all.add(pool.submit(() -> {
                        together.await();
                        handle.close();
                        return section.duplicate();
                    }));
                }
                for (Future<NtHandle> made : all) {
                    try (NtHandle bystander = made.get(60, TimeUnit.SECONDS)) {
                        assertThat(bystander.isValid()).isTrue();
                    }
                }
            }
            OpenHandles.requireAtMost(before + rounds / 2);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aDuplicateLivesOnItsOwn() {
        NtHandle section = Sections.create();
        try (NtHandle copy = section.duplicate()) {
            assertThat(copy.handle()).isNotEqualTo(section.handle());
            assertThat(copy.handleType()).isEqualTo(ExternalMemoryHandleType.OPAQUE_WIN32);
            Sections.write(section.handle(), 7, (byte) 42);
            section.close();
            assertThat(copy.isValid()).isTrue();
            assertThat(Sections.read(copy.handle(), 7)).isEqualTo((byte) 42);
        }
    }

    @Test
    void reducedAccessIsReallyReduced() {
        try (NtHandle section = Sections.create();
                NtHandle reader = section.duplicateWithAccess(AccessRights.SECTION_MAP_READ);
                NtHandle copy = reader.duplicate()) {
            Sections.write(section.handle(), 0, (byte) 1);
            for (NtHandle handle : new NtHandle[] {reader, copy}) {
                assertThat(Sections.read(handle.handle(), 0)).isEqualTo((byte) 1);
                assertFails(
                        () -> Sections.write(handle.handle(), 0, (byte) 2),
                        5,
                        "MapViewOfFile(0x" + Long.toHexString(handle.handle()) + ") failed: ERROR_ACCESS_DENIED (5)");
            }
            assertThatIllegalArgumentException().isThrownBy(() -> section.duplicateWithAccess(0));
            assertThatIllegalArgumentException().isThrownBy(() -> section.duplicateIntoWithAccess(1, 0));
        }
    }

    @Test
    void isInheritedOnlyIfAskedFor() {
        try (NtHandle plain = Sections.create();
                NtHandle inherited = Sections.create(SecurityAttributes.inherited(), null);
                NtHandle copy = inherited.duplicate()) {
            assertThat(plain.isInheritable()).isFalse();
            assertThat(inherited.isInheritable()).isTrue();
            assertThat(copy.isInheritable()).isFalse();
            plain.setInheritable(true);
            assertThat(plain.isInheritable()).isTrue();
            plain.setInheritable(false);
            assertThat(plain.isInheritable()).isFalse();
        }
    }

    @Test
    void whatIsNotOpenIsAnErrorByName() {
        assertThat(nobodys().isValid()).isFalse();
        assertThat(nobodys().isOpen()).isTrue();
        assertFails(nobodys()::close, 6, "CloseHandle(0x7fff0) failed: ERROR_INVALID_HANDLE (6)");
        assertFails(nobodys()::duplicate, 6, "DuplicateHandle(0x7fff0) failed: ERROR_INVALID_HANDLE (6)");
        assertFails(nobodys()::isInheritable, 6, "GetHandleInformation(0x7fff0) failed: ERROR_INVALID_HANDLE (6)");
        assertFails(
                () -> nobodys().setInheritable(true),
                6,
                "SetHandleInformation(0x7fff0) failed: ERROR_INVALID_HANDLE (6)");
    }

    @Test
    void whatIsNotThereIsAnErrorByName() {
        try (NtHandle section = Sections.create()) {
            assertFails(
                    () -> section.duplicateInto(0x7FFFFFF0),
                    87,
                    "OpenProcess(2147483632) failed: ERROR_INVALID_PARAMETER (87)");
            assertThat(section.isValid()).isTrue();
        }
        String name = name();
        assertFails(
                () -> Sections.open(name, AccessRights.SECTION_MAP_READ),
                2,
                "OpenFileMappingW(" + name + ") failed: ERROR_FILE_NOT_FOUND (2)");
    }

    @Test
    void theLastErrorIsThatOfTheCall() {
        // Enough of them for the JVM to compile them meanwhile.
        for (int i = 0; i < 20_000; i++) {
            assertThatExceptionOfType(OperatingSystemException.class)
                    .isThrownBy(nobodys()::isInheritable)
                    .satisfies(e -> assertThat(e.code()).isEqualTo(6));
        }
    }

    @Test
    void handingOverGivesItAwayUnlessTheTakerThrows() {
        NtHandle section = Sections.create();
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> section.handOver(handle -> {
                    throw new ArithmeticException();
                }));
        assertThat(section.isOpen()).isTrue();
        long taken = section.handOver(handle -> handle);
        assertThat(section.isOpen()).isFalse();
        assertThat(section.isValid()).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(section::duplicate)
                .withMessageEndingWith("it is taken over by an import, and belongs to the driver");
        section.close();
        try (NtHandle mine = NtHandle.adopt(taken, section.handleType())) {
            assertThat(mine.isValid()).isTrue();
        }
    }

    @Test
    void whatIsLentStaysAndIsNotClosedMeanwhile() {
        try (NtHandle section = Sections.create()) {
            byte read = section.lend(handle -> {
                assertThatIllegalStateException()
                        .isThrownBy(section::close)
                        .withMessageEndingWith("cannot be closed: it is just being lent");
                assertThatIllegalStateException()
                        .isThrownBy(section::release)
                        .withMessageEndingWith("cannot be released: it is just being lent");
                assertThatIllegalStateException()
                        .isThrownBy(() -> section.handOver(taken -> taken))
                        .withMessageEndingWith("cannot be handed over: it is just being lent");
                section.duplicate().close();
                assertThat(section.isValid()).isTrue();
                return Sections.read(handle, 0);
            });
            assertThat(read).isZero();
            assertThat(section.isOpen()).isTrue();
        }
    }

    @Test
    void anotherProcessUsesAHandleThatWasPutIntoIt() throws Exception {
        try (NtHandle section = Sections.create();
                ChildProcess child = ChildProcess.java(SectionChild.class, "handle", "21")) {
            assertThat(child.nextLine()).isEqualTo(SectionChild.READY);
            Sections.write(section.handle(), 0, (byte) 21);
            child.tell(Long.toString(section.duplicateInto(child.pid())));
            assertThat(child.finish()).isEqualTo(SectionChild.DONE);
            assertThat(Sections.read(section.handle(), 1)).isEqualTo((byte) 22);
        }
    }

    @Test
    void aChildHasWhatIsInheritableUnderTheSameNumber() throws Exception {
        try (NtHandle section = Sections.create()) {
            Sections.write(section.handle(), 0, (byte) 41);
            section.setInheritable(true);
            String number = Long.toString(section.handle());
            try (ChildProcess child = ChildProcess.java(SectionChild.class, "inherited", "41", number)) {
                assertThat(child.finish()).isEqualTo(SectionChild.DONE);
            }
            assertThat(Sections.read(section.handle(), 1)).isEqualTo((byte) 42);
        }
    }

    @Test
    void anotherProcessOpensItByName() throws Exception {
        String name = name();
        SecurityAttributes attributes = SecurityAttributes.notInherited().forThisUser();
        try (NtHandle section = Sections.create(attributes, name)) {
            Sections.write(section.handle(), 0, (byte) 31);
            try (ChildProcess child = ChildProcess.java(SectionChild.class, "name", "31", name)) {
                assertThat(child.finish()).isEqualTo(SectionChild.DONE);
            }
            assertThat(Sections.read(section.handle(), 1)).isEqualTo((byte) 32);
        }
    }

    @Test
    void theDescriptorDecidesWhoOpensItByName() {
        String user = SecurityAttributes.notInherited().forThisUser().toSddl().replaceAll("^O:(S[-0-9]+).*", "$1");
        String name = name();
        SecurityAttributes readOnly =
                SecurityAttributes.notInherited().withSddl("O:" + user + "D:P(A;;GR;;;" + user + ")");
        try (NtHandle section = Sections.create(readOnly, name)) {
            Sections.open(name, AccessRights.SECTION_MAP_READ).close();
            assertThat(section.isValid()).isTrue();
            assertFails(
                    () -> Sections.open(name, AccessRights.SECTION_MAP_WRITE),
                    5,
                    "OpenFileMappingW(" + name + ") failed: ERROR_ACCESS_DENIED (5)");
        }
        String closed = name();
        try (NtHandle section =
                Sections.create(SecurityAttributes.notInherited().withSddl("D:P(D;;GA;;;WD)"), closed)) {
            assertFails(
                    () -> Sections.open(closed, AccessRights.SECTION_MAP_READ),
                    5,
                    "OpenFileMappingW(" + closed + ") failed: ERROR_ACCESS_DENIED (5)");
            assertThat(section.isValid()).isTrue();
        }
    }

    @Test
    void fileDescriptorsAreRefusedBeforeThereIsOne() {
        assertThatExceptionOfType(UnsupportedException.class)
                .isThrownBy(PosixFileDescriptor::requireSupported)
                .withMessage("file descriptors of external memory are supported on Linux, not on Windows");
        assertThatExceptionOfType(UnsupportedException.class)
                .isThrownBy(() -> PosixFileDescriptor.adopt(0, ExternalMemoryHandleType.OPAQUE_FD));
    }
}
