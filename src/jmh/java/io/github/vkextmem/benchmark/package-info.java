/** How fast, each beside its peers in the same run; {@link io.github.vkextmem.benchmark.Benchmarks} runs them. */
@NullMarked
package io.github.vkextmem.benchmark;

import org.jspecify.annotations.NullMarked;
