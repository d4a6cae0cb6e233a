package io.github.vkextmem.standin;

import static org.lwjgl.system.MemoryUtil.memAddress;
import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memPutInt;
import static org.lwjgl.system.MemoryUtil.memPutLong;

import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.windows.Kernel32;
import org.lwjgl.vulkan.VK11;

/**
 * A number that stands for a section in every process of the session, as global share handles do: the name of a small
 * section that says whose handle to duplicate. It dies with the memory that it was made for, and so would, with a real
 * driver, what was imported by it: the small section counts imports in all processes, so that this is noticed.
 */
final class GlobalShareNumber implements AutoCloseable {

    /** Numbers of the kernel-mode driver look like this one. */
    private static final int FIRST = 0x4000_0002;

    private static final int STEP = 0x40;
    private static final int ENTRY_SIZE = 16;
    private static final int PROCESS = 0;
    private static final int IMPORTS = 4;
    private static final int HANDLE = 8;

    private final int number;
    private final Section entry;

    private GlobalShareNumber(int number, Section entry) {
        this.number = number;
        this.entry = entry;
    }

    /** Finds a free number for a section of this process. */
    static GlobalShareNumber of(Section section) {
        for (int number = FIRST; number > 0; number += STEP) {
            try (MemoryStack stack = MemoryStack.stackPush()) {
                Section entry = Section.create(0, ENTRY_SIZE, name(number, stack));
                memPutLong(entry.view() + HANDLE, section.handle());
                memPutInt(entry.view() + PROCESS, Kernel32.GetCurrentProcessId());
                return new GlobalShareNumber(number, entry);
            } catch (Section.NameTaken e) {
                // Somebody else's number: the next one.
            }
        }
        throw new AssertionError("no global share handle is free");
    }

    /** Maps the section that a number stands for. */
    static Section open(long handle) {
        if (handle != (int) handle) {
            throw new Refusal(VK11.VK_ERROR_INVALID_EXTERNAL_HANDLE, "no global share handle has more than 32 bits");
        }
        try (MemoryStack stack = MemoryStack.stackPush()) {
            Section entry = Section.named(name((int) handle, stack));
            try {
                Section section =
                        Section.ofProcess(memGetInt(entry.view() + PROCESS), memGetLong(entry.view() + HANDLE));
                count(entry, 1);
                section.whenClosed(() -> {
                    count(entry, -1);
                    entry.close();
                });
                return section;
            } catch (RuntimeException | Error e) {
                entry.close();
                throw e;
            }
        }
    }

    /** Two processes that count at the same moment may miscount; tests take turns. */
    private static void count(Section entry, int more) {
        memPutInt(entry.view() + IMPORTS, memGetInt(entry.view() + IMPORTS) + more);
    }

    private static long name(int number, MemoryStack stack) {
        return memAddress(stack.UTF16("Local\\vkextmem-kmt-" + Integer.toHexString(number)));
    }

    int number() {
        return number;
    }

    @Override
    public void close() {
        int imports = memGetInt(entry.view() + IMPORTS);
        entry.close();
        if (imports != 0) {
            throw new AssertionError("the memory of a global share handle is freed before " + imports
                    + " imports of it, which hold no reference");
        }
    }
}
