package io.github.vkextmem.layer;

import io.github.vkextmem.driver.TestedLwjgl;
import io.github.vkextmem.struct.BufferResource;
import io.github.vkextmem.struct.DedicatedAllocationMemoryAllocateInfoNV;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryAllocateInfoNV;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoNV;
import io.github.vkextmem.struct.ExportMetalObjectCreateInfoEXT;
import io.github.vkextmem.struct.ExportMetalObjectTypeEXT;
import io.github.vkextmem.struct.ExtendsMemoryAllocateInfo;
import io.github.vkextmem.struct.ImportMemoryFdInfoKHR;
import io.github.vkextmem.struct.ImportMemoryHostPointerInfoEXT;
import io.github.vkextmem.struct.ImportMemoryMetalHandleInfoEXT;
import io.github.vkextmem.struct.ImportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.ImportMemoryWin32HandleInfoNV;
import io.github.vkextmem.struct.ImportMetalBufferInfoEXT;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateFlags;
import io.github.vkextmem.struct.MemoryAllocateFlagsInfo;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.MemoryOpaqueCaptureAddressAllocateInfo;
import io.github.vkextmem.struct.MemoryPriorityAllocateInfoEXT;
import io.github.vkextmem.struct.Resource;
import io.github.vkextmem.struct.SecurityAttributes;
import java.util.List;
import java.util.function.Supplier;

/** Allocations with any of the structures that may stand in their chain, with any values. */
final class RandomChains {

    /** An older LWJGL cannot tell whether the extension of the last one is on. */
    private static final int FLAGS = TestedLwjgl.knows("VK_EXT_zero_initialize_device_memory") ? 0xF : 0x7;

    private final Dice dice;
    private final Live live;
    private final List<Supplier<ExtendsMemoryAllocateInfo>> likely;
    private final List<Supplier<ExtendsMemoryAllocateInfo>> all;

    RandomChains(Dice dice, Live live) {
        this.dice = dice;
        this.live = live;
        this.likely = List.of(
                () -> new ExportMemoryAllocateInfo(dice.handleTypes()),
                this::flags,
                () -> MemoryPriorityAllocateInfoEXT.of(dice.aroundZeroToOne()),
                this::dedicated);
        this.all = List.of(
                () -> new ExportMemoryAllocateInfoNV(dice.handleTypesNV()),
                () -> ExportMemoryWin32HandleInfoKHR.of(attributes(), dice.anyInt()),
                () -> ExportMemoryWin32HandleInfoNV.of(attributes(), dice.anyInt()),
                () -> ExportMetalObjectCreateInfoEXT.of(dice.oneOf(List.of(ExportMetalObjectTypeEXT.values()))),
                () -> ImportMemoryFdInfoKHR.of(dice.handleType(), dice.below(1 << 20) - 10),
                () -> ImportMemoryHostPointerInfoEXT.of(dice.handleType(), dice.anyLong()),
                () -> ImportMemoryMetalHandleInfoEXT.of(dice.handleType(), dice.anyLong()),
                () -> ImportMemoryWin32HandleInfoKHR.of(dice.handleType(), dice.anyLong()),
                () -> ImportMemoryWin32HandleInfoNV.of(dice.handleTypeNV(), dice.anyLong()),
                () -> ImportMetalBufferInfoEXT.of(dice.anyLong()),
                // What imports nothing is legal.
                () -> new ImportMemoryFdInfoKHR(null, dice.anyInt()),
                this::dedicatedNV,
                () -> MemoryOpaqueCaptureAddressAllocateInfo.of(dice.oneIn(3) ? 0 : dice.anyLong()));
    }

    /** {@return an allocation of any size and type} */
    MemoryAllocateChain any() {
        return with(MemoryAllocateInfo.of(dice.size(), dice.memoryType()));
    }

    /** {@return an allocation with any chain, sometimes none} */
    MemoryAllocateChain with(MemoryAllocateInfo info) {
        MemoryAllocateChain chain = info.chain();
        while (!dice.oneIn(3)) {
            ExtendsMemoryAllocateInfo structure =
                    dice.oneOf(dice.oneIn(8) ? all : likely).get();
            if (!chain.has(structure.getClass()) || dice.oneIn(20)) {
                chain = chain.with(structure);
            }
        }
        return chain;
    }

    private MemoryAllocateFlagsInfo flags() {
        MemoryAllocateFlags flags = MemoryAllocateFlags.ofBits(dice.oneIn(20) ? dice.anyInt() : dice.someOf(FLAGS));
        return new MemoryAllocateFlagsInfo(flags, dice.oneIn(2) ? 1 : dice.someOf(-1));
    }

    private SecurityAttributes attributes() {
        return dice.oneIn(2) ? SecurityAttributes.inherited() : SecurityAttributes.notInherited();
    }

    /** {@return for one of the buffers and images that there are, for none, or for two} */
    private MemoryDedicatedAllocateInfo dedicated() {
        return dice.oneIn(10) ? new MemoryDedicatedAllocateInfo(image(), buffer()) : forOne(live.resource());
    }

    /** {@return a structure that dedicates memory to a buffer or image} */
    static MemoryDedicatedAllocateInfo forOne(Resource resource) {
        return resource instanceof BufferResource
                ? MemoryDedicatedAllocateInfo.ofBuffer(resource.handle())
                : MemoryDedicatedAllocateInfo.ofImage(resource.handle());
    }

    private DedicatedAllocationMemoryAllocateInfoNV dedicatedNV() {
        return new DedicatedAllocationMemoryAllocateInfoNV(image(), buffer());
    }

    private long image() {
        Resource resource = live.resource();
        return resource instanceof BufferResource ? 0 : resource.handle();
    }

    private long buffer() {
        Resource resource = live.resource();
        return resource instanceof BufferResource ? resource.handle() : 0;
    }
}
