package io.github.vkextmem.memory;

import io.github.vkextmem.MissingExtensionException;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryAllocateInfoNV;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoNV;
import io.github.vkextmem.struct.ExtendsImageCreateInfo;
import io.github.vkextmem.struct.ExtendsMemoryAllocateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import io.github.vkextmem.struct.ExternalMemoryImageCreateInfo;
import io.github.vkextmem.struct.ExternalMemoryImageCreateInfoNV;

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

    /** {@return the structure, or the one of the same meaning in the family that the device has} */
    ExtendsImageCreateInfo translate(ExtendsImageCreateInfo structure) {
        if (onlyNV() && structure instanceof ExternalMemoryImageCreateInfo image) {
            return new ExternalMemoryImageCreateInfoNV(image.handleTypes().toNV());
        }
        if (onlyKHR() && structure instanceof ExternalMemoryImageCreateInfoNV image) {
            return new ExternalMemoryImageCreateInfo(image.handleTypes().toCore());
        }
        return structure;
    }

    /** {@return the structure, or the one of the same meaning in the family that the device has} */
    ExtendsMemoryAllocateInfo translate(ExtendsMemoryAllocateInfo structure) {
        if (onlyNV()) {
            return toNV(structure);
        }
        return onlyKHR() ? toCore(structure) : structure;
    }

    private ExtendsMemoryAllocateInfo toNV(ExtendsMemoryAllocateInfo structure) {
        if (structure instanceof ExportMemoryAllocateInfo export) {
            return new ExportMemoryAllocateInfoNV(export.handleTypes().toNV());
        }
        if (structure instanceof ExportMemoryWin32HandleInfoKHR win32) {
            if (win32.name() != null) {
                extensions.require(WIN32_KHR, "the name '" + win32.name() + "' of an NT handle");
            }
            return new ExportMemoryWin32HandleInfoNV(win32.attributes(), win32.access());
        }
        return structure;
    }

    private static ExtendsMemoryAllocateInfo toCore(ExtendsMemoryAllocateInfo structure) {
        if (structure instanceof ExportMemoryAllocateInfoNV export) {
            return new ExportMemoryAllocateInfo(export.handleTypes().toCore());
        }
        if (structure instanceof ExportMemoryWin32HandleInfoNV win32) {
            return new ExportMemoryWin32HandleInfoKHR(win32.attributes(), win32.access(), null);
        }
        return structure;
    }

    /**
     * @throws MissingExtensionException if a handle type needs an extension that is not on
     */
    void requireFor(ExternalMemoryHandleTypes handleTypes) {
        for (ExternalMemoryHandleType type : handleTypes) {
            String extension = type.extension();
            if (!(extension.equals(WIN32_KHR) && onlyNV() && type.toNV().isPresent())) {
                extensions.require(extension, "handle type " + type);
            }
        }
    }

    /**
     * @throws MissingExtensionException if the buffer is to be shared through a Windows handle, which NV's family cannot
     */
    void requireBuffers(ExternalMemoryHandleTypes handleTypes) {
        boolean windows = handleTypes.stream().anyMatch(type -> type.isNtHandle() || type.isGlobalShareHandle());
        if (windows && onlyNV()) {
            extensions.require(WIN32_KHR, "an external buffer (VK_NV_external_memory has images only)");
        }
    }
}
