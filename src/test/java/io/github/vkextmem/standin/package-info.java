/**
 * A stand-in for drivers that lack the external memory extensions of Windows: it puts them on top of a real driver with
 * VK_EXT_external_memory_host, and what it shares are real section objects of Windows.
 */
package io.github.vkextmem.standin;
