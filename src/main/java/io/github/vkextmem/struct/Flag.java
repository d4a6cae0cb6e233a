package io.github.vkextmem.struct;

/** One bit of a Vulkan flag type, as an enumeration's constant. */
public interface Flag {

    /** {@return the bit, as the specification defines it} */
    int bit();
}
