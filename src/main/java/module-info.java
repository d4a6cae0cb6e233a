/** Vulkan external memory for Java, on LWJGL 3. */
@org.jspecify.annotations.NullMarked
module io.github.vkextmem {
    requires transitive org.lwjgl;
    requires transitive org.lwjgl.vulkan;
    requires static org.jspecify;

    exports io.github.vkextmem;
    exports io.github.vkextmem.chain;
    exports io.github.vkextmem.struct;
    exports io.github.vkextmem.handle;
    exports io.github.vkextmem.memory;
}
