package io.github.vkextmem.recording;

import static org.lwjgl.system.MemoryUtil.memGetAddress;
import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.driver.TestedLwjgl;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import org.lwjgl.Version;
import org.lwjgl.system.APIUtil;
import org.lwjgl.system.Callback;
import org.lwjgl.system.CallbackI;
import org.lwjgl.system.libffi.FFICIF;
import org.lwjgl.system.libffi.FFIType;
import org.lwjgl.system.libffi.LibFFI;

/**
 * Native functions that call into Java. On 64-bit platforms each integer and each pointer takes a whole register or
 * stack slot, so that one shape for each number of parameters does; the upper half of an int is garbage.
 *
 * <p>LWJGL wants of each shape, on Java 25, that it be a functional interface with nothing else declared abstract or
 * static.
 */
public final class NativeCalls {

    private NativeCalls() {}

    /** What a native function does. */
    public interface Body {
        long call(long... arguments);
    }

    /** {@return the address of a native function, which lives as long as the process} */
    public static long create(int parameters, Body body) {
        if (!TestedLwjgl.hasClass("org.lwjgl.system.Callback$Descriptor")) {
            return new WithoutDescriptor(signature(parameters), body).address();
        }
        CallbackI function = switch (parameters) {
            case 1 -> (With1) body::call;
            case 2 -> (With2) body::call;
            case 3 -> (With3) body::call;
            case 4 -> (With4) body::call;
            case 6 -> (With6) body::call;
            case 8 -> (With8) body::call;
            default -> throw new IllegalArgumentException(parameters + " parameters");
        };
        return function.address();
    }

    private static FFICIF signature(int parameters) {
        FFIType[] types = new FFIType[parameters];
        Arrays.fill(types, LibFFI.ffi_type_sint64);
        return APIUtil.apiCreateCIF(LibFFI.FFI_DEFAULT_ABI, LibFFI.ffi_type_sint64, types);
    }

    private static Callback.Descriptor descriptor(
            Class<? extends CallbackI> shape, MethodHandles.Lookup lookup, int parameters) {
        return new Callback.Descriptor(shape, lookup, signature(parameters));
    }

    private static long argument(long arguments, int index) {
        return memGetLong(memGetAddress(arguments + 8L * index));
    }

    /** Any number of parameters, before LWJGL 3.4. */
    private record WithoutDescriptor(FFICIF getCallInterface, Body body) implements CallbackI {

        @Override
        public Callback.Descriptor getDescriptor() {
            throw new AssertionError("LWJGL " + Version.getVersion() + " does not ask for it");
        }

        @Override
        public void callback(long ret, long args) {
            long[] arguments = new long[getCallInterface.nargs()];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = argument(args, i);
            }
            memPutLong(ret, body.call(arguments));
        }
    }

    /** One parameter. */
    @FunctionalInterface
    interface With1 extends CallbackI {
        Callback.Descriptor DESCRIPTOR = descriptor(With1.class, MethodHandles.lookup(), 1);

        long invoke(long a);

        @Override
        default Callback.Descriptor getDescriptor() {
            return DESCRIPTOR;
        }

        @Override
        default void callback(long ret, long args) {
            memPutLong(ret, invoke(argument(args, 0)));
        }
    }

    /** Two parameters. */
    @FunctionalInterface
    interface With2 extends CallbackI {
        Callback.Descriptor DESCRIPTOR = descriptor(With2.class, MethodHandles.lookup(), 2);

        long invoke(long a, long b);

        @Override
        default Callback.Descriptor getDescriptor() {
            return DESCRIPTOR;
        }

        @Override
        default void callback(long ret, long args) {
            memPutLong(ret, invoke(argument(args, 0), argument(args, 1)));
        }
    }

    /** Three parameters. */
    @FunctionalInterface
    interface With3 extends CallbackI {
        Callback.Descriptor DESCRIPTOR = descriptor(With3.class, MethodHandles.lookup(), 3);

        long invoke(long a, long b, long c);

        @Override
        default Callback.Descriptor getDescriptor() {
            return DESCRIPTOR;
        }

        @Override
        default void callback(long ret, long args) {
            memPutLong(ret, invoke(argument(args, 0), argument(args, 1), argument(args, 2)));
        }
    }

    /** Four parameters. */
    @FunctionalInterface
    interface With4 extends CallbackI {
        Callback.Descriptor DESCRIPTOR = descriptor(With4.class, MethodHandles.lookup(), 4);

        long invoke(long a, long b, long c, long d);

        @Override
        default Callback.Descriptor getDescriptor() {
            return DESCRIPTOR;
        }

        @Override
        default void callback(long ret, long args) {
            memPutLong(ret, invoke(argument(args, 0), argument(args, 1), argument(args, 2), argument(args, 3)));
        }
    }

    /** Six parameters. */
    @FunctionalInterface
    interface With6 extends CallbackI {
        Callback.Descriptor DESCRIPTOR = descriptor(With6.class, MethodHandles.lookup(), 6);

        long invoke(long a, long b, long c, long d, long e, long f);

        @Override
        default Callback.Descriptor getDescriptor() {
            return DESCRIPTOR;
        }

        @Override
        default void callback(long ret, long args) {
            memPutLong(
                    ret,
                    invoke(
                            argument(args, 0),
                            argument(args, 1),
                            argument(args, 2),
                            argument(args, 3),
                            argument(args, 4),
                            argument(args, 5)));
        }
    }

    /** Eight parameters. */
    @FunctionalInterface
    interface With8 extends CallbackI {
        Callback.Descriptor DESCRIPTOR = descriptor(With8.class, MethodHandles.lookup(), 8);

        long invoke(long a, long b, long c, long d, long e, long f, long g, long h);

        @Override
        default Callback.Descriptor getDescriptor() {
            return DESCRIPTOR;
        }

        @Override
        default void callback(long ret, long args) {
            memPutLong(
                    ret,
                    invoke(
                            argument(args, 0),
                            argument(args, 1),
                            argument(args, 2),
                            argument(args, 3),
                            argument(args, 4),
                            argument(args, 5),
                            argument(args, 6),
                            argument(args, 7)));
        }
    }
}
