package io.github.vkextmem.chain;

/**
 * A Vulkan structure as an immutable value: its members without {@code sType} and {@code pNext}.
 *
 * <p>To put a structure of your own into chains, implement this through the marker of what it extends
 * ({@code ExtendsMemoryAllocateInfo} and its like), in a record: a {@link StructureType} in a constant, and
 * {@link #write} with every byte of the structure.
 *
 * @see <a href="https://docs.vulkan.org/spec/latest/chapters/fundamentals.html#fundamentals-validusage-pNext">Valid Usage
 *     for Structure Pointer Chains</a>
 */
public interface Structure {

    /** {@return what is true of every instance of this structure; a constant} */
    StructureType<?> type();

    /** {@return how many bytes the structure takes together with what it points to; the same each time} */
    default int byteSize() {
        return type().sizeof();
    }

    /**
     * Writes the structure, and behind it what it points to, without reading what was there before.
     *
     * @param address where to write {@link #byteSize()} bytes, aligned to 8; may hold anything
     * @param pNext the address to link to; 0 ends the chain
     */
    void write(long address, long pNext);

    /**
     * Checks the statements of valid usage that the specification lists under this structure's name, as far as its
     * values and the chain around it can tell. What the constructor refuses needs no rule here.
     *
     * @param chain the whole chain that this structure stands in
     * @param findings where broken statements are reported
     */
    default void check(PNextList<?> chain, Findings findings) {}
}
