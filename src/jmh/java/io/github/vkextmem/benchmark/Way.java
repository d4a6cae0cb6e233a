package io.github.vkextmem.benchmark;

/** How a buffer gets from one process to another. */
enum Way {
    /** From the export call to the received handle; the memory is there already. */
    HAND_OVER("hand-over, from export call to received handle"),
    /** Allocated, exported, handed over, imported, and mapped by both if it is host-visible. */
    WHOLE("the whole: allocate, export, hand over, import"),
    /** The same, and each side touches every page: new memory costs that, whoever shares it. */
    WHOLE_TOUCHED("the whole, touched"),
    PIPE("copied through a pipe"),
    SOCKET("copied through a Unix domain socket"),
    FILE("copied through a file");

    private final String words;

    Way(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    boolean isCopy() {
        return this == PIPE || this == SOCKET || this == FILE;
    }
}
