package io.github.vkextmem.usage;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.chain.Structure;
import io.github.vkextmem.struct.DedicatedAllocationMemoryAllocateInfoNV;
import io.github.vkextmem.struct.DeviceFeature;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ImageParameters;
import io.github.vkextmem.struct.ImageResource;
import io.github.vkextmem.struct.MemoryAllocateFlag;
import io.github.vkextmem.struct.MemoryAllocateFlags;
import io.github.vkextmem.struct.MemoryAllocateFlagsInfo;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.Resource;

/**
 * The rules of vkBindBufferMemory and vkBindImageMemory that speak of external memory and of dedicated allocations. The
 * specification says each of them again of VkBindBufferMemoryInfo and VkBindImageMemoryInfo, under the same number.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkBindBufferMemory.html">vkBindBufferMemory</a>
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkBindImageMemory.html">vkBindImageMemory</a>
 */
public final class BindMemoryRules {

    private final BindRequest bind;
    private final MemoryHistory memory;
    private final DeviceFacts device;
    private final Findings findings;

    private BindMemoryRules(BindRequest bind, MemoryHistory memory, DeviceFacts device, Findings findings) {
        this.bind = bind;
        this.memory = memory;
        this.device = device;
        this.findings = findings;
    }

    /** Checks a binding against how the memory came to be. */
    public static void check(BindRequest bind, MemoryHistory memory, DeviceFacts device, Findings findings) {
        BindMemoryRules rules = new BindMemoryRules(bind, memory, device, findings);
        rules.exportedAsItWasCreatedFor();
        rules.importedAsItWasCreatedFor();
        rules.notDedicatedToTheOtherKind();
        rules.dedicatedToThis();
        rules.dedicatedIfRequired();
        rules.dedicatedByNVIfCreatedSo();
        rules.notDedicatedWithoutTheExtension();
        rules.addressableIfBufferHasAnAddress();
        BindPlaceRules.check(bind, memory, findings);
    }

    private Resource resource() {
        return bind.resource();
    }

    private boolean isBuffer() {
        return bind.isBuffer();
    }

    private void broken(String ofBuffer, String ofImage, String problem, String remedy, Class<? extends Structure> by) {
        findings.add(bind.vuid(ofBuffer, ofImage), problem, remedy, by::isInstance);
    }

    /** memory-02726, of images memory-02728: exportable memory for what was created for one of its types. */
    private void exportedAsItWasCreatedFor() {
        int exportTypes = memory.exportTypes().bits();
        if (exportTypes != 0 && (exportTypes & resource().handleTypes().bits()) == 0) {
            broken(
                    "memory-02726",
                    "memory-02728",
                    "the memory can be exported as " + memory.exportTypes() + ", and what is bound was created for "
                            + resource().handleTypes(),
                    "create it for one of the memory's handle types",
                    ExportMemoryAllocateInfo.class);
        }
    }

    /** memory-02985, of images memory-02989: imported memory for what was created for its type. */
    private void importedAsItWasCreatedFor() {
        ExternalMemoryHandleType importType = memory.importType();
        if (importType != null && !resource().handleTypes().contains(importType)) {
            broken(
                    "memory-02985",
                    "memory-02989",
                    "the memory was imported as " + importType + ", and what is bound was created for "
                            + resource().handleTypes(),
                    "create it for " + importType,
                    MemoryAllocateInfo.class);
        }
    }

    /** memory-10925, of images memory-10926: an image's own memory is no buffer's, and the other way round. */
    private void notDedicatedToTheOtherKind() {
        MemoryDedicatedAllocateInfo dedicated = memory.dedicated();
        if ((isBuffer() ? dedicated.image() : dedicated.buffer()) != 0) {
            broken(
                    "memory-10925",
                    "memory-10926",
                    "the memory is dedicated to " + dedicated,
                    "allocate memory for what is bound",
                    MemoryDedicatedAllocateInfo.class);
        }
    }

    /** memory-01508, of images memory-02628 and memory-02629: memory of its own is for it alone, from the beginning. */
    private void dedicatedToThis() {
        MemoryDedicatedAllocateInfo dedicated = memory.dedicated();
        long owner = isBuffer() ? dedicated.buffer() : dedicated.image();
        if (owner == 0) {
            return;
        }
        boolean aliasing = !isBuffer() && !device.isOff(DeviceFeature.DEDICATED_ALLOCATION_IMAGE_ALIASING);
        boolean fits = owner == resource().handle() || (aliasing && mayBeSmallerCopyOf(owner));
        if (!fits || bind.memoryOffset() != 0) {
            broken(
                    "memory-01508",
                    aliasing ? "memory-02629" : "memory-02628",
                    "the memory is dedicated to " + dedicated + ", and 0x"
                            + Long.toHexString(resource().handle()) + " is bound at offset " + bind.memoryOffset(),
                    aliasing
                            ? "bind that image, or one that is created like it and no larger, at offset 0"
                            : "bind what it is dedicated to, at offset 0",
                    MemoryDedicatedAllocateInfo.class);
        }
    }

    /** What the owner was created with is known if the memory was allocated for it by a description. */
    private boolean mayBeSmallerCopyOf(long owner) {
        return !(memory.resource() instanceof ImageResource original)
                || original.handle() != owner
                || (resource() instanceof ImageResource image && isSmallerCopy(image, original));
    }

    private static boolean isSmallerCopy(ImageResource image, ImageResource original) {
        ImageParameters ours = image.parameters();
        ImageParameters theirs = original.parameters();
        return ours.width() <= theirs.width()
                && ours.height() <= theirs.height()
                && ours.depth() <= theirs.depth()
                && ours.arrayLayers() <= theirs.arrayLayers()
                && ours.mipLevels() == theirs.mipLevels()
                && ours.samples() == theirs.samples()
                && ours.info().equals(theirs.info())
                && ours.modifier().equals(theirs.modifier());
    }

    /** buffer-01444, of images image-01445: what requires memory of its own gets it. */
    private void dedicatedIfRequired() {
        MemoryDedicatedAllocateInfo dedicated = memory.dedicated();
        long owner = isBuffer() ? dedicated.buffer() : dedicated.image();
        if (bind.requiresDedicated() && owner != resource().handle()) {
            broken(
                    "buffer-01444",
                    "image-01445",
                    "0x" + Long.toHexString(resource().handle())
                            + " requires memory of its own, and this is dedicated to "
                            + (dedicated.isDedicated() ? dedicated : "nothing"),
                    "allocate memory with a MemoryDedicatedAllocateInfo of it",
                    MemoryDedicatedAllocateInfo.class);
        }
    }

    /** buffer-01038, of images image-01050: what was created for NV's dedicated allocation gets it, from the beginning. */
    private void dedicatedByNVIfCreatedSo() {
        if (!resource().dedicatedAllocationNV()) {
            return;
        }
        DedicatedAllocationMemoryAllocateInfoNV dedicated = memory.dedicatedNV();
        long owner = isBuffer() ? dedicated.buffer() : dedicated.image();
        if (owner == 0 || !mayBeCreatedLike(owner) || bind.memoryOffset() != 0) {
            broken(
                    "buffer-01038",
                    "image-01050",
                    "0x" + Long.toHexString(resource().handle())
                            + " was created with NV's dedicatedAllocation, and is bound"
                            + " at offset " + bind.memoryOffset() + " to memory that is dedicated to "
                            + (dedicated.isDedicated() ? dedicated : "nothing"),
                    "allocate memory with a DedicatedAllocationMemoryAllocateInfoNV of it or of one that is created like it,"
                            + " and bind at offset 0",
                    DedicatedAllocationMemoryAllocateInfoNV.class);
        }
    }

    private boolean mayBeCreatedLike(long owner) {
        Resource original = memory.resource();
        return owner == resource().handle()
                || original == null
                || original.handle() != owner
                || (original.parameters().equals(resource().parameters())
                        && original.handleTypes().equals(resource().handleTypes())
                        && original.dedicatedAllocationNV());
    }

    /** apiVersion-07920, of images apiVersion-07921: without the core extension only NV's resources have memory of their own. */
    private void notDedicatedWithoutTheExtension() {
        boolean dedicated =
                memory.dedicated().isDedicated() || memory.dedicatedNV().isDedicated();
        if (dedicated && !device.hasDedicatedAllocation() && !resource().dedicatedAllocationNV()) {
            broken(
                    "apiVersion-07920",
                    "apiVersion-07921",
                    "the memory is dedicated by NV's structure, and what is bound was not created for that",
                    "create it with NV's structure, or enable VK_KHR_dedicated_allocation",
                    DedicatedAllocationMemoryAllocateInfoNV.class);
        }
    }

    /**
     * bufferDeviceAddress-03339 and bufferDeviceAddressCaptureReplay-09200: memory with an address for a buffer with one, and
     * with the same address again for a buffer with that.
     */
    private void addressableIfBufferHasAnAddress() {
        MemoryAllocateFlags demanded = BufferAddressRules.demandedBy(resource().parameters(), device);
        demands(demanded, MemoryAllocateFlag.DEVICE_ADDRESS, "bufferDeviceAddress-03339");
        demands(demanded, MemoryAllocateFlag.DEVICE_ADDRESS_CAPTURE_REPLAY, "bufferDeviceAddressCaptureReplay-09200");
    }

    private void demands(MemoryAllocateFlags demanded, MemoryAllocateFlag flag, String ofBuffer) {
        MemoryAllocateFlagsInfo allocated = memory.flags();
        if (demanded.contains(flag) && (allocated == null || !allocated.flags().contains(flag))) {
            broken(
                    ofBuffer,
                    ofBuffer,
                    "the buffer has a device address, and its memory was allocated without the flag " + flag,
                    "add a MemoryAllocateFlagsInfo with " + flag + " to the allocation",
                    MemoryAllocateFlagsInfo.class);
        }
    }
}
