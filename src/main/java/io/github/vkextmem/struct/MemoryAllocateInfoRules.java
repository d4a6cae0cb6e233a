package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.chain.PNextList;

/**
 * The rules of VkMemoryAllocateInfo that values alone can break. Each is checked by the rarest of the structures that it speaks
 * of, so that the chains of every day look for nothing.
 */
final class MemoryAllocateInfoRules {

    private MemoryAllocateInfoRules() {}

    /** What every chain is checked for. */
    static void check(MemoryAllocateInfo info, PNextList<?> chain, Findings findings) {
        sizeUnlessImport(info, chain, findings);
        // VUID-VkMemoryAllocateInfo-pNext-06780 stands with the structure it speaks of, which may be there more than
        // once.
    }

    /** What every structure that can make an allocation an import is checked for. */
    static void checkImport(PNextList<?> chain, Findings findings) {
        importIsKHROrNV(chain, findings);
        int imports = chain.count(ImportOperation::isImport);
        oneImport(imports, findings);
        if (imports > 0) {
            hostPointerIsNotDedicated(chain, findings);
            metalTextureIsDedicated(chain, findings);
        }
    }

    /** VUID-VkMemoryAllocateInfo-pNext-00640: a core export excludes the NV ones, which ask for this. */
    static void exportIsCoreOrNV(PNextList<?> chain, Findings findings) {
        if (chain.has(ExportMemoryAllocateInfo.class)) {
            findings.add(
                    "VUID-VkMemoryAllocateInfo-pNext-00640",
                    "core and NV export structures in one chain",
                    "keep one family",
                    structure -> structure instanceof ExportMemoryAllocateInfo
                            || structure instanceof ExportMemoryAllocateInfoNV
                            || structure instanceof ExportMemoryWin32HandleInfoNV);
        }
    }

    /** VUID-VkMemoryAllocateInfo-pNext-00641: a KHR import excludes the NV one. */
    private static void importIsKHROrNV(PNextList<?> chain, Findings findings) {
        if (chain.has(ImportMemoryWin32HandleInfoKHR.class) && chain.has(ImportMemoryWin32HandleInfoNV.class)) {
            findings.add(
                    "VUID-VkMemoryAllocateInfo-pNext-00641",
                    "KHR and NV import structures in one chain",
                    "keep one of them",
                    structure -> structure instanceof ImportMemoryWin32HandleInfoKHR
                            || structure instanceof ImportMemoryWin32HandleInfoNV);
        }
    }

    /** VUID-VkMemoryAllocateInfo-None-06657: at most one import operation. */
    private static void oneImport(int imports, Findings findings) {
        if (imports > 1) {
            findings.add(
                    "VUID-VkMemoryAllocateInfo-None-06657",
                    "the chain defines " + imports + " import operations",
                    "import one handle an allocation",
                    ImportOperation::isImport);
        }
    }

    /**
     * VUID-VkMemoryAllocateInfo-allocationSize-07897, and -07899 where something is exported: not empty, unless imported, or
     * exported as a hardware buffer of Android, which can have its size from an image.
     */
    private static void sizeUnlessImport(MemoryAllocateInfo info, PNextList<?> chain, Findings findings) {
        if (info.allocationSize() != 0 || chain.count(ImportOperation::isImport) != 0) {
            return;
        }
        if (!exports(chain)) {
            findings.add(
                    "VUID-VkMemoryAllocateInfo-allocationSize-07897",
                    "allocationSize is 0, and nothing is imported or exported",
                    "allocate at least one byte");
        } else if (!exportsHardwareBuffer(chain)) {
            findings.add(
                    "VUID-VkMemoryAllocateInfo-allocationSize-07899",
                    "allocationSize is 0 of memory that can be exported",
                    "allocate at least one byte");
        }
    }

    private static boolean exportsHardwareBuffer(PNextList<?> chain) {
        ExportMemoryAllocateInfo core = chain.find(ExportMemoryAllocateInfo.class);
        return core != null && core.handleTypes().contains(ExternalMemoryHandleType.ANDROID_HARDWARE_BUFFER_ANDROID);
    }

    private static boolean exports(PNextList<?> chain) {
        ExportMemoryAllocateInfo core = chain.find(ExportMemoryAllocateInfo.class);
        ExportMemoryAllocateInfoNV nv = chain.find(ExportMemoryAllocateInfoNV.class);
        return (core != null && !core.handleTypes().isEmpty())
                || (nv != null && !nv.handleTypes().isEmpty());
    }

    /** VUID-VkMemoryAllocateInfo-pNext-02805 and -02806: what a host pointer points to is no buffer's or image's own. */
    private static void hostPointerIsNotDedicated(PNextList<?> chain, Findings findings) {
        if (!chain.has(ImportMemoryHostPointerInfoEXT.class)) {
            return;
        }
        DedicatedAllocationMemoryAllocateInfoNV nv = chain.find(DedicatedAllocationMemoryAllocateInfoNV.class);
        if (nv != null && nv.isDedicated()) {
            findings.add(
                    "VUID-VkMemoryAllocateInfo-pNext-02805",
                    "a host pointer is imported as " + nv,
                    "leave DedicatedAllocationMemoryAllocateInfoNV out",
                    nv::equals);
        }
        MemoryDedicatedAllocateInfo core = chain.find(MemoryDedicatedAllocateInfo.class);
        if (core != null && core.isDedicated()) {
            findings.add(
                    "VUID-VkMemoryAllocateInfo-pNext-02806",
                    "a host pointer is imported as " + core,
                    "leave MemoryDedicatedAllocateInfo out",
                    core::equals);
        }
    }

    /** VUID-VkMemoryAllocateInfo-pNext-10395 and -10397: a Metal texture is an image's own, and knows its size. */
    private static void metalTextureIsDedicated(PNextList<?> chain, Findings findings) {
        ImportMemoryMetalHandleInfoEXT metal = chain.find(ImportMemoryMetalHandleInfoEXT.class);
        if (metal == null || metal.handleType() != ExternalMemoryHandleType.MTLTEXTURE_EXT) {
            return;
        }
        MemoryAllocateInfo info = chain.find(MemoryAllocateInfo.class);
        MemoryDedicatedAllocateInfo dedicated = chain.find(MemoryDedicatedAllocateInfo.class);
        if (dedicated == null || dedicated.image() == 0) {
            findings.add(
                    "VUID-VkMemoryAllocateInfo-pNext-10395",
                    "a Metal texture is imported without an image",
                    "add a MemoryDedicatedAllocateInfo with the image",
                    metal::equals);
        } else if (info != null && info.allocationSize() != 0) {
            findings.add(
                    "VUID-VkMemoryAllocateInfo-pNext-10397",
                    "a Metal texture is imported with allocationSize " + Long.toUnsignedString(info.allocationSize()),
                    "let it be 0");
        }
    }

    /**
     * VUID-VkMemoryAllocateInfo-opaqueCaptureAddress-03329, VUID-VkMemoryAllocateInfo-pNext-03332 and
     * VUID-VkMemoryAllocateInfo-opaqueCaptureAddress-03333: an address is asked for again with the flag for it, and not of
     * what is imported.
     */
    static void captureAddress(MemoryOpaqueCaptureAddressAllocateInfo capture, PNextList<?> chain, Findings findings) {
        if (capture.opaqueCaptureAddress() == 0) {
            return;
        }
        MemoryAllocateFlagsInfo flags = chain.find(MemoryAllocateFlagsInfo.class);
        if (flags == null || !flags.flags().contains(MemoryAllocateFlag.DEVICE_ADDRESS_CAPTURE_REPLAY)) {
            findings.add(
                    "VUID-VkMemoryAllocateInfo-opaqueCaptureAddress-03329",
                    capture + " without the flag for it",
                    "add a MemoryAllocateFlagsInfo with DEVICE_ADDRESS_CAPTURE_REPLAY",
                    capture::equals);
        }
        if (chain.has(ImportMemoryHostPointerInfoEXT.class)) {
            findings.add(
                    "VUID-VkMemoryAllocateInfo-pNext-03332",
                    capture + " where a host pointer is imported",
                    "let the address be 0, or leave the structure out",
                    capture::equals);
        }
        if (chain.count(ImportOperation::isImport) > 0) {
            findings.add(
                    "VUID-VkMemoryAllocateInfo-opaqueCaptureAddress-03333",
                    capture + " where memory is imported",
                    "let the address be 0, or leave the structure out",
                    capture::equals);
        }
    }
}
