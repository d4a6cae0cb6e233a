package io.github.vkextmem.usage;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.HandleKind;
import io.github.vkextmem.struct.ImageResource;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.Resource;
import org.jspecify.annotations.Nullable;
import org.lwjgl.vulkan.VK11;

/**
 * The rules of vkBindBufferMemory and vkBindImageMemory about the place in the memory: what a buffer's or image's
 * VkMemoryRequirements say.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkMemoryRequirements.html">VkMemoryRequirements</a>
 */
public final class BindPlaceRules {

    private BindPlaceRules() {}

    /** VUID-vkBindImageMemory-image-01608 and VUID-VkBindImageMemoryInfo-image-07736: planes apart have no one place. */
    public static void checkPlanes(String where, Resource resource, Findings findings) {
        if (resource instanceof ImageResource image
                && (image.parameters().info().flags() & VK11.VK_IMAGE_CREATE_DISJOINT_BIT) != 0) {
            findings.add(
                    where.endsWith("Info")
                            ? "VUID-VkBindImageMemoryInfo-image-07736"
                            : "VUID-vkBindImageMemory-image-01608",
                    "the image was created with VK_IMAGE_CREATE_DISJOINT_BIT",
                    "bind each plane with a VkBindImagePlaneMemoryInfo, by vkBindImageMemory2 itself");
        }
    }

    /** Checks the place that a buffer or image is to have in a memory. */
    public static void check(BindRequest bind, MemoryHistory memory, Findings findings) {
        MemoryAllocateInfo info = memory.allocateInfo();
        if (knowsItsSize(memory.importType())) {
            beginsAndEndsWithin(bind, info, findings);
        }
        isAligned(bind, findings);
        canLiveThere(bind, info, findings);
    }

    /** What another API allocated may be larger than the import says, and a Metal texture is imported with size 0. */
    private static boolean knowsItsSize(@Nullable ExternalMemoryHandleType importType) {
        return importType == null || importType.isOpaque() || importType.kind() == HandleKind.HOST_POINTER;
    }

    /** memoryOffset-01031, of images memoryOffset-01046, and size-01037, of images size-01049 or pNext-01617. */
    private static void beginsAndEndsWithin(BindRequest bind, MemoryAllocateInfo info, Findings findings) {
        long size = info.allocationSize();
        if (Long.compareUnsigned(bind.memoryOffset(), size) >= 0) {
            doesNotFit(bind.vuid("memoryOffset-01031", "memoryOffset-01046"), bind, info, findings);
        } else if (Long.compareUnsigned(size - bind.memoryOffset(), bind.size()) < 0) {
            doesNotFit(bind.vuid("size-01037", "size-01049", "pNext-01617"), bind, info, findings);
        }
    }

    private static void doesNotFit(String vuid, BindRequest bind, MemoryAllocateInfo info, Findings findings) {
        findings.add(
                vuid,
                "the memory has " + Long.toUnsignedString(info.allocationSize())
                        + " bytes, and what is bound at offset " + Long.toUnsignedString(bind.memoryOffset())
                        + " needs " + bind.size(),
                "choose a smaller offset, or allocate more",
                info::equals);
    }

    /** memoryOffset-01036, of images memoryOffset-01048 or pNext-01616. */
    private static void isAligned(BindRequest bind, Findings findings) {
        if (bind.alignment() != 0 && Long.remainderUnsigned(bind.memoryOffset(), bind.alignment()) != 0) {
            findings.add(
                    bind.vuid("memoryOffset-01036", "memoryOffset-01048", "pNext-01616"),
                    "memoryOffset is " + Long.toUnsignedString(bind.memoryOffset())
                            + ", and what is bound wants a multiple of " + bind.alignment(),
                    "use its alignment");
        }
    }

    /** memory-01035, of images memory-01047 or pNext-01615. */
    private static void canLiveThere(BindRequest bind, MemoryAllocateInfo info, Findings findings) {
        if ((bind.memoryTypeBits() & 1 << info.memoryTypeIndex()) == 0) {
            findings.add(
                    bind.vuid("memory-01035", "memory-01047", "pNext-01615"),
                    "the memory is of type " + info.memoryTypeIndex() + ", and what is bound can live in those of 0b"
                            + Integer.toBinaryString(bind.memoryTypeBits()),
                    "allocate memory of one of those types",
                    info::equals);
        }
    }
}
