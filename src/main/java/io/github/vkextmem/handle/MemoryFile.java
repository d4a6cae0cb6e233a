package io.github.vkextmem.handle;

import io.github.vkextmem.platform.OpenFile;

/**
 * The open files that can be memory. Drivers export a memfd or a deleted file (software drivers), a device file
 * (NVIDIA) or a dma-buf (most others).
 */
final class MemoryFile {

    private MemoryFile() {}

    /**
     * Examines what a descriptor refers to.
     *
     * @throws IllegalArgumentException if that cannot be memory
     */
    static OpenFile require(int fd) {
        OpenFile file = OpenFile.of(fd);
        switch (file.kind()) {
            case UNNAMED_FILE, DEVICE, DMA_BUF -> {
                return file;
            }
            default ->
                throw new IllegalArgumentException("file descriptor " + fd + " refers to " + file.kind()
                        + ", which cannot be exported memory; pass the descriptor that the exporter gave out");
        }
    }
}
