package io.github.vkextmem.handle;

import io.github.vkextmem.struct.MemoryDescription;

/** One end of a {@link HandleChannel}, in the way of the system at hand. */
interface Connection extends AutoCloseable {

    /** Sends a handle, whose type is that of the description. */
    void send(TransferableHandle handle, MemoryDescription description);

    ReceivedHandle receive();

    /** Any thread; nothing after the first time. */
    @Override
    void close();
}
