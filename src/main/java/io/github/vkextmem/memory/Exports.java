package io.github.vkextmem.memory;

import io.github.vkextmem.VulkanException;
import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.handle.GlobalShareHandle;
import io.github.vkextmem.handle.MetalHandle;
import io.github.vkextmem.handle.NtHandle;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.HandleKind;
import io.github.vkextmem.struct.MemoryGetFdInfoKHR;
import io.github.vkextmem.struct.MemoryGetMetalHandleInfoEXT;
import io.github.vkextmem.struct.MemoryGetRemoteAddressInfoNV;
import io.github.vkextmem.struct.MemoryGetWin32HandleInfoKHR;
import io.github.vkextmem.usage.GetMemoryHandleRules;
import io.github.vkextmem.usage.MemoryHistory;
import java.nio.IntBuffer;
import java.util.Optional;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTExternalMemoryMetal;
import org.lwjgl.vulkan.KHRExternalMemoryFd;
import org.lwjgl.vulkan.KHRExternalMemoryWin32;
import org.lwjgl.vulkan.NVExternalMemoryRdma;
import org.lwjgl.vulkan.NVExternalMemoryWin32;

/** The commands that make handles: each request checked, the call made, and an owner put around what comes back. */
final class Exports {

    private static final String GET_FD = "vkGetMemoryFdKHR";
    private static final String GET_WIN32 = "vkGetMemoryWin32HandleKHR";
    private static final String GET_WIN32_NV = "vkGetMemoryWin32HandleNV";
    private static final String GET_METAL = "vkGetMemoryMetalHandleEXT";
    private static final String GET_REMOTE_ADDRESS = "vkGetMemoryRemoteAddressNV";

    private Exports() {}

    static PosixFileDescriptor posixFileDescriptor(
            DeviceContext context, long memory, ExternalMemoryHandleType handleType, MemoryHistory history) {
        MemoryGetFdInfoKHR request = MemoryGetFdInfoKHR.of(memory, handleType);
        Findings.requireNone(request, findings -> GetMemoryHandleRules.checkFd(handleType, history, findings));
        context.extensions().require("VK_KHR_external_memory_fd", GET_FD);
        // Before there is a descriptor that nobody here could own.
        PosixFileDescriptor.requireSupported();
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer fd = stack.ints(-1);
            int result = KHRExternalMemoryFd.vkGetMemoryFdKHR(context.device(), request.marshal(stack), fd);
            requireSuccess(GET_FD, result, fd.get(0) >= 0);
            return PosixFileDescriptor.adoptOrClose(fd.get(0), handleType);
        }
    }

    static NtHandle ntHandle(
            DeviceContext context,
            long memory,
            ExternalMemoryHandleType handleType,
            MemoryHistory history,
            FirstNtHandles first) {
        Optional<ExternalMemoryHandleTypeNV> nv = throughNV(handleType, history);
        if (nv.isPresent()) {
            return ntHandleNV(context, memory, nv.get(), history);
        }
        NtHandle handle =
                ntHandle(win32Handle(context, memory, handleType, HandleKind.NT_HANDLE, history), handleType, history);
        first.add(handle);
        return handle;
    }

    /** Some drivers ignore what the SECURITY_ATTRIBUTES say of inheritance. */
    private static NtHandle ntHandle(long value, ExternalMemoryHandleType handleType, MemoryHistory history) {
        NtHandle handle = NtHandle.adopt(value, handleType);
        try {
            handle.setInheritable(history.isInherited());
            return handle;
        } catch (RuntimeException | Error e) {
            try (handle) {
                throw e;
            }
        }
    }

    static GlobalShareHandle globalShareHandle(
            DeviceContext context, long memory, ExternalMemoryHandleType handleType, MemoryHistory history) {
        Optional<ExternalMemoryHandleTypeNV> nv = throughNV(handleType, history);
        if (nv.isPresent()) {
            return globalShareHandleNV(context, memory, nv.get(), history);
        }
        return new GlobalShareHandle(
                win32Handle(context, memory, handleType, HandleKind.GLOBAL_SHARE_HANDLE, history), handleType);
    }

    /** Memory that was allocated with NV's structures is exported by NV's command, whatever the type is called here. */
    private static Optional<ExternalMemoryHandleTypeNV> throughNV(
            ExternalMemoryHandleType handleType, MemoryHistory history) {
        return history.exportTypesNV().isEmpty()
                ? Optional.empty()
                : handleType.toNV().filter(history.exportTypesNV()::contains);
    }

    static NtHandle ntHandleNV(
            DeviceContext context, long memory, ExternalMemoryHandleTypeNV handleType, MemoryHistory history) {
        return ntHandle(
                win32HandleNV(context, memory, handleType, HandleKind.NT_HANDLE, history),
                handleType.toCore(),
                history);
    }

    static GlobalShareHandle globalShareHandleNV(
            DeviceContext context, long memory, ExternalMemoryHandleTypeNV handleType, MemoryHistory history) {
        return new GlobalShareHandle(
                win32HandleNV(context, memory, handleType, HandleKind.GLOBAL_SHARE_HANDLE, history),
                handleType.toCore());
    }

    static MetalHandle metalHandle(
            DeviceContext context, long memory, ExternalMemoryHandleType handleType, MemoryHistory history) {
        MemoryGetMetalHandleInfoEXT request = MemoryGetMetalHandleInfoEXT.of(memory, handleType);
        Findings.requireNone(request, findings -> GetMemoryHandleRules.checkMetal(handleType, history, findings));
        context.extensions().require(handleType.extension(), GET_METAL);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer handle = stack.callocPointer(1);
            int result =
                    EXTExternalMemoryMetal.vkGetMemoryMetalHandleEXT(context.device(), request.marshal(stack), handle);
            requireSuccess(GET_METAL, result, handle.get(0) != 0);
            return new MetalHandle(handle.get(0), handleType);
        }
    }

    static long remoteAddress(DeviceContext context, long memory, MemoryHistory history) {
        ExternalMemoryHandleType handleType = ExternalMemoryHandleType.RDMA_ADDRESS_NV;
        MemoryGetRemoteAddressInfoNV request = MemoryGetRemoteAddressInfoNV.of(memory, handleType);
        Findings.requireNone(
                request, findings -> GetMemoryHandleRules.checkRemoteAddress(handleType, history, findings));
        context.extensions().require(handleType.extension(), GET_REMOTE_ADDRESS);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer address = stack.callocPointer(1);
            int result =
                    NVExternalMemoryRdma.vkGetMemoryRemoteAddressNV(context.device(), request.marshal(stack), address);
            requireSuccess(GET_REMOTE_ADDRESS, result, address.get(0) != 0);
            return address.get(0);
        }
    }

    private static long win32Handle(
            DeviceContext context,
            long memory,
            ExternalMemoryHandleType handleType,
            HandleKind wanted,
            MemoryHistory history) {
        MemoryGetWin32HandleInfoKHR request = MemoryGetWin32HandleInfoKHR.of(memory, handleType);
        requireKind(handleType.name(), handleType.kind(), wanted);
        Findings.requireNone(request, findings -> GetMemoryHandleRules.checkWin32(handleType, history, findings));
        context.extensions().require(Families.WIN32_KHR, GET_WIN32);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer handle = stack.callocPointer(1);
            int result =
                    KHRExternalMemoryWin32.vkGetMemoryWin32HandleKHR(context.device(), request.marshal(stack), handle);
            requireSuccess(GET_WIN32, result, isHandle(handle.get(0)));
            return handle.get(0);
        }
    }

    private static long win32HandleNV(
            DeviceContext context,
            long memory,
            ExternalMemoryHandleTypeNV handleType,
            HandleKind wanted,
            MemoryHistory history) {
        requireKind(handleType.name(), handleType.kind(), wanted);
        Findings.requireNone(handleType, findings -> GetMemoryHandleRules.checkWin32NV(handleType, history, findings));
        context.extensions().require(Families.WIN32_NV, GET_WIN32_NV);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer handle = stack.callocPointer(1);
            int result =
                    NVExternalMemoryWin32.vkGetMemoryWin32HandleNV(context.device(), memory, handleType.bit(), handle);
            requireSuccess(GET_WIN32_NV, result, isHandle(handle.get(0)));
            return handle.get(0);
        }
    }

    /** Neither NULL nor INVALID_HANDLE_VALUE. */
    private static boolean isHandle(long handle) {
        return handle != 0 && handle != -1;
    }

    /** Who may close the handle depends on its kind, so each kind has its own method. */
    private static void requireKind(String handleType, HandleKind kind, HandleKind wanted) {
        if (kind != wanted) {
            throw new IllegalArgumentException(handleType + " is a " + kind + "; call "
                    + (kind == HandleKind.NT_HANDLE ? "exportNtHandle" : "exportGlobalShareHandle") + " for it");
        }
    }

    private static void requireSuccess(String command, int result, boolean gaveHandle) {
        Results.require(command, result);
        if (!gaveHandle) {
            throw new VulkanException(command, result, "but gave no handle");
        }
    }
}
