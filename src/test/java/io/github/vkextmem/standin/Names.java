package io.github.vkextmem.standin;

import static org.lwjgl.system.MemoryUtil.memASCII;
import static org.lwjgl.system.MemoryUtil.memAddress;
import static org.lwjgl.system.MemoryUtil.memGetAddress;

import java.util.ArrayList;
import java.util.List;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;

/** Extension names in the shapes that Vulkan has for them. */
final class Names {

    private Names() {}

    /** {@return the strings of a ppEnabledExtensionNames} */
    static List<String> read(long array, int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(memASCII(memGetAddress(array + 8L * i)));
        }
        return names;
    }

    /** {@return the address of a ppEnabledExtensionNames} */
    static long write(List<String> names, MemoryStack stack) {
        PointerBuffer array = stack.mallocPointer(names.size() + 1);
        names.forEach(name -> array.put(stack.ASCII(name)));
        return memAddress(array.rewind());
    }
}
