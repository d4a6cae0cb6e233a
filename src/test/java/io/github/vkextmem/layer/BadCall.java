package io.github.vkextmem.layer;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;

/**
 * Something wrong, said twice: to Vulkan with LWJGL's structs, and to the library.
 *
 * @param vuid the statement that is broken
 * @param otherNames what other versions of the specification, or of the layer, call it
 * @param since the first version of the layer that is known to report it, as VK_MAKE_API_VERSION packs it
 * @param raw the call, as a program without this library makes it
 * @param library the same through the library
 */
record BadCall(
        String vuid, List<String> otherNames, int since, BiConsumer<Bench, MemoryStack> raw, Consumer<Bench> library) {

    /** Debian 12's. */
    private static final int OLD = VK10.VK_MAKE_API_VERSION(0, 1, 3, 239);

    /** Debian 13's. */
    private static final int NEW = VK10.VK_MAKE_API_VERSION(0, 1, 4, 309);

    static BadCall of(String vuid, BiConsumer<Bench, MemoryStack> raw, Consumer<Bench> library) {
        return new BadCall(vuid, List.of(), OLD, raw, library);
    }

    /** {@return what no old layer reports} */
    static BadCall ofNew(String vuid, BiConsumer<Bench, MemoryStack> raw, Consumer<Bench> library) {
        return of(vuid, raw, library).forNewLayers();
    }

    /** {@return the same, of a statement that no old layer reports} */
    BadCall forNewLayers() {
        return new BadCall(vuid, otherNames, NEW, raw, library);
    }

    /** {@return the same, of a statement that others call by other names} */
    BadCall alsoCalled(String... names) {
        return new BadCall(vuid, List.of(names), since, raw, library);
    }

    /** {@return whether a layer reports it} */
    boolean isKnownTo(int layerVersion) {
        return layerVersion >= since;
    }

    /** {@return whether it is this that a layer reports} */
    boolean isCalled(String name) {
        return name.equals(vuid) || otherNames.contains(name);
    }

    @Override
    public String toString() {
        return vuid;
    }
}
