package io.github.vkextmem.ownership;

import io.github.vkextmem.VulkanException;
import io.github.vkextmem.driver.PosixFiles;
import io.github.vkextmem.handle.CountingNtKernel;
import io.github.vkextmem.handle.HandleChannel;
import io.github.vkextmem.handle.HandleListener;
import io.github.vkextmem.handle.NtHandle;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.platform.Posix;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.lwjgl.system.Platform;
import org.lwjgl.system.linux.FCNTL;

/**
 * The process of {@link LeakDetectorTest}: it forgets one object of each kind, ends as many properly, and prints what was
 * reported. Handles and memory come from the recording driver and a counting kernel; descriptors and channels are real.
 */
final class LeakChild {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final MemoryAllocateInfo INFO = MemoryAllocateInfo.of(4096, RecordingDriver.COHERENT);

    private final List<LogRecord> reports = new CopyOnWriteArrayList<>();

    /** What was forgotten, seen without keeping it. */
    private final List<WeakReference<Object>> forgotten = new ArrayList<>();

    private final ExternalMemory external;
    private final RecordingDriver driver;
    private final Path folder;

    private LeakChild(RecordingDriver driver, Path folder) {
        this.driver = driver;
        this.external = ExternalMemory.on(driver.device());
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        try (RecordingDriver driver = RecordingDriver.with("VK_NV_external_memory", "VK_NV_external_memory_win32")) {
            new LeakChild(driver, Path.of(arguments[0])).run(Boolean.parseBoolean(arguments[1]));
        }
        // What was forgotten keeps nothing from ending, but the socket of a listener would stay where it is.
        Runtime.getRuntime().halt(0);
    }

    private void run(boolean reported) throws Exception {
        Logger logger = Logger.getLogger("io.github.vkextmem");
        logger.setUseParentHandlers(false);
        logger.addHandler(new Handler() {
            @Override
            public void publish(LogRecord report) {
                reports.add(report);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
        endProperly();
        forget();
        collect(reported ? forgotten.size() : 0);
        // Whatever else became unreachable before this one would be reported by now as well.
        int before = reports.size();
        forgetOne();
        collect(reported ? before + 1 : 0);
        for (LogRecord report : reports) {
            System.out.println(report.getLevel() + " " + report.getMessage());
            System.out.println("  at " + lineOf(report.getThrown()));
        }
        printEnds();
    }

    /** One line of this program each, because the line is what is reported. */
    private void forget() throws IOException {
        if (Platform.get() == Platform.LINUX) {
            forgotten(PosixFileDescriptor.adopt(device(), ExternalMemoryHandleType.OPAQUE_FD));
        }
        forgotten(NtHandle.adopt(0x1F4, ExternalMemoryHandleType.OPAQUE_WIN32));
        forgotten(external.allocate(INFO));
        HandleListener listener = forgotten(HandleChannel.listen(folder.resolve("forgotten"), TIMEOUT));
        HandleChannel here = forgotten(HandleChannel.connect(folder.resolve("forgotten"), TIMEOUT));
        HandleChannel there = forgotten(listener.accept());
        System.out.println("forgot " + listener + here + there);
    }

    /** {@return a descriptor that could be a driver's} */
    private static int device() {
        return PosixFiles.open("/dev/null", FCNTL.O_RDWR | FCNTL.O_CLOEXEC);
    }

    private void forgetOne() {
        forgotten(NtHandle.adopt(0x1F8, ExternalMemoryHandleType.OPAQUE_WIN32));
    }

    private <T> T forgotten(T object) {
        forgotten.add(new WeakReference<>(object));
        StackTraceElement line = new Throwable().getStackTrace()[1];
        System.out.println("line " + line.getLineNumber() + " forgets " + object);
        return object;
    }

    private void endProperly() throws IOException {
        if (Platform.get() == Platform.LINUX) {
            PosixFileDescriptor.adopt(device(), ExternalMemoryHandleType.OPAQUE_FD)
                    .close();
            Posix.close(PosixFileDescriptor.adopt(device(), ExternalMemoryHandleType.OPAQUE_FD)
                    .release());
        }
        // No handles of Windows: it may close them as little as use them.
        try (CountingNtKernel kernel = CountingNtKernel.install()) {
            NtHandle.adopt(0x1FC, ExternalMemoryHandleType.OPAQUE_WIN32).close();
            System.out.println("closed " + kernel.closed());
        }
        NtHandle.adopt(0x200, ExternalMemoryHandleType.OPAQUE_WIN32).release();
        external.importMemory(NtHandle.adopt(0x204, ExternalMemoryHandleType.OPAQUE_WIN32), INFO.chain())
                .close();
        driver.answer("vkAllocateMemory", -2);
        try {
            external.allocate(INFO).close();
            throw new AssertionError("allocated");
        } catch (VulkanException expected) {
            driver.answer("vkAllocateMemory", 0);
        }
        Path path = folder.resolve("closed");
        try (HandleListener listener = HandleChannel.listen(path, TIMEOUT);
                HandleChannel here = HandleChannel.connect(path, TIMEOUT);
                HandleChannel there = listener.accept()) {
            System.out.println("closes " + here + there);
        }
    }

    /** Waits for the collector, and for as many reports. */
    private void collect(int wanted) throws InterruptedException {
        long start = System.nanoTime();
        while (reports.size() < wanted || forgotten.stream().anyMatch(object -> object.get() != null)) {
            if (System.nanoTime() - start > TIMEOUT.toNanos()) {
                throw new AssertionError("only " + reports.size() + " reports after " + TIMEOUT);
            }
            System.gc();
            Thread.sleep(5);
        }
    }

    private static String lineOf(Throwable place) {
        return place == null
                ? "nowhere"
                : Arrays.stream(place.getStackTrace())
                        .filter(frame -> frame.getClassName().equals(LeakChild.class.getName()))
                        .findFirst()
                        .map(frame -> frame.getMethodName() + ":" + frame.getLineNumber())
                        .orElse("elsewhere");
    }

    private void printEnds() {
        NtHandle closed = NtHandle.adopt(0x300, ExternalMemoryHandleType.OPAQUE_WIN32);
        NtHandle released = NtHandle.adopt(0x304, ExternalMemoryHandleType.OPAQUE_WIN32);
        NtHandle takenOver = NtHandle.adopt(0x308, ExternalMemoryHandleType.OPAQUE_WIN32);
        DeviceMemory memory = external.importMemory(takenOver, INFO.chain());
        try (CountingNtKernel kernel = CountingNtKernel.install()) {
            closeHere(closed);
            releaseHere(released);
            closeHere(memory);
            // The first end counts.
            closed.close();
            memory.close();
            System.out.println("closed " + kernel.closed());
        }
        Stream.<Supplier<Object>>of(closed::handle, released::handle, takenOver::handle, memory::handle)
                .forEach(LeakChild::printCause);
    }

    private static void printCause(Supplier<Object> use) {
        try {
            throw new AssertionError(use.get());
        } catch (IllegalStateException e) {
            Throwable cause = e.getCause();
            System.out.println(
                    e.getMessage() + " | " + (cause == null ? null : cause.getMessage()) + " | " + lineOf(cause));
        }
    }

    private static void closeHere(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void releaseHere(NtHandle handle) {
        System.out.println("released " + handle.release());
    }
}
