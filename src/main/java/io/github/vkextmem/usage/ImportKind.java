package io.github.vkextmem.usage;

import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ImportMemoryMetalHandleInfoEXT;
import io.github.vkextmem.struct.ImportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.ImportMemoryWin32HandleInfoNV;
import io.github.vkextmem.struct.MemoryAllocateChain;
import java.util.List;

/**
 * The ways in which memory is imported; the specification says of each under a name of its own that the payload must come from
 * the same device and a compatible driver.
 */
public enum ImportKind {
    /** By VkImportMemoryFdInfoKHR. */
    FILE_DESCRIPTOR(
            "VUID-VkImportMemoryFdInfoKHR-fd-00668",
            "VUID-VkImportMemoryFdInfoKHR-fd-01746",
            "VUID-VkImportMemoryFdInfoKHR-fd-01520"),
    /** By VkImportMemoryWin32HandleInfoKHR and a handle. */
    WIN32_HANDLE(
            "VUID-VkImportMemoryWin32HandleInfoKHR-handle-00659", "VUID-VkImportMemoryWin32HandleInfoKHR-handle-01518"),
    /** By VkImportMemoryWin32HandleInfoKHR and a name. */
    WIN32_NAME(
            "VUID-VkImportMemoryWin32HandleInfoKHR-handle-00659", "VUID-VkImportMemoryWin32HandleInfoKHR-name-01519"),
    /** By VkImportMemoryWin32HandleInfoNV, of which the specification says less. */
    WIN32_HANDLE_NV(
            "VUID-VkImportMemoryWin32HandleInfoNV-handle-01328", "VUID-VkImportMemoryWin32HandleInfoNV-handle-01328"),
    /** By VkImportMemoryMetalHandleInfoEXT, where the driver may be another. */
    METAL_HANDLE(
            "VUID-VkImportMemoryMetalHandleInfoEXT-handle-10409", "VUID-VkImportMemoryMetalHandleInfoEXT-handle-10412"),
    /** By VkImportMemoryHostPointerInfoEXT, of which the specification says nothing: the memory is no device's. */
    HOST_POINTER("");

    private final String sameDevice;

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes lists that do not change
    private final List<String> compatibleDriver;

    ImportKind(String sameDevice, String... compatibleDriver) {
        this.sameDevice = sameDevice;
        this.compatibleDriver = List.of(compatibleDriver);
    }

    /** {@return how a handle of a type is imported} */
    public static ImportKind of(ExternalMemoryHandleType handleType, boolean throughNV) {
        return switch (handleType.kind()) {
            case POSIX_FILE_DESCRIPTOR -> FILE_DESCRIPTOR;
            case METAL_OBJECT -> METAL_HANDLE;
            case HOST_POINTER -> HOST_POINTER;
            default -> throughNV ? WIN32_HANDLE_NV : WIN32_HANDLE;
        };
    }

    /** {@return how a chain that imports does it} */
    static ImportKind of(MemoryAllocateChain chain) {
        if (chain.has(ImportMemoryWin32HandleInfoNV.class)) {
            return WIN32_HANDLE_NV;
        }
        if (chain.has(ImportMemoryMetalHandleInfoEXT.class)) {
            return METAL_HANDLE;
        }
        ImportMemoryWin32HandleInfoKHR win32 = chain.find(ImportMemoryWin32HandleInfoKHR.class);
        if (win32 == null) {
            return FILE_DESCRIPTOR;
        }
        return win32.name() == null ? WIN32_HANDLE : WIN32_NAME;
    }

    /** {@return the statement that the payload must come from the same physical device} */
    String sameDevice() {
        return sameDevice;
    }

    /** {@return the statements that the payload must come from a compatible driver} */
    List<String> compatibleDriver() {
        return compatibleDriver;
    }
}
