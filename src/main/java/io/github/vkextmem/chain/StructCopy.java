package io.github.vkextmem.chain;

import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.ValidUsageException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.Struct;

/**
 * The bytes of an LWJGL struct, as a value.
 *
 * <p>What the struct points to is not copied: it must live as long as the chain is used.
 */
public final class StructCopy implements Structure {

    private static final int HEADER_WORDS = 2;

    private final StructureType<StructCopy> type;
    private final long[] members;

    private StructCopy(StructureType<StructCopy> type, long[] members) {
        this.type = type;
        this.members = members;
    }

    /**
     * Copies a struct.
     *
     * @param struct a struct with its {@code sType} set and no chain of its own
     * @return the copy
     * @throws ValidUsageException if {@code sType} is 0, which means VkApplicationInfo: the struct's {@code sType-sType}
     * @throws IllegalArgumentException if the struct has a chain of its own, which would be lost
     */
    public static StructCopy of(Struct<?> struct) {
        String name = struct.getClass().getSimpleName();
        long address = struct.address();
        if (StructBytes.sType(address) == 0) {
            throw new ValidUsageException(
                    "VUID-" + name + "-sType-sType",
                    "sType is 0, which means VkApplicationInfo",
                    "call sType$Default() on the " + name);
        }
        if (StructBytes.pNext(address) != 0) {
            throw new IllegalArgumentException("the " + name + " already has a pNext chain of its own (0x"
                    + Long.toHexString(StructBytes.pNext(address))
                    + "), which would be lost; add its structures one by one");
        }
        return read(name, struct.sizeof(), address);
    }

    private static StructCopy read(String name, int sizeof, long address) {
        long[] members = new long[sizeof / 8 - HEADER_WORDS];
        for (int i = 0; i < members.length; i++) {
            members[i] = memGetLong(address + (i + HEADER_WORDS) * 8L);
        }
        return new StructCopy(
                StructureType.of(name, StructBytes.sType(address), sizeof, at -> read(name, sizeof, at)), members);
    }

    @Override
    public StructureType<StructCopy> type() {
        return type;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, type.sType(), pNext);
        for (int i = 0; i < members.length; i++) {
            memPutLong(address + (i + HEADER_WORDS) * 8L, members[i]);
        }
    }

    /** {@return whether the other is a copy of a struct of the same type with the same bytes} */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StructCopy copy
                && copy.type.sType() == type.sType()
                && Arrays.equals(copy.members, members);
    }

    @Override
    public int hashCode() {
        return type.sType() * 31 + Arrays.hashCode(members);
    }

    /** {@return the struct's name, and that this is a copy} */
    @Override
    public String toString() {
        return type + "[copy of " + type.sizeof() + " bytes]";
    }
}
