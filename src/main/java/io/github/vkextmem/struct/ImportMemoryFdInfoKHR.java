package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memPutInt;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.KHRExternalMemoryFd;
import org.lwjgl.vulkan.VkImportMemoryFdInfoKHR;

/**
 * Memory imported from a POSIX file descriptor, which the driver takes over if the allocation succeeds.
 *
 * <p>The structure holds the descriptor's number and does not own it. {@code ExternalMemory.importMemory} takes an
 * owning handle and builds this structure itself.
 *
 * @param handleType what the descriptor is; null: nothing is imported and {@code fd} is ignored
 * @param fd the descriptor
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImportMemoryFdInfoKHR.html">
 *     VkImportMemoryFdInfoKHR</a>
 */
public record ImportMemoryFdInfoKHR(@Nullable ExternalMemoryHandleType handleType, int fd)
        implements ExtendsMemoryAllocateInfo, ImportOperation {

    /** What is true of every VkImportMemoryFdInfoKHR. */
    public static final StructureType<ImportMemoryFdInfoKHR> TYPE = StructureType.of(
                    "VkImportMemoryFdInfoKHR",
                    KHRExternalMemoryFd.VK_STRUCTURE_TYPE_IMPORT_MEMORY_FD_INFO_KHR,
                    VkImportMemoryFdInfoKHR.SIZEOF,
                    ImportMemoryFdInfoKHR::read)
            .from("VK_KHR_external_memory_fd");

    /**
     * @throws ValidUsageException if the type is no file descriptor
     *     (VUID-VkImportMemoryFdInfoKHR-handleType-00669), or the number is negative and so no descriptor
     *     (VUID-VkImportMemoryFdInfoKHR-handleType-00670)
     */
    public ImportMemoryFdInfoKHR {
        if (handleType != null && !handleType.isPosixFileDescriptor()) {
            throw new ValidUsageException(
                    "VUID-VkImportMemoryFdInfoKHR-handleType-00669",
                    "handleType is " + handleType + ", which is no file descriptor",
                    "use OPAQUE_FD or DMA_BUF_EXT");
        }
        if (handleType != null && fd < 0) {
            throw new ValidUsageException(
                    "VUID-VkImportMemoryFdInfoKHR-handleType-00670",
                    "fd is " + fd + ", which is no file descriptor",
                    "give an open descriptor of type " + handleType);
        }
    }

    /** {@return the structure for a descriptor of a type} */
    public static ImportMemoryFdInfoKHR of(ExternalMemoryHandleType handleType, int fd) {
        return new ImportMemoryFdInfoKHR(handleType, fd);
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static ImportMemoryFdInfoKHR read(VkImportMemoryFdInfoKHR struct) {
        return read(struct.address());
    }

    private static ImportMemoryFdInfoKHR read(long address) {
        return new ImportMemoryFdInfoKHR(
                HandleTypeRules.ofBitOrNull(TYPE, VkImportMemoryFdInfoKHR.nhandleType(address)),
                VkImportMemoryFdInfoKHR.nfd(address));
    }

    /** {@return the structure alone, on a stack} */
    public VkImportMemoryFdInfoKHR marshal(MemoryStack stack) {
        return VkImportMemoryFdInfoKHR.create(Block.marshal(this, stack));
    }

    @Override
    public boolean isImport() {
        return handleType != null;
    }

    @Override
    public StructureType<ImportMemoryFdInfoKHR> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        memPutInt(address + VkImportMemoryFdInfoKHR.HANDLETYPE, handleType == null ? 0 : handleType.bit());
        memPutInt(address + VkImportMemoryFdInfoKHR.FD, fd);
    }
}
