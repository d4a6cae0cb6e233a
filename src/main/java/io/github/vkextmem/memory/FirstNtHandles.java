package io.github.vkextmem.memory;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.handle.NtHandle;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import java.lang.ref.WeakReference;
import java.util.EnumMap;
import java.util.Map;

/**
 * The NT handles that vkGetMemoryWin32HandleKHR gave out of one memory: one for each type, which is all that there may be
 * (VUID-VkMemoryGetWin32HandleInfoKHR-handleType-00663). More of them are duplicates of the first.
 *
 * <p>They belong to whoever exported them. Whether they were forgotten must not hang on the memory, so they are not kept.
 * Any thread may ask; the memory sees to it that one at a time adds.
 */
final class FirstNtHandles {

    /** Most memories never have any. */
    private volatile Map<ExternalMemoryHandleType, WeakReference<NtHandle>> handles = Map.of();

    boolean has(ExternalMemoryHandleType handleType) {
        return handles.containsKey(handleType);
    }

    void add(NtHandle handle) {
        Map<ExternalMemoryHandleType, WeakReference<NtHandle>> more = new EnumMap<>(ExternalMemoryHandleType.class);
        more.putAll(handles);
        more.put(handle.handleType(), new WeakReference<>(handle));
        handles = more;
    }

    /**
     * Duplicates the first handle of a type. Nobody closes that meanwhile.
     *
     * @throws ValidUsageException if it is closed, released, taken over or lost, whatever the switch for checks says: another
     *     handle does not exist
     */
    NtHandle duplicate(ExternalMemoryHandleType handleType) {
        WeakReference<NtHandle> reference = handles.get(handleType);
        NtHandle first = reference == null ? null : reference.get();
        if (first == null) {
            throw gone(handleType, "nobody has it any more");
        }
        try {
            return first.duplicate();
        } catch (IllegalStateException e) {
            ValidUsageException failure = gone(handleType, String.valueOf(e.getMessage()));
            failure.initCause(e);
            throw failure;
        }
    }

    private static ValidUsageException gone(ExternalMemoryHandleType handleType, String why) {
        return new ValidUsageException(
                "VUID-VkMemoryGetWin32HandleInfoKHR-handleType-00663",
                "the NT handle of type " + handleType + " was exported before, a driver gives it once, and it cannot be"
                        + " duplicated: " + why,
                "keep the first one open as long as more are needed, or duplicate it (NtHandle.duplicate) before it goes");
    }
}
