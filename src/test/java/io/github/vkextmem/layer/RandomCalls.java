package io.github.vkextmem.layer;

import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExportRequest;
import io.github.vkextmem.memory.ExternalBuffer;
import io.github.vkextmem.memory.ExternalImage;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.memory.MemoryRequirements;
import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.BufferResource;
import io.github.vkextmem.struct.DeviceIdentity;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ImageParameters;
import io.github.vkextmem.struct.ImportOperation;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDescription;
import io.github.vkextmem.struct.Resource;
import java.util.List;
import java.util.UUID;

/** Calls of the library with random arguments; what they make is kept for the next. */
final class RandomCalls {

    private final Dice dice;
    private final Live live;
    private final ExternalMemory external;
    private final RandomChains chains;
    private final RandomImages images;
    private final RandomBarriers barriers;

    RandomCalls(Dice dice, Live live, RandomBarriers barriers) {
        this.dice = dice;
        this.live = live;
        this.external = live.device().external();
        this.chains = new RandomChains(dice, live);
        this.images = new RandomImages(dice);
        this.barriers = barriers;
    }

    /** Makes one call. */
    void next() {
        switch (dice.below(16)) {
            case 0, 1, 2, 3 -> live.add(external.allocate(chains.any()));
            case 4 -> allocateFor(live.resource());
            case 5 -> export();
            case 6 -> importDescribed();
            case 7 -> importFromOutside();
            case 8 -> importHostPointer();
            case 9 -> ask();
            case 10 -> createBuffer();
            case 11 -> createImage();
            case 12 -> create();
            case 13 -> bind();
            case 14 -> map();
            default -> barriers.next();
        }
    }

    private void allocateFor(Resource resource) {
        MemoryRequirements needs = needs(resource);
        MemoryAllocateChain chain =
                chains.with(MemoryAllocateInfo.of(dice.oneIn(4) ? dice.size() : needs.size(), dice.memoryType()));
        if (dice.oneIn(2)) {
            chain = chain.with(RandomChains.forOne(resource));
        }
        live.add(dice.oneIn(2) ? external.allocate(chain, resource) : external.allocate(chain));
    }

    private MemoryRequirements needs(Resource resource) {
        return resource instanceof BufferResource
                ? external.bufferRequirements(resource.handle())
                : external.imageRequirements(resource.handle());
    }

    private void export() {
        if (!live.hasMemory() || dice.oneIn(4)) {
            live.add(external.allocate(MemoryAllocateInfo.of((1L + dice.below(16)) << 12, 0)
                    .with(ExportMemoryAllocateInfo.of(ExternalMemoryHandleType.OPAQUE_FD))));
        }
        DeviceMemory memory = live.memory();
        ExternalMemoryHandleType type = dice.handleType();
        switch (dice.below(20)) {
            case 0 -> memory.exportNtHandle(type).close();
            case 1 -> memory.exportGlobalShareHandle(type).close();
            case 2 -> memory.exportMetalHandle(type).close();
            case 3 -> memory.remoteAddress();
            case 4 -> memory.opaqueCaptureAddress();
            default -> {
                PosixFileDescriptor handle = memory.exportPosixFileDescriptor(type);
                live.add(new Live.Exported(handle, memory.description(type)));
            }
        }
    }

    /** What the exporter said is true; what is asked for need not be. */
    private void importDescribed() {
        if (!live.hasExported()) {
            return;
        }
        Live.Exported exported = live.exported();
        MemoryDescription description = dice.oneIn(10) ? elsewhere(exported.description()) : exported.description();
        MemoryAllocateInfo info =
                dice.oneIn(6) ? MemoryAllocateInfo.of(dice.size(), dice.memoryType()) : description.allocateInfo();
        if (description.dedicated()) {
            // That it is for the same buffer or image is the caller's to know, and is left open here.
            live.add(external.importMemory(exported.handle(), description, info.chain()));
        } else if (dice.oneIn(4)) {
            live.add(external.importMemory(exported.handle(), description, chains.with(info), live.resource()));
        } else {
            live.add(external.importMemory(exported.handle(), description, chains.with(info)));
        }
    }

    /** A description that came from another machine, or another build of the driver. */
    private MemoryDescription elsewhere(MemoryDescription description) {
        DeviceIdentity own = external.identity();
        UUID other = new UUID(dice.anyLong(), dice.anyLong());
        DeviceIdentity identity = dice.oneIn(2)
                ? new DeviceIdentity(other, own.driverUUID(), own.deviceLUID(), own.deviceNodeMask())
                : new DeviceIdentity(own.deviceUUID(), other, own.deviceLUID(), own.deviceNodeMask());
        return new MemoryDescription(
                description.allocationSize(),
                description.memoryTypeIndex(),
                description.handleType(),
                description.dedicated(),
                identity,
                null);
    }

    /** Without a description, size, memory type and what it is for are the caller's to know, and are right. */
    private void importFromOutside() {
        if (!live.hasExported()) {
            return;
        }
        Live.Exported exported = live.exported();
        if (dice.oneIn(3)) {
            external.memoryTypeBits(exported.handle());
        } else if (!exported.description().dedicated()) {
            live.add(external.importMemory(
                    exported.handle(), exported.description().allocateInfo().chain()));
        }
    }

    private void importHostPointer() {
        var pointer = live.hostPointer();
        switch (dice.below(4)) {
            case 0 -> external.memoryTypeBits(pointer);
            case 1 -> live.add(external.importMemory(pointer));
            default ->
                live.add(external.importMemory(
                        pointer,
                        chains.with(MemoryAllocateInfo.of(
                                pointer.size().orElse(4096 - pointer.address() % 4096), dice.memoryType()))));
        }
    }

    private void ask() {
        if (dice.oneIn(2)) {
            external.bufferProperties(dice.handleType(), images.bufferUsage());
        } else {
            external.imageProperties(dice.handleType(), images.info());
        }
    }

    private ExportRequest request() {
        ExternalMemoryHandleType[] types = dice.oneIn(4)
                ? new ExternalMemoryHandleType[] {dice.handleType(), dice.handleType()}
                : new ExternalMemoryHandleType[] {dice.handleType()};
        return ExportRequest.as(types);
    }

    private void createBuffer() {
        ExternalBuffer buffer =
                external.createBuffer(BufferParameters.of(1 + dice.below(1 << 16), images.bufferUsage()), request());
        live.add(buffer);
        if (dice.oneIn(2)) {
            try (PosixFileDescriptor handle =
                    buffer.memory().exportPosixFileDescriptor(ExternalMemoryHandleType.OPAQUE_FD)) {
                live.add(external.importBuffer(handle, buffer.description(ExternalMemoryHandleType.OPAQUE_FD)));
            }
        }
    }

    private void createImage() {
        ImageParameters parameters = images.parameters();
        ExternalImage image = external.createImage(parameters, request());
        live.add(image);
        if (dice.oneIn(2)) {
            try (PosixFileDescriptor handle =
                    image.memory().exportPosixFileDescriptor(ExternalMemoryHandleType.OPAQUE_FD)) {
                live.add(external.importImage(handle, image.description(ExternalMemoryHandleType.OPAQUE_FD)));
            }
        }
    }

    /** Creates without the library, for what the device can do. */
    private void create() {
        List<ExternalMemoryHandleType> possible =
                List.of(ExternalMemoryHandleType.OPAQUE_FD, ExternalMemoryHandleType.HOST_ALLOCATION_EXT).stream()
                        .filter(type -> external.hasExtension(type.extension()))
                        .toList();
        ExternalMemoryHandleType[] types =
                dice.oneIn(3) ? new ExternalMemoryHandleType[0] : new ExternalMemoryHandleType[] {dice.oneOf(possible)};
        live.add(
                dice.oneIn(2)
                        ? UnboundResource.buffer(live.device().device(), types)
                        : UnboundResource.image(live.device().device(), types));
    }

    /** That it was not bound before is the caller's to know. */
    private void bind() {
        Live.Created one = live.created();
        if (one.bound || !live.hasMemory()) {
            return;
        }
        DeviceMemory memory = live.memory();
        // The layer takes a structure that imports nothing, because its handle type is 0, for an import of no known
        // type.
        if (memory.chain().count(ImportOperation.class::isInstance) > 0) {
            return;
        }
        Resource resource = one.created.resource();
        long offset = switch (dice.below(4)) {
            case 0 -> dice.size();
            case 1 -> (long) dice.below(16) << 12;
            default -> 0;
        };
        memory.bind(resource, offset);
        one.bound = true;
    }

    private void map() {
        if (live.hasMemory()) {
            live.add(live.memory().map());
        }
    }
}
