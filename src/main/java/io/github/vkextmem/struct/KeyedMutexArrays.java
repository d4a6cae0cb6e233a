package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memPutInt;
import static org.lwjgl.system.MemoryUtil.memPutLong;

import java.util.ArrayList;
import java.util.List;

/** The parallel arrays to which the keyed mutex structures of KHR and NV point; NULL where they are empty. */
final class KeyedMutexArrays {

    private KeyedMutexArrays() {}

    static int acquiresSize(int count) {
        return 16 * count + ((4 * count + 7) & ~7);
    }

    static int releasesSize(int count) {
        return 16 * count;
    }

    /** Writes the arrays to {@code address}, and their addresses to the other three. */
    static void writeAcquires(List<KeyedMutexAcquire> acquires, long address, long pSyncs, long pKeys, long pTimeouts) {
        int count = acquires.size();
        long keys = address + 8L * count;
        long timeouts = keys + 8L * count;
        memPutLong(pSyncs, count == 0 ? 0 : address);
        memPutLong(pKeys, count == 0 ? 0 : keys);
        memPutLong(pTimeouts, count == 0 ? 0 : timeouts);
        for (int i = 0; i < count; i++) {
            KeyedMutexAcquire acquire = acquires.get(i);
            memPutLong(address + 8L * i, acquire.memory());
            memPutLong(keys + 8L * i, acquire.key());
            memPutInt(timeouts + 4L * i, acquire.timeout());
        }
        if ((count & 1) != 0) {
            memPutInt(timeouts + 4L * count, 0);
        }
    }

    /** Writes the arrays to {@code address}, and their addresses to the other two. */
    static void writeReleases(List<KeyedMutexRelease> releases, long address, long pSyncs, long pKeys) {
        int count = releases.size();
        long keys = address + 8L * count;
        memPutLong(pSyncs, count == 0 ? 0 : address);
        memPutLong(pKeys, count == 0 ? 0 : keys);
        for (int i = 0; i < count; i++) {
            KeyedMutexRelease release = releases.get(i);
            memPutLong(address + 8L * i, release.memory());
            memPutLong(keys + 8L * i, release.key());
        }
    }

    static List<KeyedMutexAcquire> readAcquires(int count, long syncs, long keys, long timeouts) {
        List<KeyedMutexAcquire> acquires = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            acquires.add(new KeyedMutexAcquire(
                    memGetLong(syncs + 8L * i), memGetLong(keys + 8L * i), memGetInt(timeouts + 4L * i)));
        }
        return acquires;
    }

    static List<KeyedMutexRelease> readReleases(int count, long syncs, long keys) {
        List<KeyedMutexRelease> releases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            releases.add(new KeyedMutexRelease(memGetLong(syncs + 8L * i), memGetLong(keys + 8L * i)));
        }
        return releases;
    }
}
