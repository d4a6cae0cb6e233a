package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memGetAddress;
import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memPutInt;
import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import java.util.ArrayList;
import java.util.List;
import org.lwjgl.vulkan.VkWin32KeyedMutexAcquireReleaseInfoKHR;

/**
 * Members of the keyed mutex structures of KHR and NV, which have one layout: counts, and parallel arrays behind the structure;
 * NULL where they are empty.
 */
final class KeyedMutexArrays {

    private static final int PACQUIRESYNCS = VkWin32KeyedMutexAcquireReleaseInfoKHR.PACQUIRESYNCS;
    private static final int PACQUIREKEYS = VkWin32KeyedMutexAcquireReleaseInfoKHR.PACQUIREKEYS;
    private static final int PACQUIRETIMEOUTS = VkWin32KeyedMutexAcquireReleaseInfoKHR.PACQUIRETIMEOUTS;
    private static final int PRELEASESYNCS = VkWin32KeyedMutexAcquireReleaseInfoKHR.PRELEASESYNCS;
    private static final int PRELEASEKEYS = VkWin32KeyedMutexAcquireReleaseInfoKHR.PRELEASEKEYS;

    private KeyedMutexArrays() {}

    /** VUID-{structure}-pAcquireSyncs-parameter and -pReleaseSyncs-parameter: a memory each. */
    static void requireMemory(
            StructureType<?> structure, List<KeyedMutexAcquire> acquires, List<KeyedMutexRelease> releases) {
        for (KeyedMutexAcquire acquire : acquires) {
            requireMemory(structure, acquire.memory(), "pAcquireSyncs");
        }
        for (KeyedMutexRelease release : releases) {
            requireMemory(structure, release.memory(), "pReleaseSyncs");
        }
    }

    private static void requireMemory(StructureType<?> structure, long memory, String member) {
        if (memory == 0) {
            throw new ValidUsageException(
                    "VUID-" + structure.name() + "-" + member + "-parameter",
                    member + " has VK_NULL_HANDLE",
                    "give the VkDeviceMemory that was imported from Direct3D 11");
        }
    }

    static int byteSize(List<KeyedMutexAcquire> acquires, List<KeyedMutexRelease> releases) {
        return VkWin32KeyedMutexAcquireReleaseInfoKHR.SIZEOF
                + 16 * acquires.size()
                + ((4 * acquires.size() + 7) & ~7)
                + 16 * releases.size();
    }

    /** Writes all members but the header to a structure, and the arrays behind it. */
    static void write(List<KeyedMutexAcquire> acquires, List<KeyedMutexRelease> releases, long address) {
        long behind = address + VkWin32KeyedMutexAcquireReleaseInfoKHR.SIZEOF;
        writeAcquires(acquires, behind, address);
        writeReleases(releases, behind + 16L * acquires.size() + ((4L * acquires.size() + 7) & ~7), address);
    }

    private static void writeAcquires(List<KeyedMutexAcquire> acquires, long arrays, long address) {
        int count = acquires.size();
        long keys = arrays + 8L * count;
        long timeouts = keys + 8L * count;
        StructBytes.putPaddedInt(address + VkWin32KeyedMutexAcquireReleaseInfoKHR.ACQUIRECOUNT, count);
        memPutLong(address + PACQUIRESYNCS, count == 0 ? 0 : arrays);
        memPutLong(address + PACQUIREKEYS, count == 0 ? 0 : keys);
        memPutLong(address + PACQUIRETIMEOUTS, count == 0 ? 0 : timeouts);
        for (int i = 0; i < count; i++) {
            KeyedMutexAcquire acquire = acquires.get(i);
            memPutLong(arrays + 8L * i, acquire.memory());
            memPutLong(keys + 8L * i, acquire.key());
            memPutInt(timeouts + 4L * i, acquire.timeout());
        }
        if ((count & 1) != 0) {
            memPutInt(timeouts + 4L * count, 0);
        }
    }

    private static void writeReleases(List<KeyedMutexRelease> releases, long arrays, long address) {
        int count = releases.size();
        long keys = arrays + 8L * count;
        StructBytes.putPaddedInt(address + VkWin32KeyedMutexAcquireReleaseInfoKHR.RELEASECOUNT, count);
        memPutLong(address + PRELEASESYNCS, count == 0 ? 0 : arrays);
        memPutLong(address + PRELEASEKEYS, count == 0 ? 0 : keys);
        for (int i = 0; i < count; i++) {
            KeyedMutexRelease release = releases.get(i);
            memPutLong(arrays + 8L * i, release.memory());
            memPutLong(keys + 8L * i, release.key());
        }
    }

    static List<KeyedMutexAcquire> readAcquires(long address) {
        long syncs = memGetAddress(address + PACQUIRESYNCS);
        long keys = memGetAddress(address + PACQUIREKEYS);
        long timeouts = memGetAddress(address + PACQUIRETIMEOUTS);
        List<KeyedMutexAcquire> acquires = new ArrayList<>();
        for (int i = 0; i < VkWin32KeyedMutexAcquireReleaseInfoKHR.nacquireCount(address); i++) {
            acquires.add(new KeyedMutexAcquire(
                    memGetLong(syncs + 8L * i), memGetLong(keys + 8L * i), memGetInt(timeouts + 4L * i)));
        }
        return acquires;
    }

    static List<KeyedMutexRelease> readReleases(long address) {
        long syncs = memGetAddress(address + PRELEASESYNCS);
        long keys = memGetAddress(address + PRELEASEKEYS);
        List<KeyedMutexRelease> releases = new ArrayList<>();
        for (int i = 0; i < VkWin32KeyedMutexAcquireReleaseInfoKHR.nreleaseCount(address); i++) {
            releases.add(new KeyedMutexRelease(memGetLong(syncs + 8L * i), memGetLong(keys + 8L * i)));
        }
        return releases;
    }
}
