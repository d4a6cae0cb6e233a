package io.github.vkextmem.handle;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The scope of the memory that a buffer views. {@code java.lang.foreign} is newer than the language level of this library, so
 * {@code MemorySegment.ofBuffer(buffer).scope().isAlive()} is called by method handle.
 */
final class BufferScope {

    private static final @Nullable MethodHandle IS_ALIVE = find();

    private BufferScope() {}

    /** {@return null: this JDK has no Arena} */
    private static @Nullable MethodHandle find() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
            Class<?> scope = Class.forName("java.lang.foreign.MemorySegment$Scope");
            MethodHandle ofBuffer =
                    lookup.findStatic(segment, "ofBuffer", MethodType.methodType(segment, Buffer.class));
            MethodHandle scopeOf = lookup.findVirtual(segment, "scope", MethodType.methodType(scope));
            MethodHandle isAlive = lookup.findVirtual(scope, "isAlive", MethodType.methodType(boolean.class));
            return MethodHandles.filterReturnValue(MethodHandles.filterReturnValue(ofBuffer, scopeOf), isAlive)
                    .asType(MethodType.methodType(boolean.class, ByteBuffer.class));
        } catch (ReflectiveOperationException olderJdk) {
            return null;
        }
    }

    /** {@return whether the memory may be accessed; true where this JDK cannot tell} */
    static boolean isAlive(ByteBuffer buffer) {
        if (IS_ALIVE == null) {
            return true;
        }
        try {
            return (boolean) IS_ALIVE.invokeExact(buffer);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("MemorySegment throws no checked exception", e);
        }
    }
}
