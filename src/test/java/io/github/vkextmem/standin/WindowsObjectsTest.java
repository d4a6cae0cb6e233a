package io.github.vkextmem.standin;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.vkextmem.VulkanException;
import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.handle.NamedNtHandle;
import io.github.vkextmem.handle.NtHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.recording.SoiledStack;
import io.github.vkextmem.struct.AccessRights;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.SecurityAttributes;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What VK_KHR_external_memory_win32 says of the object behind a handle: its name, who may open it, who inherits it. */
@EnabledOnOs(OS.WINDOWS)
class WindowsObjectsTest {

    private static final int SIZE = 1 << 16;
    private static final int ACCESS = AccessRights.DXGI_SHARED_RESOURCE_READ | AccessRights.DXGI_SHARED_RESOURCE_WRITE;

    private WindowsDriver driver;
    private TestDevice exporter;
    private TestDevice importer;

    @BeforeEach
    void open() {
        driver = WindowsDriver.with(EnumSet.of(Family.KHR));
        exporter = driver.exporter();
        importer = driver.importer();
    }

    @AfterEach
    void close() {
        if (driver != null) {
            driver.close();
        }
    }

    private MemoryAllocateInfo info() {
        return MemoryAllocateInfo.of(SIZE, exporter.hostVisibleType(-1));
    }

    private DeviceMemory allocate(ExportMemoryWin32HandleInfoKHR access) {
        // A stand-in notices padding that nobody wrote.
        SoiledStack.fill();
        return exporter.external()
                .allocate(info().with(ExportMemoryAllocateInfo.of(OPAQUE_WIN32)).with(access));
    }

    @Test
    void memoryIsFoundByItsName() {
        String name = uniqueName();
        try (DeviceMemory exported =
                        allocate(ExportMemoryWin32HandleInfoKHR.of(SecurityAttributes.notInherited(), ACCESS)
                                .withName(name));
                NtHandle handle = exported.exportNtHandle(OPAQUE_WIN32);
                DeviceMemory imported = importer.external()
                        .importMemory(new NamedNtHandle(name, OPAQUE_WIN32), exported.description(OPAQUE_WIN32))) {
            assertThat(handle.isOpen()).isTrue();
            WindowsDriver.assertShared(exported, imported, 13);
        }
        assertThatThrownBy(
                        () -> importer.external().importMemory(new NamedNtHandle(name, OPAQUE_WIN32), info().chain()))
                .isInstanceOf(VulkanException.class)
                .hasMessageContaining("VK_ERROR_INVALID_EXTERNAL_HANDLE");
    }

    @Test
    void aNameThatExistsAlreadyIsReported() {
        String name = uniqueName();
        var named = ExportMemoryWin32HandleInfoKHR.of(null, ACCESS).withName(name);
        try (DeviceMemory first = allocate(named);
                NtHandle handle = first.exportNtHandle(OPAQUE_WIN32)) {
            assertThatThrownBy(() -> {
                        // A driver may make the named object with the memory or with the handle.
                        try (DeviceMemory second = allocate(named)) {
                            second.exportNtHandle(OPAQUE_WIN32).close();
                        }
                    })
                    .isInstanceOf(VulkanException.class);
            assertThat(handle.isOpen()).isTrue();
            if (driver.standIn() != null) {
                assertThat(driver.standIn().namesTaken()).containsExactly(name);
            }
        }
    }

    private static String uniqueName() {
        return "Local\\vkextmem-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    }

    @Test
    void theHandleIsInheritedIfTheAttributesSaySo() {
        assertInherited(SecurityAttributes.inherited(), true);
        assertInherited(SecurityAttributes.notInherited(), false);
        assertInherited(null, false);
        assertInherited(SecurityAttributes.inherited().withDescriptor(everybody()), true);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theHandleIsInheritedIfTheAttributesSaySoThoughTheDriverIgnoresThem(boolean inheritable) {
        assumeThat(driver.standIn()).as("the driver is a stand-in").isNotNull();
        driver.standIn().ignoreInheritance(inheritable);
        assertInherited(SecurityAttributes.inherited(), true);
        assertInherited(SecurityAttributes.notInherited(), false);
        assertInherited(null, false);
    }

    private void assertInherited(SecurityAttributes attributes, boolean inherited) {
        try (DeviceMemory exported = allocate(ExportMemoryWin32HandleInfoKHR.of(attributes, ACCESS));
                NtHandle handle = exported.exportNtHandle(OPAQUE_WIN32);
                DeviceMemory imported = importer.external().importMemory(handle, exported.description(OPAQUE_WIN32))) {
            assertThat(Kernel.isInherited(handle.handle())).isEqualTo(inherited);
            WindowsDriver.assertShared(exported, imported, 15);
        }
    }

    /** Who made the object may change its descriptor, but not open it for more than the descriptor grants. */
    @Test
    void nobodyOpensANameWhoseDescriptorGrantsNothing() {
        String name = uniqueName();
        var info = ExportMemoryWin32HandleInfoKHR.of(
                        SecurityAttributes.notInherited().withDescriptor(nobody()), ACCESS)
                .withName(name);
        try (DeviceMemory exported = allocate(info);
                NtHandle handle = exported.exportNtHandle(OPAQUE_WIN32)) {
            assertThatThrownBy(() -> importer.external()
                            .importMemory(new NamedNtHandle(name, OPAQUE_WIN32), exported.description(OPAQUE_WIN32)))
                    .isInstanceOf(VulkanException.class);
            if (driver.standIn() != null) {
                assertThat(driver.standIn().refusals()).last().asString().contains("OpenFileMappingW: Win32 error 5");
            }
            try (DeviceMemory imported = importer.external().importMemory(handle, exported.description(OPAQUE_WIN32))) {
                WindowsDriver.assertShared(exported, imported, 25);
            }
        }
    }

    /** "D:" as bytes: a descriptor with an empty access list. */
    private static byte[] nobody() {
        return new byte[] {
            1,
            0,
            4,
            (byte) 0x80,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            20,
            0,
            0,
            0, // revision, control, offsets
            2,
            0,
            8,
            0,
            0,
            0,
            0,
            0 // access list: revision, size, count
        };
    }

    /** "D:(A;;GA;;;WD)" as bytes: a descriptor with one entry, all rights to everybody. */
    private static byte[] everybody() {
        return new byte[] {
            1,
            0,
            4,
            (byte) 0x80,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            20,
            0,
            0,
            0, // revision, control, offsets
            2,
            0,
            28,
            0,
            1,
            0,
            0,
            0, // access list: revision, size, count
            0,
            0,
            20,
            0,
            0,
            0,
            0,
            0x10, // entry: allowed, size, GENERIC_ALL
            1,
            1,
            0,
            0,
            0,
            0,
            0,
            1,
            0,
            0,
            0,
            0 // S-1-1-0
        };
    }
}
