package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.chain.PNextList;

/** The rules of VkMemoryAllocateInfo that values alone can break. */
final class MemoryAllocateInfoRules {

    private MemoryAllocateInfoRules() {}

    static void check(MemoryAllocateInfo info, PNextList<?> chain, Findings findings) {
        exportIsCoreOrNV(chain, findings);
        importIsKHROrNV(chain, findings);
        int imports = chain.count(ImportOperation::isImport);
        oneImport(imports, findings);
        sizeUnlessImportOrExport(info, chain, imports, findings);
    }

    /** VUID-VkMemoryAllocateInfo-pNext-00640: a core export excludes the NV ones. */
    private static void exportIsCoreOrNV(PNextList<?> chain, Findings findings) {
        if (chain.has(ExportMemoryAllocateInfo.class)
                && (chain.has(ExportMemoryAllocateInfoNV.class) || chain.has(ExportMemoryWin32HandleInfoNV.class))) {
            findings.add(
                    "VUID-VkMemoryAllocateInfo-pNext-00640",
                    "core and NV export structures in one chain",
                    "keep one family");
        }
    }

    /** VUID-VkMemoryAllocateInfo-pNext-00641: a KHR import excludes the NV one. */
    private static void importIsKHROrNV(PNextList<?> chain, Findings findings) {
        if (chain.has(ImportMemoryWin32HandleInfoKHR.class) && chain.has(ImportMemoryWin32HandleInfoNV.class)) {
            findings.add(
                    "VUID-VkMemoryAllocateInfo-pNext-00641",
                    "KHR and NV import structures in one chain",
                    "keep one of them");
        }
    }

    /** VUID-VkMemoryAllocateInfo-None-06657: at most one import operation. */
    private static void oneImport(int imports, Findings findings) {
        if (imports > 1) {
            findings.add(
                    "VUID-VkMemoryAllocateInfo-None-06657",
                    "the chain defines " + imports + " import operations",
                    "import one handle an allocation");
        }
    }

    /** VUID-VkMemoryAllocateInfo-allocationSize-07897: not empty, unless imported or exported. */
    private static void sizeUnlessImportOrExport(
            MemoryAllocateInfo info, PNextList<?> chain, int imports, Findings findings) {
        if (info.allocationSize() == 0 && imports == 0 && !exports(chain)) {
            findings.add(
                    "VUID-VkMemoryAllocateInfo-allocationSize-07897",
                    "allocationSize is 0, and nothing is imported or exported",
                    "allocate at least one byte");
        }
    }

    private static boolean exports(PNextList<?> chain) {
        ExportMemoryAllocateInfo core = chain.find(ExportMemoryAllocateInfo.class);
        ExportMemoryAllocateInfoNV nv = chain.find(ExportMemoryAllocateInfoNV.class);
        return (core != null && !core.handleTypes().isEmpty())
                || (nv != null && !nv.handleTypes().isEmpty());
    }
}
