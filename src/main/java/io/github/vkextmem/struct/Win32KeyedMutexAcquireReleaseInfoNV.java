package io.github.vkextmem.struct;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import java.util.List;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.NVWin32KeyedMutex;
import org.lwjgl.vulkan.VkWin32KeyedMutexAcquireReleaseInfoNV;

/**
 * The same as {@link Win32KeyedMutexAcquireReleaseInfoKHR} for memory of VK_NV_external_memory_win32. That all memory is of
 * the device whose queue it is submitted to, the caller knows (VUID-VkWin32KeyedMutexAcquireReleaseInfoNV-commonparent).
 *
 * @param acquires what to wait for
 * @param releases what to give back
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkWin32KeyedMutexAcquireReleaseInfoNV.html">
 *     VkWin32KeyedMutexAcquireReleaseInfoNV</a>
 */
public record Win32KeyedMutexAcquireReleaseInfoNV(List<KeyedMutexAcquire> acquires, List<KeyedMutexRelease> releases)
        implements ExtendsSubmitInfo, ExtendsSubmitInfo2 {

    /** What is true of every VkWin32KeyedMutexAcquireReleaseInfoNV. */
    public static final StructureType<Win32KeyedMutexAcquireReleaseInfoNV> TYPE = StructureType.of(
                    "VkWin32KeyedMutexAcquireReleaseInfoNV",
                    NVWin32KeyedMutex.VK_STRUCTURE_TYPE_WIN32_KEYED_MUTEX_ACQUIRE_RELEASE_INFO_NV,
                    VkWin32KeyedMutexAcquireReleaseInfoNV.SIZEOF,
                    Win32KeyedMutexAcquireReleaseInfoNV::read)
            .from("VK_NV_win32_keyed_mutex");

    /**
     * @throws ValidUsageException if a memory is 0 (VUID-VkWin32KeyedMutexAcquireReleaseInfoNV-pAcquireSyncs-parameter,
     *     -pReleaseSyncs-parameter)
     */
    public Win32KeyedMutexAcquireReleaseInfoNV {
        acquires = List.copyOf(acquires);
        releases = List.copyOf(releases);
        KeyedMutexArrays.requireMemory(TYPE, acquires, releases);
    }

    /** {@return the structure for one mutex, waited for and given back} */
    public static Win32KeyedMutexAcquireReleaseInfoNV of(KeyedMutexAcquire acquire, KeyedMutexRelease release) {
        return new Win32KeyedMutexAcquireReleaseInfoNV(List.of(acquire), List.of(release));
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static Win32KeyedMutexAcquireReleaseInfoNV read(VkWin32KeyedMutexAcquireReleaseInfoNV struct) {
        return read(struct.address());
    }

    private static Win32KeyedMutexAcquireReleaseInfoNV read(long address) {
        return new Win32KeyedMutexAcquireReleaseInfoNV(
                KeyedMutexArrays.readAcquires(address), KeyedMutexArrays.readReleases(address));
    }

    /** {@return the structure alone, on a stack} */
    public VkWin32KeyedMutexAcquireReleaseInfoNV marshal(MemoryStack stack) {
        return VkWin32KeyedMutexAcquireReleaseInfoNV.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<Win32KeyedMutexAcquireReleaseInfoNV> type() {
        return TYPE;
    }

    @Override
    public int byteSize() {
        return KeyedMutexArrays.byteSize(acquires, releases);
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        KeyedMutexArrays.write(acquires, releases, address);
    }
}
