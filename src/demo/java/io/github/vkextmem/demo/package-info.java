/** A picture goes from one process to another without being copied: the program behind {@code mvn compile exec:exec}. */
@NullMarked
package io.github.vkextmem.demo;

import org.jspecify.annotations.NullMarked;
