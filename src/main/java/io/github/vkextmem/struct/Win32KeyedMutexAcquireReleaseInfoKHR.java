package io.github.vkextmem.struct;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import java.util.List;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.KHRWin32KeyedMutex;
import org.lwjgl.vulkan.VkWin32KeyedMutexAcquireReleaseInfoKHR;

/**
 * The keyed mutexes that a submission waits for before it runs and gives back when it has run: how Direct3D 11 and Vulkan take
 * turns. That all memory is of the device whose queue it is submitted to, the caller knows
 * (VUID-VkWin32KeyedMutexAcquireReleaseInfoKHR-commonparent).
 *
 * @param acquires what to wait for
 * @param releases what to give back
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkWin32KeyedMutexAcquireReleaseInfoKHR.html">
 *     VkWin32KeyedMutexAcquireReleaseInfoKHR</a>
 */
public record Win32KeyedMutexAcquireReleaseInfoKHR(List<KeyedMutexAcquire> acquires, List<KeyedMutexRelease> releases)
        implements ExtendsSubmitInfo, ExtendsSubmitInfo2 {

    /** What is true of every VkWin32KeyedMutexAcquireReleaseInfoKHR. */
    public static final StructureType<Win32KeyedMutexAcquireReleaseInfoKHR> TYPE = StructureType.of(
                    "VkWin32KeyedMutexAcquireReleaseInfoKHR",
                    KHRWin32KeyedMutex.VK_STRUCTURE_TYPE_WIN32_KEYED_MUTEX_ACQUIRE_RELEASE_INFO_KHR,
                    VkWin32KeyedMutexAcquireReleaseInfoKHR.SIZEOF,
                    Win32KeyedMutexAcquireReleaseInfoKHR::read)
            .from("VK_KHR_win32_keyed_mutex");

    /**
     * @throws ValidUsageException if a memory is 0 (VUID-VkWin32KeyedMutexAcquireReleaseInfoKHR-pAcquireSyncs-parameter,
     *     -pReleaseSyncs-parameter)
     */
    public Win32KeyedMutexAcquireReleaseInfoKHR {
        acquires = List.copyOf(acquires);
        releases = List.copyOf(releases);
        KeyedMutexArrays.requireMemory(TYPE, acquires, releases);
    }

    /** {@return the structure for one mutex, waited for and given back} */
    public static Win32KeyedMutexAcquireReleaseInfoKHR of(KeyedMutexAcquire acquire, KeyedMutexRelease release) {
        return new Win32KeyedMutexAcquireReleaseInfoKHR(List.of(acquire), List.of(release));
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static Win32KeyedMutexAcquireReleaseInfoKHR read(VkWin32KeyedMutexAcquireReleaseInfoKHR struct) {
        return read(struct.address());
    }

    private static Win32KeyedMutexAcquireReleaseInfoKHR read(long address) {
        return new Win32KeyedMutexAcquireReleaseInfoKHR(
                KeyedMutexArrays.readAcquires(address), KeyedMutexArrays.readReleases(address));
    }

    /** {@return the structure alone, on a stack} */
    public VkWin32KeyedMutexAcquireReleaseInfoKHR marshal(MemoryStack stack) {
        return VkWin32KeyedMutexAcquireReleaseInfoKHR.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<Win32KeyedMutexAcquireReleaseInfoKHR> type() {
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
