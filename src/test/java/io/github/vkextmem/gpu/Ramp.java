package io.github.vkextmem.gpu;

/** Bytes by which both sides know what the other wrote; {@code cuda_peer.py} has the same. */
final class Ramp {

    /** No power of two divides it, so that what is displaced shows. */
    private static final int PERIOD = 251;

    private Ramp() {}

    static byte[] of(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i % PERIOD);
        }
        return bytes;
    }

    static byte[] backwards(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[size - 1 - i] = (byte) (i % PERIOD);
        }
        return bytes;
    }
}
