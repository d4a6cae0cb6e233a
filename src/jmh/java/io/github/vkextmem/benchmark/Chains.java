package io.github.vkextmem.benchmark;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static io.github.vkextmem.struct.Parents.BUFFER_CREATE_INFO;
import static io.github.vkextmem.struct.Parents.IMAGE_CREATE_INFO;
import static io.github.vkextmem.struct.Parents.SUBMIT_INFO;

import io.github.vkextmem.chain.PNextTail;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryAllocateInfoNV;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoNV;
import io.github.vkextmem.struct.ExtendsSubmitInfo;
import io.github.vkextmem.struct.ExternalMemoryBufferCreateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.ExternalMemoryImageCreateInfo;
import io.github.vkextmem.struct.ImportMemoryFdInfoKHR;
import io.github.vkextmem.struct.ImportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.KeyedMutexAcquire;
import io.github.vkextmem.struct.KeyedMutexRelease;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateFlag;
import io.github.vkextmem.struct.MemoryAllocateFlagsInfo;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.MemoryGetFdInfoKHR;
import io.github.vkextmem.struct.MemoryGetWin32HandleInfoKHR;
import io.github.vkextmem.struct.MemoryPriorityAllocateInfoEXT;
import io.github.vkextmem.struct.SecurityAttributes;
import io.github.vkextmem.struct.Win32KeyedMutexAcquireReleaseInfoKHR;
import java.util.List;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VkBufferCreateInfo;
import org.lwjgl.vulkan.VkImageCreateInfo;
import org.lwjgl.vulkan.VkMemoryAllocateInfo;
import org.lwjgl.vulkan.VkSubmitInfo;

/** The values that are measured, and others that keep the profile honest: no call site sees one kind of structure only. */
final class Chains {

    private static final MemoryAllocateInfo INFO = MemoryAllocateInfo.of(1 << 20, 1);
    private static final SecurityAttributes ATTRIBUTES = SecurityAttributes.inherited();
    private static final int ROUNDS = 50_000;

    private Chains() {}

    /** {@return allocate, export, Win32 info with SECURITY_ATTRIBUTES and a name, dedicated; an empty name: none} */
    static MemoryAllocateChain measured(Values values) {
        var win32 = ExportMemoryWin32HandleInfoKHR.of(ATTRIBUTES, values.access);
        return MemoryAllocateInfo.of(values.size, 1)
                .with(ExportMemoryAllocateInfo.of(OPAQUE_WIN32))
                .with(values.name.isEmpty() ? win32 : win32.withName(values.name))
                .with(MemoryDedicatedAllocateInfo.ofBuffer(values.buffer));
    }

    /** {@return a keyed mutex, waited for and given back} */
    static PNextTail<VkSubmitInfo, ExtendsSubmitInfo> keyedMutex(long memory) {
        return SUBMIT_INFO.tail(Win32KeyedMutexAcquireReleaseInfoKHR.of(
                new KeyedMutexAcquire(memory, 1, 1000), new KeyedMutexRelease(memory, 2)));
    }

    /**
     * Marshals, checks and reads nine other chains, new ones and old, and links structures behind other parents, often enough for
     * the compiler to have seen them all.
     */
    static void polluteTheProfile() {
        List<MemoryAllocateChain> others = others();
        for (int i = 0; i < ROUNDS; i++) {
            others.forEach(Chains::use);
            others().forEach(Chains::use);
            useTails();
        }
    }

    private static void useTails() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var image = VkImageCreateInfo.calloc(stack).sType$Default();
            IMAGE_CREATE_INFO.tail(ExternalMemoryImageCreateInfo.of(OPAQUE_FD)).linkBehind(image, stack);
            IMAGE_CREATE_INFO.read(image);
            var buffer = VkBufferCreateInfo.calloc(stack).sType$Default();
            BUFFER_CREATE_INFO
                    .tail(ExternalMemoryBufferCreateInfo.of(OPAQUE_FD))
                    .linkBehind(buffer, stack);
            BUFFER_CREATE_INFO.get(buffer, ExternalMemoryBufferCreateInfo.TYPE);
            var submit = VkSubmitInfo.calloc(stack).sType$Default();
            keyedMutex(1).linkBehind(submit, stack);
            SUBMIT_INFO.read(submit);
            MemoryGetFdInfoKHR.of(1, OPAQUE_FD).marshal(stack);
            MemoryGetWin32HandleInfoKHR.of(1, OPAQUE_WIN32).marshal(stack);
        }
    }

    private static List<MemoryAllocateChain> others() {
        return List.of(
                INFO.chain(),
                INFO.with(ExportMemoryAllocateInfo.of(OPAQUE_FD)),
                INFO.with(ImportMemoryFdInfoKHR.of(OPAQUE_FD, 3)),
                INFO.with(ImportMemoryWin32HandleInfoKHR.of(OPAQUE_WIN32, 4)),
                INFO.with(ExportMemoryAllocateInfoNV.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32))
                        .with(ExportMemoryWin32HandleInfoNV.of(null, 1)),
                INFO.with(MemoryDedicatedAllocateInfo.ofImage(7)).with(ExportMemoryAllocateInfo.of(OPAQUE_FD)),
                INFO.with(MemoryPriorityAllocateInfoEXT.of(0.5f)),
                INFO.with(MemoryAllocateFlagsInfo.of(MemoryAllocateFlag.DEVICE_ADDRESS)),
                INFO.with(ExportMemoryAllocateInfo.of(OPAQUE_WIN32))
                        .with(ExportMemoryWin32HandleInfoKHR.of(ATTRIBUTES, 1).withName("Local\\other"))
                        .with(MemoryDedicatedAllocateInfo.ofBuffer(5)));
    }

    private static void use(MemoryAllocateChain chain) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            MemoryAllocateChain.read(VkMemoryAllocateInfo.create(chain.nmarshal(stack)));
        }
        chain.violations();
    }
}
