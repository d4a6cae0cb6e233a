package io.github.vkextmem.handle;

import io.github.vkextmem.WaitInterruptedException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The JVM of {@link WaitsTest} whose virtual threads share one carrier; this file compiles for a JDK that has none. */
final class VirtualThreadChild {

    private static final Duration LONG = Duration.ofSeconds(50);

    private VirtualThreadChild() {}

    private static Thread startVirtual(Runnable task) throws ReflectiveOperationException {
        Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        return (Thread) start.invoke(null, task);
    }

    public static void main(String[] arguments) throws Exception {
        Path path = Path.of(arguments[0]);
        try (HandleListener listener = HandleChannel.listen(path, LONG);
                HandleChannel here = HandleChannel.connect(path, LONG);
                HandleChannel there = listener.accept()) {
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread waiting = startVirtual(() -> {
                try {
                    there.receive();
                } catch (WaitInterruptedException e) {
                    interrupted.complete(Thread.currentThread().isInterrupted());
                }
            });
            CompletableFuture<String> ran = new CompletableFuture<>();
            startVirtual(() -> ran.complete("another ran"));
            String another = ran.get(20, TimeUnit.SECONDS);
            waiting.interrupt();
            System.out.println(here + ": " + another + ", interrupted: " + interrupted.get(20, TimeUnit.SECONDS));
        }
    }
}
