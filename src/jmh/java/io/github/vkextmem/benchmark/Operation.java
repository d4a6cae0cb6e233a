package io.github.vkextmem.benchmark;

/**
 * The same thing done twice.
 *
 * @param name what it is
 * @param library done by the library
 * @param byHand done with LWJGL alone, in the same order and with the same calls to driver and system, but for what the library
 *     remembers
 */
record Operation(String name, Runnable library, Runnable byHand) {}
