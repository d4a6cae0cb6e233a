package io.github.vkextmem.handle;

import java.io.IOException;

/** What a {@link HandleListener} waits with, in the way of the system at hand. */
interface Acceptor extends AutoCloseable {

    Connection accept() throws IOException;

    /** Any thread; nothing after the first time. */
    @Override
    void close() throws IOException;
}
