package io.github.vkextmem.platform;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Daemon threads for calls that may block in the operating system. */
final class PlatformThreads {

    private static final int IDLE_SECONDS = 10;

    private static final Executor POOL = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), PlatformThreads::newThread);

    private static final MethodHandle IS_VIRTUAL = findIsVirtual();

    private PlatformThreads() {}

    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(null, task, "vkextmem", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }

    /** Thread.isVirtual, which older JDKs than 21 do not have. */
    private static MethodHandle findIsVirtual() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (ReflectiveOperationException e) {
            return MethodHandles.dropArguments(MethodHandles.constant(boolean.class, false), 0, Thread.class);
        }
    }

    private static boolean isVirtual(Thread thread) {
        try {
            return (boolean) IS_VIRTUAL.invokeExact(thread);
        } catch (Throwable e) {
            throw new IllegalStateException("Thread.isVirtual failed", e);
        }
    }

    /** Makes a call that may block. A virtual thread would keep its carrier meanwhile, so another thread makes it then. */
    static NativeFunction.Result call(NativeFunction function, long... arguments) {
        return isVirtual(Thread.currentThread())
                ? CompletableFuture.supplyAsync(() -> function.callOnce(arguments), POOL)
                        .join()
                : function.callOnce(arguments);
    }

    /** Runs a task that may block for longer than the deadline permits: it then goes on after this method returned. */
    static void run(Deadline deadline, Runnable task) {
        try {
            CompletableFuture.runAsync(task, POOL)
                    .completeOnTimeout(null, Math.max(deadline.millis(), Deadline.SLICE_MILLIS), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
