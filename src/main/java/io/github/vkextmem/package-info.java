/** What every floor of the library may throw. */
@NullMarked
package io.github.vkextmem;

import org.jspecify.annotations.NullMarked;
