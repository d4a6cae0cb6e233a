package io.github.vkextmem.standin;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32_KMT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.driver.ChildJvm;
import io.github.vkextmem.functional.Pattern;
import io.github.vkextmem.handle.HandleChannel;
import io.github.vkextmem.handle.HandleListener;
import io.github.vkextmem.handle.NtHandle;
import io.github.vkextmem.handle.TransferableHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.struct.AccessRights;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryAllocateInfoNV;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.SecurityAttributes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Memory goes to a second process in each of the ways that Windows has for it. */
@EnabledOnOs(OS.WINDOWS)
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WindowsProcessesTest {

    private static final int ACCESS = AccessRights.DXGI_SHARED_RESOURCE_READ | AccessRights.DXGI_SHARED_RESOURCE_WRITE;
    private static final long HANDLE_STEP = 4;
    private static final long MORE_THAN_A_CHILD_OPENS = 2_000;
    private static final Set<Family> KHR = EnumSet.of(Family.KHR);
    private static final Set<Family> NV = EnumSet.of(Family.NV);
    private static final ExportMemoryAllocateInfo EXPORT = ExportMemoryAllocateInfo.of(OPAQUE_WIN32);

    /** What is allocated, said without the size and type that both processes know. */
    private interface Allocation {
        MemoryAllocateChain of(MemoryAllocateInfo info);
    }

    private static DeviceMemory allocate(WindowsDriver driver, Allocation allocation) {
        int type = driver.exporter().hostVisibleType(-1);
        return driver.exporter().external().allocate(allocation.of(MemoryAllocateInfo.of(WindowsChild.SIZE, type)));
    }

    /** What the second process is told, once it is there. */
    private interface Message {
        String of(DeviceMemory exported, Process child);
    }

    private static String uniqueName() {
        return "Local\\vkextmem-process-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    }

    @Test
    void byName() throws Exception {
        String name = uniqueName();
        SecurityAttributes attributes = SecurityAttributes.notInherited().forThisUser();
        var info = ExportMemoryWin32HandleInfoKHR.of(attributes, ACCESS).withName(name);
        share(KHR, memory -> memory.with(EXPORT).with(info), WindowsChild.Way.NAME, (exported, child) -> {
            System.out.println("Process " + ProcessHandle.current().pid() + " exported " + exported + "\n  as " + name
                    + ", open to " + attributes.toSddl() + ",\n  and process " + child.pid()
                    + " imports it by that name, reads its bytes and answers in it.");
            return name;
        });
    }

    @Test
    void byAHandleThatIsDuplicatedIntoIt() throws Exception {
        share(KHR, info -> info.with(EXPORT), WindowsChild.Way.HANDLE, (exported, child) -> {
            try (NtHandle handle = exported.exportNtHandle(OPAQUE_WIN32)) {
                return Long.toString(handle.duplicateInto(child.pid()));
            }
        });
    }

    @Test
    void byAHandleOfNvThatIsDuplicatedIntoIt() throws Exception {
        var export = ExportMemoryAllocateInfoNV.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32);
        share(NV, info -> info.with(export), WindowsChild.Way.HANDLE, (exported, child) -> {
            try (NtHandle handle = exported.exportNtHandle(ExternalMemoryHandleTypeNV.OPAQUE_WIN32)) {
                return Long.toString(handle.duplicateInto(child.pid()));
            }
        });
    }

    private interface Export {
        TransferableHandle from(DeviceMemory memory);
    }

    @Test
    void byAChannel() throws Exception {
        sendThroughChannel(KHR, info -> info.with(EXPORT), memory -> memory.exportNtHandle(OPAQUE_WIN32));
    }

    @Test
    void byAChannelBetweenDevicesOfNv() throws Exception {
        sendThroughChannel(
                NV,
                info -> info.with(ExportMemoryAllocateInfoNV.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32)),
                memory -> memory.exportNtHandle(ExternalMemoryHandleTypeNV.OPAQUE_WIN32));
    }

    @Test
    void aGlobalShareHandleByAChannel() throws Exception {
        sendThroughChannel(
                KHR,
                info -> info.with(ExportMemoryAllocateInfo.of(OPAQUE_WIN32_KMT)),
                memory -> memory.exportGlobalShareHandle(OPAQUE_WIN32_KMT));
    }

    private static void sendThroughChannel(Set<Family> families, Allocation allocation, Export export)
            throws Exception {
        Path pipe = Path.of("\\\\.\\pipe\\vkextmem-" + System.nanoTime());
        try (WindowsDriver driver = WindowsDriver.with(families);
                DeviceMemory exported = allocate(driver, allocation);
                HandleListener listener = HandleChannel.listen(pipe, WindowsChild.TIMEOUT);
                Child child = new Child(WindowsChild.Way.CHANNEL, families)) {
            Pattern.write(exported, 21);
            child.say(pipe.toString());
            try (HandleChannel channel = listener.accept();
                    TransferableHandle handle = export.from(exported)) {
                channel.send(handle, exported.description(handle.handleType()));
            }
            child.requireDone();
            Pattern.assertIn(exported, 22);
            child.end();
        }
    }

    /** The child has every inheritable handle of its parent, under the same number. */
    @Test
    void byInheritance() throws Exception {
        var info = ExportMemoryWin32HandleInfoKHR.of(SecurityAttributes.inherited(), ACCESS);
        shareWithLaterChild(info, WindowsChild.Way.HANDLE, handle -> Long.toString(handle.handle()));
    }

    @Test
    void notByInheritanceUnlessTheAttributesSaySo() throws Exception {
        String name = uniqueName();
        var info = ExportMemoryWin32HandleInfoKHR.of(SecurityAttributes.notInherited(), ACCESS)
                .withName(name);
        shareWithLaterChild(info, WindowsChild.Way.NAME_ALONE, handle -> handle.handle() + " " + name);
    }

    private interface HandleMessage {
        String of(NtHandle handle);
    }

    private static void shareWithLaterChild(
            ExportMemoryWin32HandleInfoKHR info, WindowsChild.Way way, HandleMessage message) throws Exception {
        try (WindowsDriver driver = WindowsDriver.with(KHR);
                DeviceMemory exported =
                        allocate(driver, memory -> memory.with(EXPORT).with(info));
                NtHandle handle = withHighNumber(() -> exported.exportNtHandle(OPAQUE_WIN32))) {
            Pattern.write(exported, 21);
            try (Child child = new Child(way, KHR)) {
                child.tell(message.of(handle));
                Pattern.assertIn(exported, 22);
                child.end();
            }
        }
    }

    /** Windows gives the smallest numbers that are free. Only a handle that a child inherits has this one there. */
    private static NtHandle withHighNumber(Supplier<NtHandle> export) {
        List<Long> events = LongStream.range(0, MORE_THAN_A_CHILD_OPENS)
                .mapToObj(i -> Kernel.createEvent(0).value())
                .toList();
        try {
            NtHandle handle = export.get();
            assertThat(handle.handle()).isGreaterThan(HANDLE_STEP * MORE_THAN_A_CHILD_OPENS);
            return handle;
        } finally {
            events.forEach(Kernel::close);
        }
    }

    @Test
    void byAGlobalShareNumber() throws Exception {
        share(
                KHR,
                info -> info.with(ExportMemoryAllocateInfo.of(OPAQUE_WIN32_KMT)),
                WindowsChild.Way.NUMBER,
                (exported, child) -> Long.toString(
                        exported.exportGlobalShareHandle(OPAQUE_WIN32_KMT).handle()));
    }

    private static void share(Set<Family> families, Allocation allocation, WindowsChild.Way way, Message message)
            throws Exception {
        try (WindowsDriver driver = WindowsDriver.with(families)) {
            OpenHandles.requireNoneLeft(() -> shareOnce(driver, families, allocation, way, message));
        }
    }

    private static void shareOnce(
            WindowsDriver driver, Set<Family> families, Allocation allocation, WindowsChild.Way way, Message message)
            throws Exception {
        try (Child child = new Child(way, families)) {
            try (DeviceMemory exported = allocate(driver, allocation)) {
                Pattern.write(exported, 21);
                child.tell(message.of(exported, child.process));
                Pattern.assertIn(exported, 22);
                if (way == WindowsChild.Way.NUMBER) {
                    // A number holds no reference: the memory has to be there until the child is through.
                    child.end();
                }
            }
            child.end();
        }
    }

    /** The second process, on a leash. */
    private static final class Child implements AutoCloseable {

        private final Process process;
        private final BufferedReader output;
        private final Writer input;

        Child(WindowsChild.Way way, Set<Family> families) throws IOException {
            List<String> command = ChildJvm.command(WindowsChild.class, way.name());
            families.forEach(family -> command.add(family.name()));
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            output = process.inputReader();
            input = process.outputWriter();
            assertThat(output.readLine()).isEqualTo(WindowsChild.READY);
        }

        void tell(String message) throws IOException {
            say(message);
            requireDone();
        }

        void say(String message) throws IOException {
            input.write(message + "\n");
            input.flush();
        }

        void requireDone() throws IOException {
            assertThat(output.readLine()).isEqualTo(WindowsChild.DONE);
        }

        void end() throws IOException, InterruptedException {
            input.close();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            output.close();
        }
    }
}
