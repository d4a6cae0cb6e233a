package io.github.vkextmem.benchmark;

import static org.lwjgl.system.MemoryUtil.memPutInt;
import static org.lwjgl.system.MemoryUtil.memPutLong;
import static org.lwjgl.system.MemoryUtil.memPutShort;

import org.lwjgl.system.MemoryStack;

/** The same bytes, stored one member after the other where somebody counted out that they belong. */
final class BareStores {

    private static final int NAME = 152;

    private BareStores() {}

    static long allocateInfo(MemoryStack stack, Values values) {
        String name = values.name;
        long at = stack.nmalloc(8, NAME + (name.isEmpty() ? 0 : 2 * name.length() + 2));
        memPutLong(at, 5);
        memPutLong(at + 8, at + 32);
        memPutLong(at + 16, values.size);
        memPutLong(at + 24, 1);
        memPutLong(at + 32, 1000072002);
        memPutLong(at + 40, at + 56);
        memPutLong(at + 48, 2);
        memPutLong(at + 56, 1000073001);
        memPutLong(at + 64, at + 120);
        memPutLong(at + 72, at + 96);
        memPutLong(at + 80, values.access);
        memPutLong(at + 88, name.isEmpty() ? 0 : at + NAME);
        memPutInt(at + 96, 24);
        memPutInt(at + 100, 0);
        memPutLong(at + 104, 0);
        memPutLong(at + 112, 1);
        memPutLong(at + 120, 1000127001);
        memPutLong(at + 128, 0);
        memPutLong(at + 136, 0);
        memPutLong(at + 144, values.buffer);
        if (!name.isEmpty()) {
            for (int i = 0; i < name.length(); i++) {
                memPutShort(at + NAME + 2L * i, (short) name.charAt(i));
            }
            memPutShort(at + NAME + 2L * name.length(), (short) 0);
        }
        return at;
    }
}
