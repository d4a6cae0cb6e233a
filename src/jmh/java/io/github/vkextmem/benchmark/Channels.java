package io.github.vkextmem.benchmark;

import io.github.vkextmem.handle.HandleChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;

/**
 * What connects the two processes of a hand-over, as each of them has it.
 *
 * @param meeting where they met
 * @param handles for handles
 * @param talk for what to do, and when it was done
 * @param data for bytes, by a socket
 * @param pipe for bytes, by a pipe: the first process writes, the second one reads
 */
record Channels(Meeting meeting, HandleChannel handles, SocketChannel talk, SocketChannel data, FileChannel pipe) {}
