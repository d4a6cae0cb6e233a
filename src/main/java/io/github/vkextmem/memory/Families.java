package io.github.vkextmem.memory;

import io.github.vkextmem.chain.PNextTail;
import io.github.vkextmem.chain.Structure;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryAllocateInfoNV;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoNV;
import io.github.vkextmem.struct.ExtendsMemoryAllocateInfo;
import io.github.vkextmem.struct.ExternalMemoryBufferCreateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import io.github.vkextmem.struct.ExternalMemoryImageCreateInfo;
import io.github.vkextmem.struct.ExternalMemoryImageCreateInfoNV;
import io.github.vkextmem.struct.MemoryAllocateChain;
import org.lwjgl.system.Struct;

/**
 * Windows memory is shared through two families of extensions: KHR's, and NV's that came before. A device may have either;
 * what is written for one means the same in the other, but for what NV never had: names, and buffers.
 */
final class Families {

    static final String WIN32_KHR = "VK_KHR_external_memory_win32";
    static final String WIN32_NV = "VK_NV_external_memory_win32";

    private final EnabledExtensions extensions;

    Families(EnabledExtensions extensions) {
        this.extensions = extensions;
    }

    /** {@return whether NV's family is the only one that the device has} */
    boolean onlyNV() {
        return extensions.has(WIN32_NV) && !extensions.has(WIN32_KHR);
    }

    private boolean onlyKHR() {
        return extensions.has(WIN32_KHR) && !extensions.has(WIN32_NV);
    }

    /** {@return whether the device has one of the families: with both, or none, there is nothing to translate into} */
    private boolean hasOne() {
        return onlyNV() || onlyKHR();
    }

    /** {@return the chain in the family that the device has} */
    MemoryAllocateChain translate(MemoryAllocateChain chain) {
        return hasOne() ? chain.map(structure -> (ExtendsMemoryAllocateInfo) translate(structure)) : chain;
    }

    /** {@return the tail in the family that the device has} */
    <P extends Struct<P>, M extends Structure> PNextTail<P, M> translate(PNextTail<P, M> tail) {
        Class<M> marker = tail.parent().marker();
        return hasOne() ? tail.map(structure -> marker.cast(translate(structure))) : tail;
    }

    /**
     * Translates a structure; the result extends what the structure extends.
     *
     * @return the structure, or the one of the same meaning in the family that the device has
     */
    private Structure translate(Structure structure) {
        if (onlyNV()) {
            return toNV(structure);
        }
        return onlyKHR() ? toCore(structure) : structure;
    }

    private Structure toNV(Structure structure) {
        if (structure instanceof ExportMemoryAllocateInfo export) {
            return new ExportMemoryAllocateInfoNV(export.handleTypes().toNV());
        }
        if (structure instanceof ExportMemoryWin32HandleInfoKHR win32) {
            if (win32.name() != null) {
                extensions.require(WIN32_KHR, "the name '" + win32.name() + "' of an NT handle");
            }
            return new ExportMemoryWin32HandleInfoNV(win32.attributes(), win32.access());
        }
        if (structure instanceof ExternalMemoryImageCreateInfo image) {
            return new ExternalMemoryImageCreateInfoNV(image.handleTypes().toNV());
        }
        if (structure instanceof ExternalMemoryBufferCreateInfo buffer) {
            requireBuffers(buffer.handleTypes());
        }
        return structure;
    }

    private static Structure toCore(Structure structure) {
        if (structure instanceof ExportMemoryAllocateInfoNV export) {
            return new ExportMemoryAllocateInfo(export.handleTypes().toCore());
        }
        if (structure instanceof ExportMemoryWin32HandleInfoNV win32) {
            return new ExportMemoryWin32HandleInfoKHR(win32.attributes(), win32.access(), null);
        }
        if (structure instanceof ExternalMemoryImageCreateInfoNV image) {
            return new ExternalMemoryImageCreateInfo(image.handleTypes().toCore());
        }
        return structure;
    }

    /** Refuses a buffer that is to be shared through a Windows handle, which NV's family cannot. */
    private void requireBuffers(ExternalMemoryHandleTypes handleTypes) {
        if (handleTypes.stream().anyMatch(type -> type.isNtHandle() || type.isGlobalShareHandle())) {
            extensions.require(WIN32_KHR, "an external buffer (VK_NV_external_memory has images only)");
        }
    }

    /** Refuses handle types of images and of memory whose extension is not on. */
    void requireFor(ExternalMemoryHandleTypes handleTypes) {
        for (ExternalMemoryHandleType type : handleTypes) {
            if (!onlyNV() || type.toNV().isEmpty()) {
                extensions.requireFor(type);
            }
        }
    }
}
