package io.github.vkextmem.handle;

/** What a {@link HandleListener} waits with, in the way of the system at hand. */
interface Acceptor extends AutoCloseable {

    Connection accept();

    /** Any thread; nothing after the first time. */
    @Override
    void close();
}
