package io.github.vkextmem.conformance;

/** Two pictures, four bytes a pixel. */
final class Pictures {

    static final long SMALL = 64L * 64 * 4;
    static final long LARGE = 3840L * 2160 * 4;

    private Pictures() {}
}
