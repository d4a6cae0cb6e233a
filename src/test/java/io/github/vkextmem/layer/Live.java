package io.github.vkextmem.layer;

import static org.lwjgl.system.MemoryUtil.memAddress;

import io.github.vkextmem.handle.HostPointer;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalBuffer;
import io.github.vkextmem.memory.ExternalImage;
import io.github.vkextmem.memory.MappedMemory;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.MemoryDescription;
import io.github.vkextmem.struct.Resource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What random calls have made and not closed yet: a few of each kind, so that calls meet them. */
final class Live implements AutoCloseable {

    private static final int HOST_BYTES = 64 << 10;

    /** A descriptor, what its exporter says of it, and what its memory was for, if anything. */
    record Exported(PosixFileDescriptor handle, MemoryDescription description) {}

    /** A buffer or image that the application created, and the memory that it was bound to, if it was. */
    static final class Created {
        final UnboundResource created;
        boolean bound;

        Created(UnboundResource created) {
            this.created = created;
        }
    }

    /** At most so many of a kind; the oldest is closed. */
    private static final class Pool<T> {
        private final List<T> all = new ArrayList<>();
        private final int most;
        private final Consumer<T> close;

        Pool(int most, Consumer<T> close) {
            this.most = most;
            this.close = close;
        }

        void add(T one) {
            all.add(one);
            if (all.size() > most) {
                close.accept(all.remove(0));
            }
        }

        void closeAll() {
            all.forEach(close);
            all.clear();
        }
    }

    private final Dice dice;
    private final LayeredDevice device;
    private final ByteBuffer host;
    private final Pool<MappedMemory> mappings = new Pool<>(4, MappedMemory::close);
    private final Pool<ExternalBuffer> buffers = new Pool<>(8, ExternalBuffer::close);
    private final Pool<ExternalImage> images = new Pool<>(8, ExternalImage::close);
    private final Pool<Exported> exported = new Pool<>(8, one -> one.handle().close());
    private final Pool<Created> created = new Pool<>(12, one -> one.created.close());
    private final Pool<DeviceMemory> memories = new Pool<>(16, DeviceMemory::close);

    Live(Dice dice, LayeredDevice device) {
        this.dice = dice;
        this.device = device;
        this.host = device.external().hasExtension("VK_EXT_external_memory_host")
                ? device.external().allocateHostBuffer(HOST_BYTES)
                : ByteBuffer.allocateDirect(HOST_BYTES);
        created.add(new Created(UnboundResource.buffer(device.device())));
    }

    void add(DeviceMemory memory) {
        memories.add(memory);
    }

    void add(MappedMemory mapping) {
        mappings.add(mapping);
    }

    void add(ExternalBuffer buffer) {
        buffers.add(buffer);
    }

    void add(ExternalImage image) {
        images.add(image);
    }

    void add(Exported handle) {
        exported.add(handle);
    }

    void add(UnboundResource resource) {
        created.add(new Created(resource));
    }

    boolean hasMemory() {
        return !memories.all.isEmpty();
    }

    DeviceMemory memory() {
        return dice.oneOf(memories.all);
    }

    /** {@return whether there is a descriptor that no import has taken over} */
    boolean hasExported() {
        exported.all.removeIf(one -> !one.handle().isOpen());
        return !exported.all.isEmpty();
    }

    Exported exported() {
        return dice.oneOf(exported.all);
    }

    List<ExternalBuffer> buffers() {
        return buffers.all;
    }

    List<ExternalImage> images() {
        return images.all;
    }

    Created created() {
        return dice.oneOf(created.all);
    }

    /** {@return a buffer or image that the application created} */
    Resource resource() {
        return created().created.resource();
    }

    /** {@return some bytes of this process, mostly aligned as a device wants them} */
    HostPointer hostPointer() {
        int unit = dice.oneIn(8) ? 1 : 4096;
        int from = dice.below(HOST_BYTES / unit) * unit;
        int to = from + (1 + dice.below((HOST_BYTES - from) / unit)) * unit;
        if (dice.oneIn(4)) {
            return HostPointer.of(memAddress(host) + from, ExternalMemoryHandleType.HOST_ALLOCATION_EXT);
        }
        return HostPointer.of(host.duplicate().position(from).limit(to));
    }

    LayeredDevice device() {
        return device;
    }

    @Override
    public void close() {
        mappings.closeAll();
        buffers.closeAll();
        images.closeAll();
        exported.closeAll();
        created.closeAll();
        memories.closeAll();
    }
}
