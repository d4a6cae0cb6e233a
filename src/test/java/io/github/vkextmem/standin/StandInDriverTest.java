package io.github.vkextmem.standin;

import static io.github.vkextmem.standin.ExportRequest.OPAQUE_WIN32;
import static io.github.vkextmem.standin.ExportRequest.OPAQUE_WIN32_KMT;
import static io.github.vkextmem.standin.ExportRequest.OPAQUE_WIN32_NV;
import static io.github.vkextmem.standin.RawMemory.export;
import static io.github.vkextmem.standin.RawMemory.exportNamed;
import static io.github.vkextmem.standin.RawMemory.exportNv;
import static io.github.vkextmem.standin.RawMemory.importing;
import static io.github.vkextmem.standin.RawMemory.importingNv;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.VulkanException;
import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.driver.TestInstance;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.vulkan.VK11;

/** The instrument itself, called through LWJGL alone: what it offers, does and refuses. */
@EnabledOnOs(OS.WINDOWS)
class StandInDriverTest extends StandInFixture {

    private static Set<Family> driverLacks;

    @BeforeAll
    static void askTheDriver() {
        driverLacks = WindowsDriver.lacking();
    }

    static Stream<Set<Family>> offersTheChosenExtensions() {
        return Stream.of(EnumSet.of(Family.KHR), EnumSet.of(Family.NV), EnumSet.allOf(Family.class));
    }

    @ParameterizedTest
    @MethodSource
    void offersTheChosenExtensions(Set<Family> families) {
        open(families);
        assertThat(device.external().deviceName()).contains(StandInDriver.LABEL, "VK_");
        for (Family family : Family.values()) {
            assertThat(Family.ofDevice(Set.of(family)))
                    .allSatisfy(extension -> assertThat(device.external().hasExtension(extension))
                            .as(extension)
                            .isEqualTo(isThere(family, families)));
        }
        assertThat(device.device().getCapabilities().vkGetMemoryWin32HandleKHR != 0)
                .isEqualTo(isThere(Family.KHR, families));
        assertThat(device.device().getCapabilities().vkGetMemoryWin32HandleNV != 0)
                .isEqualTo(isThere(Family.NV, families));
    }

    /** The driver behind the stand-in may have a family by itself. */
    private static boolean isThere(Family family, Set<Family> chosen) {
        return chosen.contains(family) || !driverLacks.contains(family);
    }

    @Test
    void stepsAsideWhenItIsClosed() {
        try (StandInDriver other = StandInDriver.open(EnumSet.allOf(Family.class))) {
            assertThat(other.refusals()).isEmpty();
        }
        try (TestInstance real = TestInstance.create();
                TestDevice realDevice = real.device()) {
            assertThat(realDevice.external().deviceName()).doesNotContain(StandInDriver.LABEL);
        }
    }

    /** What an application may run into without a mistake. */
    @Test
    void refusesWhatItCannotImport() {
        open(EnumSet.allOf(Family.class));
        assertRefused(importing(OPAQUE_WIN32, 0xBAD0), "Win32 error 6");
        assertRefused(importingNv(OPAQUE_WIN32_NV, 0xBAD0), "Win32 error 6");
        assertRefused(importing(OPAQUE_WIN32, "Local\\vkextmem no such name"), "Win32 error 2");
        assertRefused(importing(OPAQUE_WIN32_KMT, 0x7FFF_FF02), "Win32 error 2");
        assertRefused(importing(OPAQUE_WIN32_KMT, 0x1_4000_0002L), "32 bits");
        try (RawMemory memory = RawMemory.allocate(device, 2 * RawMemory.SIZE, export(OPAQUE_WIN32))) {
            long handle = memory.handleKhr(OPAQUE_WIN32);
            assertRefused(importing(OPAQUE_WIN32, handle), "a payload of 131072 bytes imported as 65536");
            assertThat(Kernel.isOpen(handle)).isTrue();
            Kernel.close(handle);
        }
    }

    @Test
    void refusesANameThatStandsForSomethingAlready() {
        open(Family.KHR);
        String name = "Local\\vkextmem-taken-" + System.nanoTime();
        try (RawMemory first = RawMemory.allocate(device, exportNamed(name))) {
            first.write(1);
            assertRefused(exportNamed(name), "'" + name + "' exists already");
            assertThat(driver.namesTaken()).containsExactly(name);
            first.assertHas(1);
        }
        try (RawMemory again = RawMemory.allocate(device, exportNamed(name))) {
            assertThat(again.handle()).isNotZero();
        }
    }

    @Test
    void refusesANameThatStandsForSomethingElse() {
        open(Family.KHR);
        String name = "Local\\vkextmem-event-" + System.nanoTime();
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long event =
                    Kernel.createEvent(MemoryUtil.memAddress(stack.UTF16(name))).value();
            assertRefused(exportNamed(name), "CreateFileMappingW: Win32 error 6");
            assertRefused(importing(OPAQUE_WIN32, name), "OpenFileMappingW: Win32 error 6");
            Kernel.close(event);
        }
    }

    /** A handle keeps the rights that the exporter gave it. */
    @Test
    void refusesAHandleWithoutTheRightToWrite() {
        open(Family.KHR);
        int read = 0x8000_0000;
        try (RawMemory memory = RawMemory.allocate(device, exportNamed(null, read))) {
            long handle = memory.handleKhr(OPAQUE_WIN32);
            assertRefused(importing(OPAQUE_WIN32, handle), "MapViewOfFile: Win32 error 5");
            Kernel.close(handle);
        }
    }

    @Test
    void anImportOfNvTakesTheHandleOver() {
        open(Family.NV);
        try (RawMemory memory = RawMemory.allocate(device, exportNv(OPAQUE_WIN32_NV))) {
            long handle = memory.handleNv(OPAQUE_WIN32_NV);
            try (RawMemory imported = RawMemory.allocate(device, importingNv(OPAQUE_WIN32_NV, handle))) {
                memory.write(3);
                imported.assertHas(3);
                assertThat(Kernel.isOpen(handle)).isTrue();
            }
            assertThat(Kernel.isOpen(handle)).isFalse();
        }
    }

    @Test
    void unmapsWhatIsFreed() {
        open(Family.KHR);
        long address;
        try (RawMemory memory = RawMemory.allocate(device, export(OPAQUE_WIN32))) {
            address = memory.address();
            assertThat(Kernel.isMapped(address)).isTrue();
        }
        assertThat(Kernel.isMapped(address)).isFalse();
    }

    @Test
    void leavesNoHandleBehind() throws Exception {
        open(EnumSet.allOf(Family.class));
        OpenHandles.requireNoneLeft(() -> {
            for (int i = 0; i < 50; i++) {
                exportAndImport();
            }
        });
    }

    private void exportAndImport() {
        try (RawMemory memory = RawMemory.allocate(device, export(OPAQUE_WIN32 | OPAQUE_WIN32_KMT))) {
            long handle = memory.handleKhr(OPAQUE_WIN32);
            RawMemory.allocate(device, importing(OPAQUE_WIN32, handle)).close();
            RawMemory.allocate(device, importing(OPAQUE_WIN32_KMT, memory.handleKhr(OPAQUE_WIN32_KMT)))
                    .close();
            assertResult(
                    VK11.VK_ERROR_INVALID_EXTERNAL_HANDLE,
                    () -> RawMemory.allocate(device, 1 << 20, importing(OPAQUE_WIN32, handle)));
            Kernel.close(handle);
        }
    }

    private void assertRefused(RawMemory.Chain chain, String reason) {
        assertResult(VK11.VK_ERROR_INVALID_EXTERNAL_HANDLE, () -> RawMemory.allocate(device, chain));
        assertThat(driver.refusals()).last().asString().contains(reason);
    }

    private static void assertResult(int result, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        VulkanException.class, e -> assertThat(e.result()).isEqualTo(result));
    }
}
