/** What only a graphics card can show; the tag {@code gpu} selects them. */
package io.github.vkextmem.gpu;
