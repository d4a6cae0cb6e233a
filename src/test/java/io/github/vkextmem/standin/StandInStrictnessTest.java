package io.github.vkextmem.standin;

import static io.github.vkextmem.standin.ExportRequest.OPAQUE_WIN32;
import static io.github.vkextmem.standin.ExportRequest.OPAQUE_WIN32_KMT;
import static io.github.vkextmem.standin.ExportRequest.OPAQUE_WIN32_NV;
import static io.github.vkextmem.standin.RawMemory.export;
import static io.github.vkextmem.standin.RawMemory.exportNv;
import static io.github.vkextmem.standin.RawMemory.importing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.VulkanException;
import io.github.vkextmem.driver.TestInstance;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkExportMemoryAllocateInfo;
import org.lwjgl.vulkan.VkExportMemoryWin32HandleInfoKHR;
import org.lwjgl.vulkan.VkExternalMemoryBufferCreateInfo;
import org.lwjgl.vulkan.VkImportMemoryWin32HandleInfoKHR;

/** The instrument itself, called through LWJGL alone: it notices calls that no driver has to bear. */
@EnabledOnOs(OS.WINDOWS)
class StandInStrictnessTest extends StandInFixture {

    /** What a driver receives and no driver has to bear: the call fails, and the test with it. */
    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of("duplicate", "a second VkExportMemoryAllocateInfo", chain((info, stack) -> {
                    export(OPAQUE_WIN32).behind(info, stack);
                    return export(OPAQUE_WIN32).behind(info, stack);
                })),
                Arguments.of("wrong parent", "may not extend VkMemoryAllocateInfo", chain((info, stack) -> {
                    var external = VkExternalMemoryBufferCreateInfo.calloc(stack)
                            .sType$Default()
                            .handleTypes(OPAQUE_WIN32);
                    MemoryUtil.memPutAddress(info.address() + 8, external.address());
                    return info;
                })),
                Arguments.of("padding", "padding byte 20 of VkExportMemoryAllocateInfo", chain((info, stack) -> {
                    var export = VkExportMemoryAllocateInfo.calloc(stack)
                            .sType$Default()
                            .handleTypes(OPAQUE_WIN32);
                    MemoryUtil.memPutInt(export.address() + 20, 1);
                    return info.pNext(export);
                })),
                Arguments.of("access without an export", "without an NT handle type", chain((info, stack) -> {
                    export(OPAQUE_WIN32_KMT).behind(info, stack);
                    return info.pNext(VkExportMemoryWin32HandleInfoKHR.calloc(stack)
                            .sType$Default()
                            .dwAccess(1));
                })),
                Arguments.of("length of attributes", "SECURITY_ATTRIBUTES with nLength 20", chain((info, stack) -> {
                    export(OPAQUE_WIN32).behind(info, stack);
                    long attributes = stack.ncalloc(8, 1, 24);
                    MemoryUtil.memPutInt(attributes, 20);
                    var handleInfo = VkExportMemoryWin32HandleInfoKHR.calloc(stack)
                            .sType$Default()
                            .dwAccess(1);
                    MemoryUtil.memPutAddress(
                            handleInfo.address() + VkExportMemoryWin32HandleInfoKHR.PATTRIBUTES, attributes);
                    return info.pNext(handleInfo);
                })),
                Arguments.of("core and NV", "VUID-VkMemoryAllocateInfo-pNext-00640", chain((info, stack) -> {
                    export(OPAQUE_WIN32).behind(info, stack);
                    return exportNv(OPAQUE_WIN32_NV).behind(info, stack);
                })),
                Arguments.of(
                        "no handle",
                        "a handle or a name must be given",
                        chain((info, stack) -> info.pNext(VkImportMemoryWin32HandleInfoKHR.calloc(stack)
                                .sType$Default()
                                .handleType(OPAQUE_WIN32)))),
                Arguments.of("unknown type", "cannot import 0x8", importing(8, 0x44)));
    }

    private static RawMemory.Chain chain(RawMemory.Chain chain) {
        return chain;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void broken(String name, String problem, RawMemory.Chain chain) {
        open(EnumSet.allOf(Family.class));
        assertResult(VK10.VK_ERROR_UNKNOWN, () -> RawMemory.allocate(device, chain));
        assertThatThrownBy(driver::check).isInstanceOf(AssertionError.class).hasMessageContaining(problem);
    }

    @Test
    void noticesAStructureOfAnExtensionThatIsOff() {
        driver = StandInDriver.open(EnumSet.allOf(Family.class));
        instance = TestInstance.create();
        device = instance.deviceWithout("VK_NV_external_memory_win32", "VK_NV_external_memory");
        assertResult(VK10.VK_ERROR_UNKNOWN, () -> RawMemory.allocate(device, exportNv(OPAQUE_WIN32_NV)));
        assertThatThrownBy(driver::check).hasMessageContaining("but VK_NV_external_memory is not on");
    }

    @Test
    void noticesASecondExportAndOneThatWasNotAskedFor() {
        open(Family.KHR);
        try (RawMemory memory = RawMemory.allocate(device, export(OPAQUE_WIN32))) {
            long handle = memory.handleKhr(OPAQUE_WIN32);
            assertResult(VK10.VK_ERROR_UNKNOWN, () -> memory.handleKhr(OPAQUE_WIN32));
            assertThatThrownBy(driver::check).hasMessageContaining("handleType-00663");
            assertResult(VK10.VK_ERROR_UNKNOWN, () -> memory.handleKhr(OPAQUE_WIN32_KMT));
            assertThatThrownBy(driver::check).hasMessageContaining("handleType-00662");
            Kernel.close(handle);
        }
    }

    @Test
    void noticesAnImportByNumberThatOutlivesTheExporter() {
        open(Family.KHR);
        RawMemory exporter = RawMemory.allocate(device, export(OPAQUE_WIN32_KMT));
        int number = (int) exporter.handleKhr(OPAQUE_WIN32_KMT);
        RawMemory importer = RawMemory.allocate(device, importing(OPAQUE_WIN32_KMT, number));
        exporter.close();
        assertThatThrownBy(driver::check).hasMessageContaining("freed before 1 imports");
        importer.close();
        assertResult(
                VK11.VK_ERROR_INVALID_EXTERNAL_HANDLE,
                () -> RawMemory.allocate(device, importing(OPAQUE_WIN32_KMT, number)));
    }

    @Test
    void noticesMemoryThatIsLeft() {
        open(Family.KHR);
        RawMemory.allocate(device, export(OPAQUE_WIN32));
        device.close();
        device = null;
        instance.close();
        assertThatThrownBy(driver::check).hasMessageContaining("1 memory objects left");
    }

    private static void assertResult(int result, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        VulkanException.class, e -> assertThat(e.result()).isEqualTo(result));
    }
}
