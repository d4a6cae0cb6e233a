/** Who owns what has to be closed, and who forgot to. */
@NullMarked
package io.github.vkextmem.ownership;

import org.jspecify.annotations.NullMarked;
