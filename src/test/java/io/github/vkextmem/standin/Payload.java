package io.github.vkextmem.standin;

import java.util.HashSet;
import java.util.Set;

/** What stands behind a memory that is exportable or imported. */
final class Payload implements AutoCloseable {

    /** The structures that are the stand-in's alone. */
    static final Set<String> STRUCTURES = Set.of(
            "VkExportMemoryAllocateInfo",
            "VkExportMemoryWin32HandleInfoKHR",
            "VkImportMemoryWin32HandleInfoKHR",
            "VkExportMemoryAllocateInfoNV",
            "VkExportMemoryWin32HandleInfoNV",
            "VkImportMemoryWin32HandleInfoNV");

    private final Section section;
    private final boolean takesHandle;
    private final ExportRequest export;
    private final Set<Integer> exported = new HashSet<>();
    private final GlobalShareNumber number;
    private final StandInDriver driver;

    private Payload(Section section, boolean takesHandle, ExportRequest export, StandInDriver driver) {
        this.driver = driver;
        this.section = section;
        this.takesHandle = takesHandle;
        this.export = export;
        this.number = export.wantsNumber() ? GlobalShareNumber.of(section) : null;
    }

    /**
     * Makes or maps what a chain asks for.
     *
     * @param size the size of the allocation, rounded up to whole host pointers' alignment
     * @return the payload; null: the chain neither exports nor imports as Windows does
     */
    static Payload of(ReceivedChain chain, long size, StandInDriver driver) {
        ExportRequest export = ExportRequest.of(chain);
        ImportRequest request = ImportRequest.of(chain);
        if (request == null && !export.isAny()) {
            return null;
        }
        if (export.types() != 0 && (export.types() & ~driver.compatible(Integer.lowestOneBit(export.types()))) != 0) {
            throw new AssertionError("VUID-VkExportMemoryAllocateInfo-handleTypes-00656: 0x"
                    + Integer.toHexString(export.types()) + " together, which are not compatible");
        }
        Section section = request != null ? request.open() : create(export, size, driver);
        try {
            if (request != null) {
                ImportRequest.requireSize(section, size);
                if (export.name() != 0) {
                    throw new AssertionError("a stand-in cannot name memory that it imports");
                }
            }
            return new Payload(section, request != null && request.takesHandle(), export, driver);
        } catch (RuntimeException | Error e) {
            section.close();
            throw e;
        }
    }

    private static Section create(ExportRequest export, long size, StandInDriver driver) {
        try {
            return Section.create(export.attributes(), size, export.name());
        } catch (Section.NameTaken e) {
            throw driver.nameTaken(export.name());
        }
    }

    /** The memory exists: what the chain gave away is the driver's now. */
    void succeeded() {
        if (takesHandle) {
            section.takeHandle();
        }
    }

    long view() {
        return section.view();
    }

    /** {@return the handle that vkGetMemoryWin32HandleKHR answers} */
    long exportKhr(int handleType) {
        if ((export.types() & handleType) == 0 || Integer.bitCount(handleType) != 1) {
            throw new AssertionError("VUID-VkMemoryGetWin32HandleInfoKHR-handleType-00662: 0x"
                    + Integer.toHexString(handleType) + " of memory for 0x" + Integer.toHexString(export.types()));
        }
        if (handleType == ExportRequest.OPAQUE_WIN32_KMT) {
            return number.number();
        }
        if (!exported.add(handleType)) {
            throw new AssertionError("VUID-VkMemoryGetWin32HandleInfoKHR-handleType-00663: a second NT handle");
        }
        return exportNtHandle();
    }

    /** {@return the handle that vkGetMemoryWin32HandleNV answers} */
    long exportNv(int handleType) {
        if ((export.typesNv() & handleType) == 0 || Integer.bitCount(handleType) != 1) {
            throw new AssertionError("VUID-vkGetMemoryWin32HandleNV-handleType-01326: 0x"
                    + Integer.toHexString(handleType) + " of memory for 0x" + Integer.toHexString(export.typesNv()));
        }
        return handleType == ExportRequest.OPAQUE_WIN32_KMT_NV ? number.number() : exportNtHandle();
    }

    private long exportNtHandle() {
        return section.export(export.sectionAccess(), driver.isInherited(export.isInherited()));
    }

    @Override
    public void close() {
        section.close();
        if (number != null) {
            number.close();
        }
    }
}
