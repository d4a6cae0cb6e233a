package io.github.vkextmem.benchmark;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** An arena that hands out one block, zeroed, from the start again and again. One thread. */
final class BlockArena implements Arena {

    private final MemorySegment block;
    private long used;

    BlockArena(MemorySegment block) {
        this.block = block;
    }

    BlockArena fromTheStart() {
        used = 0;
        return this;
    }

    @Override
    public MemorySegment allocate(long byteSize, long byteAlignment) {
        long start = (used + byteAlignment - 1) & -byteAlignment;
        used = start + byteSize;
        return block.asSlice(start, byteSize, byteAlignment).fill((byte) 0);
    }

    @Override
    public MemorySegment.Scope scope() {
        return block.scope();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("the block belongs to whoever made it");
    }
}
