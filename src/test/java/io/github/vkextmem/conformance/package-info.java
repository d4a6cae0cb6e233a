/**
 * The rules of the external-memory group of Khronos' Vulkan conformance suite, asked of this library and the driver under
 * test together; and what has to hold over many rounds, many threads and the end of a process.
 */
package io.github.vkextmem.conformance;
