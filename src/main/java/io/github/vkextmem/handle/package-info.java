/** What leaves the process: handles with exactly one owner, and the channel that carries them to another process. */
@NullMarked
package io.github.vkextmem.handle;

import org.jspecify.annotations.NullMarked;
