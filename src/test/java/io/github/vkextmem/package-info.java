/**
 * Tests of values, chains and rules stand beside what they test; {@code functional} holds what a user would see, on a
 * driver; {@code recording} is a driver in Java that keeps the bytes it is given.
 */
package io.github.vkextmem;
