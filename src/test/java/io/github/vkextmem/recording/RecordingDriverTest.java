package io.github.vkextmem.recording;

import static io.github.vkextmem.recording.RecordedStructure.structure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.vkextmem.driver.DriverUnderTest;
import io.github.vkextmem.driver.TestedLwjgl;
import java.nio.LongBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkExportMemoryAllocateInfo;
import org.lwjgl.vulkan.VkExternalMemoryBufferCreateInfo;
import org.lwjgl.vulkan.VkInstance;
import org.lwjgl.vulkan.VkInstanceCreateInfo;
import org.lwjgl.vulkan.VkMemoryAllocateInfo;
import org.lwjgl.vulkan.VkPhysicalDeviceProperties;

/** The instrument itself, called through LWJGL alone: it reads what is right, and notices what is wrong. */
class RecordingDriverTest {

    @Test
    void readsAChainWrittenByLwjgl() {
        try (RecordingDriver driver = RecordingDriver.with();
                MemoryStack stack = MemoryStack.stackPush()) {
            long memory = allocate(driver, info(stack).pNext(export(stack)));
            assertThat(driver.call("vkAllocateMemory").chain("pAllocateInfo"))
                    .containsExactly(
                            structure("VkMemoryAllocateInfo", "allocationSize", 4096L, "memoryTypeIndex", 2),
                            structure("VkExportMemoryAllocateInfo", "handleTypes", 0x2));
            assertThat(driver.leftovers()).containsExactly("1 memory objects");
            VK10.vkFreeMemory(driver.device(), memory, null);
            assertThat(driver.leftovers()).isEmpty();
        }
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of(
                        "duplicate",
                        "a second VkExportMemoryAllocateInfo",
                        chain((stack, info) -> info.pNext(export(stack)).pNext(export(stack)))),
                Arguments.of("cycle", "points back at itself", chain((stack, info) -> {
                    var export = export(stack);
                    info.pNext(export);
                    MemoryUtil.memPutLong(export.address() + 8, export.address());
                })),
                Arguments.of("unknown sType", "no structure with sType 77", chain((stack, info) -> {
                    var export = export(stack);
                    export.sType(77);
                    info.pNext(export);
                })),
                Arguments.of(
                        "wrong parent",
                        "VkExternalMemoryBufferCreateInfo may not extend",
                        chain((stack, info) -> MemoryUtil.memPutLong(
                                info.address() + 8,
                                VkExternalMemoryBufferCreateInfo.calloc(stack)
                                        .sType$Default()
                                        .address()))),
                Arguments.of("no sType", "expected a VkMemoryAllocateInfo", chain((stack, info) -> info.sType(0))),
                Arguments.of(
                        "padding",
                        "padding byte 28 of VkMemoryAllocateInfo",
                        chain((stack, info) -> MemoryUtil.memPutByte(info.address() + 28, (byte) 1))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void broken(String name, String problem, Broken chain) {
        RecordingDriver driver = RecordingDriver.with();
        try (MemoryStack stack = MemoryStack.stackPush()) {
            VkMemoryAllocateInfo info = info(stack);
            chain.write(stack, info);
            assertThat(VK10.vkAllocateMemory(driver.device(), info, null, stack.mallocLong(1)))
                    .isEqualTo(VK10.VK_ERROR_UNKNOWN);
        }
        assertThatThrownBy(driver::close).isInstanceOf(AssertionError.class).hasMessageContaining(problem);
    }

    interface Broken {
        void write(MemoryStack stack, VkMemoryAllocateInfo info);
    }

    private static Broken chain(Broken broken) {
        return broken;
    }

    @Test
    void noticesAnObjectThatItDoesNotHave() {
        RecordingDriver driver = RecordingDriver.with();
        VK10.vkFreeMemory(driver.device(), 42, null);
        assertThatThrownBy(driver::calls).isInstanceOf(AssertionError.class).hasMessageContaining("no memory 0x2a");
        driver.close();
    }

    @Test
    void reportsACommandOfCoreVulkanThatItDoesNotHave() {
        RecordingDriver driver = RecordingDriver.with();
        assertThat(VK10.vkDeviceWaitIdle(driver.device())).isEqualTo(VK10.VK_ERROR_UNKNOWN);
        assertThatThrownBy(driver::close).isInstanceOf(AssertionError.class).hasMessageContaining("vkDeviceWaitIdle");
    }

    @Test
    void isLostWhenItIsClosed() {
        RecordingDriver driver = RecordingDriver.with();
        driver.close();
        try (MemoryStack stack = MemoryStack.stackPush()) {
            assertThat(VK10.vkAllocateMemory(driver.device(), info(stack), null, stack.mallocLong(1)))
                    .isEqualTo(VK10.VK_ERROR_DEVICE_LOST);
        }
    }

    @Test
    void hasTheCommandsOfItsExtensionsOnly() {
        try (RecordingDriver off = RecordingDriver.with();
                RecordingDriver on =
                        RecordingDriver.with("VK_KHR_external_memory_win32", "VK_NV_external_memory_capabilities");
                RecordingDriver old = RecordingDriver.ofVersion(VK10.VK_API_VERSION_1_0)) {
            assertThat(off.device().getCapabilities().vkGetMemoryWin32HandleKHR).isZero();
            assertThat(on.device().getCapabilities().vkGetMemoryWin32HandleKHR).isNotZero();
            assertThat(on.device().getCapabilities().VK_KHR_external_memory_win32)
                    .isTrue();
            assertThat(VK10.vkGetDeviceProcAddr(off.device(), "vkGetMemoryWin32HandleKHR"))
                    .isZero();
            assertThat(off.device().getCapabilitiesInstance().vkGetPhysicalDeviceExternalImageFormatPropertiesNV)
                    .isZero();
            assertThat(on.device().getCapabilitiesInstance().vkGetPhysicalDeviceExternalImageFormatPropertiesNV)
                    .isNotZero();
            assertThat(old.device().getCapabilitiesInstance().vkGetPhysicalDeviceProperties2)
                    .isZero();
        }
    }

    /** The tables say the same as LWJGL's generated classes, which took their offsets from a C compiler. */
    @Test
    void laysOutStructuresAsLwjglDoes() throws ReflectiveOperationException {
        List<String> names = Registry.structures().stream()
                .filter(name -> TestedLwjgl.hasClass("org.lwjgl.vulkan." + name))
                .toList();
        assertThat(names).hasSizeGreaterThan(Registry.structures().size() - 10);
        for (String name : names) {
            Class<?> type = Class.forName("org.lwjgl.vulkan." + name);
            StructureLayout layout = Registry.structure(name);
            assertThat(layout.size()).as(name).isEqualTo(type.getField("SIZEOF").getInt(null));
            for (StructureLayout.Member member : layout.members()) {
                if (!member.name().equals("contents")) {
                    assertThat(member.offset())
                            .as(name + "." + member.name())
                            .isEqualTo(
                                    type.getField(member.name().toUpperCase()).getInt(null));
                }
            }
        }
        assertThat(Registry.structure("VkPhysicalDeviceProperties").alignment())
                .isEqualTo(VkPhysicalDeviceProperties.ALIGNOF);
    }

    /** An instance of the machine's own library lives beside a recording one; there may be no such library. */
    @Test
    void leavesTheRealLibraryInItsPlace() {
        try (RecordingDriver driver = RecordingDriver.with();
                MemoryStack stack = MemoryStack.stackPush()) {
            DriverUnderTest.load();
            VulkanEntry.install();
            var info = VkInstanceCreateInfo.calloc(stack).sType$Default();
            var handle = stack.callocPointer(1);
            int result = VK10.vkCreateInstance(info, null, handle);
            assumeThat(result).as("VkResult of the real vkCreateInstance").isZero();
            VkInstance real = new VkInstance(handle.get(0), info);
            var count = stack.callocInt(1);
            assertThat(VK10.vkEnumeratePhysicalDevices(real, count, null)).isZero();
            VK10.vkDestroyInstance(real, null);
            assertThat(driver.calls()).isEmpty();
            assertThat(driver.queries()).isEmpty();
        }
    }

    private static VkMemoryAllocateInfo info(MemoryStack stack) {
        return VkMemoryAllocateInfo.calloc(stack)
                .sType$Default()
                .allocationSize(4096)
                .memoryTypeIndex(2);
    }

    private static VkExportMemoryAllocateInfo export(MemoryStack stack) {
        return VkExportMemoryAllocateInfo.calloc(stack).sType$Default().handleTypes(0x2);
    }

    private static long allocate(RecordingDriver driver, VkMemoryAllocateInfo info) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            LongBuffer memory = stack.mallocLong(1);
            assertThat(VK10.vkAllocateMemory(driver.device(), info, null, memory))
                    .isZero();
            return memory.get(0);
        }
    }
}
