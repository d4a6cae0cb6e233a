package io.github.vkextmem.chain;

import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.UnsupportedException;
import java.nio.ByteOrder;
import org.lwjgl.system.Pointer;

/**
 * Writes members together with the padding behind them, so that a structure leaves no byte as it found it.
 *
 * <p>One store each: on a little-endian 64-bit machine an {@code int} and its padding are a {@code long}.
 */
public final class StructBytes {

    static {
        if (!Pointer.BITS64 || ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new UnsupportedException("vkextmem runs on 64-bit little-endian platforms only; this one is "
                    + System.getProperty("os.arch"));
        }
    }

    /** Where {@code pNext} lies in every structure that has one. */
    static final int PNEXT = 8;

    private StructBytes() {}

    /**
     * Writes {@code sType}, its padding and {@code pNext}, the first 16 bytes of the structure.
     *
     * @param address where the structure begins
     * @param sType the {@code VkStructureType}
     * @param pNext the address to link to; 0 ends the chain
     */
    public static void putHeader(long address, int sType, long pNext) {
        memPutLong(address, Integer.toUnsignedLong(sType));
        memPutLong(address + PNEXT, pNext);
    }

    /**
     * Writes a 32-bit member and the 4 bytes of padding behind it.
     *
     * @param address where the member lies, aligned to 8
     * @param value the member
     */
    public static void putPaddedInt(long address, int value) {
        memPutLong(address, Integer.toUnsignedLong(value));
    }

    /** {@return the {@code sType} of the structure at an address} */
    public static int sType(long address) {
        return memGetInt(address);
    }

    /** {@return the {@code pNext} of the structure at an address} */
    public static long pNext(long address) {
        return memGetLong(address + PNEXT);
    }

    static void putPNext(long address, long pNext) {
        memPutLong(address + PNEXT, pNext);
    }
}
