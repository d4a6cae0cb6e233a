package io.github.vkextmem.benchmark;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;

import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryAllocateInfoNV;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoNV;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.ImportMemoryFdInfoKHR;
import io.github.vkextmem.struct.ImportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.SecurityAttributes;
import java.util.List;
import org.lwjgl.system.MemoryStack;

/** The chains that are measured, and others that keep the profile honest: no call site sees one kind of structure only. */
final class Chains {

    static final MemoryAllocateInfo INFO = MemoryAllocateInfo.of(1 << 20, 1);

    private static final SecurityAttributes ATTRIBUTES = SecurityAttributes.inherited();

    private Chains() {}

    /** Allocate, export, Win32 info with SECURITY_ATTRIBUTES, dedicated. */
    static MemoryAllocateChain measured() {
        return measured(1 << 20, 0xB0FFE2L, 0x1F0003);
    }

    static MemoryAllocateChain measured(long size, long buffer, int access) {
        return MemoryAllocateInfo.of(size, 1)
                .with(ExportMemoryAllocateInfo.of(OPAQUE_WIN32))
                .with(ExportMemoryWin32HandleInfoKHR.of(ATTRIBUTES, access))
                .with(MemoryDedicatedAllocateInfo.ofBuffer(buffer));
    }

    static MemoryAllocateChain named() {
        return INFO.with(ExportMemoryAllocateInfo.of(OPAQUE_WIN32))
                .with(ExportMemoryWin32HandleInfoKHR.of(ATTRIBUTES, 1).withName("Local\\benchmark"))
                .with(MemoryDedicatedAllocateInfo.ofBuffer(5));
    }

    /** Marshals seven other chains often enough for the compiler to have seen them all. */
    static void polluteTheProfile() {
        List<MemoryAllocateChain> others = List.of(
                INFO.chain(),
                INFO.with(ExportMemoryAllocateInfo.of(OPAQUE_FD)),
                INFO.with(ImportMemoryFdInfoKHR.of(OPAQUE_FD, 3)),
                INFO.with(ImportMemoryWin32HandleInfoKHR.of(OPAQUE_WIN32, 4)),
                INFO.with(ExportMemoryAllocateInfoNV.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32))
                        .with(ExportMemoryWin32HandleInfoNV.of(null, 1)),
                INFO.with(MemoryDedicatedAllocateInfo.ofImage(7)).with(ExportMemoryAllocateInfo.of(OPAQUE_FD)),
                named());
        for (int i = 0; i < 50_000; i++) {
            for (MemoryAllocateChain chain : others) {
                try (MemoryStack stack = MemoryStack.stackPush()) {
                    chain.nmarshal(stack);
                }
                chain.violations();
            }
        }
    }
}
