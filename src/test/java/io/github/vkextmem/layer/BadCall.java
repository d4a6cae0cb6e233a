package io.github.vkextmem.layer;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;

/**
 * Something wrong, said twice: to the driver with LWJGL's structs, and to the library.
 *
 * @param vuid the statement that is broken
 * @param since the first version of the layer known to report it, as VK_MAKE_API_VERSION packs it
 * @param raw the call, as a program without this library makes it
 * @param library the same through the library
 */
record BadCall(String vuid, int since, BiConsumer<Bench, MemoryStack> raw, Consumer<Bench> library) {

    /** Debian 12's. */
    static final int OLD = VK10.VK_MAKE_API_VERSION(0, 1, 3, 239);

    /** Debian 13's. */
    static final int NEW = VK10.VK_MAKE_API_VERSION(0, 1, 4, 309);

    static BadCall of(String vuid, BiConsumer<Bench, MemoryStack> raw, Consumer<Bench> library) {
        return new BadCall(vuid, OLD, raw, library);
    }

    /** {@return the same, of a statement that the old layer does not report} */
    BadCall sinceNew() {
        return new BadCall(vuid, NEW, raw, library);
    }

    /** {@return whether a layer reports it} */
    boolean isKnownTo(int layerVersion) {
        return Integer.compareUnsigned(layerVersion, since) >= 0;
    }

    @Override
    public String toString() {
        return vuid;
    }
}
