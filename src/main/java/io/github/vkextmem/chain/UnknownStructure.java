package io.github.vkextmem.chain;

/**
 * A structure that was met in a native chain and that nobody described: its members and its size are unknown, so it
 * cannot be marshalled.
 *
 * @param sType its {@code VkStructureType}
 */
public record UnknownStructure(int sType) implements Structure {

    @Override
    public StructureType<UnknownStructure> type() {
        return StructureType.of(
                        "unknown structure", sType, 16, address -> new UnknownStructure(StructBytes.sType(address)))
                // Nothing is known against it; some structures may be there more than once.
                .allowingDuplicates();
    }

    @Override
    public int byteSize() {
        return -1;
    }

    @Override
    public void write(long address, long pNext) {
        throw new IllegalStateException(this + " cannot be marshalled: its size is unknown");
    }

    /** {@return the sType} */
    @Override
    public String toString() {
        return "UnknownStructure[sType=" + sType + "]";
    }
}
