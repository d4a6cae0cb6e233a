package io.github.vkextmem.recording;

import static org.lwjgl.system.MemoryUtil.memPutInt;
import static org.lwjgl.system.MemoryUtil.memPutLong;
import static org.lwjgl.system.MemoryUtil.nmemAlloc;
import static org.lwjgl.system.MemoryUtil.nmemFree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/** What a recording driver's device holds: memory, mappings, and the handles that it gave out. */
final class DeviceObjects {

    private static final int NT_HANDLES = 0x2 | 0x8 | 0x20 | 0x40;
    private static final int NT_HANDLES_NV = 0x1 | 0x4;

    /** A command that fails leaves this where its result would be; whoever looks at it is caught. */
    private static final int RUBBISH = 0x7FFFFFF0;

    /** An allocation; {@code mapping} and {@code importedFd} are 0 and -1 where there is none. */
    private static final class Memory {
        private final long size;
        private final int importedFd;
        private long mapping;

        Memory(long size, int importedFd) {
            this.size = size;
            this.importedFd = importedFd;
        }
    }

    private final Map<Long, Memory> memories = new HashMap<>();
    private final List<Long> ntHandles = new ArrayList<>();
    private final Payload payload = new Payload();
    private boolean generous = true;
    private IntSupplier descriptors = payload::open;

    /** Handles use the upper half of their 64 bits, so that one cut to 32 bits is no longer known. */
    private long lastHandle = 0xFEED_0000_0000_0000L;

    void giveNoHandles() {
        generous = false;
    }

    void exportDescriptorsOf(IntSupplier files) {
        descriptors = files;
    }

    int allocate(RecordedCall call, long result) {
        List<RecordedStructure> chain = call.chain("pAllocateInfo");
        int fd = -1;
        for (RecordedStructure structure : chain) {
            if (structure.name().equals("VkImportMemoryFdInfoKHR") && structure.getInt("handleType") != 0) {
                fd = structure.getInt("fd");
            }
        }
        memories.put(++lastHandle, new Memory(chain.get(0).getLong("allocationSize"), fd));
        memPutLong(result, lastHandle);
        return 0;
    }

    int free(long handle) {
        if (handle != 0) {
            Memory memory = require(handle);
            memories.remove(handle);
            nmemFree(memory.mapping);
            // An imported descriptor belongs to the driver.
            if (memory.importedFd >= 0) {
                Payload.close(memory.importedFd);
            }
        }
        return 0;
    }

    int map(long handle, long result) {
        Memory memory = require(handle);
        if (memory.mapping != 0) {
            throw new AssertionError("the memory is mapped already");
        }
        memory.mapping = nmemAlloc(memory.size);
        memPutLong(result, memory.mapping);
        return 0;
    }

    int unmap(long handle) {
        Memory memory = requireMapped(handle);
        nmemFree(memory.mapping);
        memory.mapping = 0;
        return 0;
    }

    int range(RecordedCall call) {
        requireMapped(call.chain("pMemoryRanges").get(0).getLong("memory"));
        return 0;
    }

    int fd(RecordedStructure request, long result) {
        require(request.getLong("memory"));
        memPutInt(result, generous ? descriptors.getAsInt() : -1);
        return 0;
    }

    int win32Handle(RecordedStructure request, long result) {
        require(request.getLong("memory"));
        return handle((request.getInt("handleType") & NT_HANDLES) != 0, result);
    }

    int win32HandleNV(long memory, int handleType, long result) {
        require(memory);
        return handle((handleType & NT_HANDLES_NV) != 0, result);
    }

    /** A Metal object or a remote address, which nobody closes. */
    int address(RecordedStructure request, long result) {
        require(request.getLong("memory"));
        return handle(false, result);
    }

    /** No two memories have the same, and it is no VkResult. */
    long captureAddress(RecordedStructure request) {
        long memory = request.getLong("memory");
        require(memory);
        return ~memory;
    }

    private int handle(boolean ntHandle, long result) {
        long handle = generous ? ++lastHandle : 0;
        if (ntHandle && handle != 0) {
            ntHandles.add(handle);
        }
        memPutLong(result, handle);
        return 0;
    }

    /** What a driver that fails may leave in the result. */
    static void spoil(String command, RecordedCall call) {
        switch (command) {
            case "vkAllocateMemory" -> memPutLong((Long) call.argument("pMemory"), RUBBISH);
            case "vkCreateBuffer" -> memPutLong((Long) call.argument("pBuffer"), RUBBISH);
            case "vkCreateImage" -> memPutLong((Long) call.argument("pImage"), RUBBISH);
            case "vkMapMemory" -> memPutLong((Long) call.argument("ppData"), RUBBISH);
            case "vkGetMemoryFdKHR" -> memPutInt((Long) call.argument("pFd"), RUBBISH);
            case "vkGetMemoryWin32HandleKHR", "vkGetMemoryWin32HandleNV" ->
                memPutLong((Long) call.argument("pHandle"), RUBBISH);
            case "vkGetMemoryMetalHandleEXT" -> memPutLong((Long) call.argument("pHandle"), RUBBISH);
            case "vkGetMemoryRemoteAddressNV" -> memPutLong((Long) call.argument("pAddress"), RUBBISH);
            default -> {
                // The other commands that can fail have no result but structures.
            }
        }
    }

    Memory require(long handle) {
        Memory memory = memories.get(handle);
        if (memory == null) {
            throw new AssertionError("there is no memory 0x" + Long.toHexString(handle));
        }
        return memory;
    }

    private Memory requireMapped(long handle) {
        Memory memory = require(handle);
        if (memory.mapping == 0) {
            throw new AssertionError("the memory is not mapped");
        }
        return memory;
    }

    List<Long> ntHandles() {
        return List.copyOf(ntHandles);
    }

    int openDescriptors() {
        return payload.openDescriptors();
    }

    int memories() {
        return memories.size();
    }

    int mappings() {
        return (int)
                memories.values().stream().filter(memory -> memory.mapping != 0).count();
    }

    void close() {
        memories.values().forEach(memory -> nmemFree(memory.mapping));
        memories.clear();
        payload.close();
    }
}
