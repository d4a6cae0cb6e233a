package io.github.vkextmem.standin;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32_KMT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.handle.NtHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.ImageFormatInfo;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.lwjgl.vulkan.VK10;

/** Buffers and images in memory that is exported as Windows exports it, and what a device says of them beforehand. */
@EnabledOnOs(OS.WINDOWS)
class WindowsResourcesTest {

    private static final int SIZE = 1 << 20;
    private static final int TRANSFER = VK10.VK_BUFFER_USAGE_TRANSFER_SRC_BIT;

    private WindowsDriver driver;
    private TestDevice exporter;
    private TestDevice importer;

    @BeforeEach
    void open() {
        driver = WindowsDriver.with(EnumSet.allOf(Family.class));
        exporter = driver.exporter();
        importer = driver.importer();
    }

    @AfterEach
    void close() {
        if (driver != null) {
            driver.close();
        }
    }

    @Test
    void aDedicatedBufferIsShared() {
        TestDevice.Resource one = exporter.createBuffer(SIZE, OPAQUE_WIN32);
        TestDevice.Resource other = importer.createBuffer(SIZE, OPAQUE_WIN32);
        shareDedicated(
                one,
                MemoryDedicatedAllocateInfo.ofBuffer(one.handle()),
                MemoryDedicatedAllocateInfo.ofBuffer(other.handle()),
                (device, memory) -> VK10.vkBindBufferMemory(
                        device.device(), (device == exporter ? one : other).handle(), memory.handle(), 0));
        VK10.vkDestroyBuffer(exporter.device(), one.handle(), null);
        VK10.vkDestroyBuffer(importer.device(), other.handle(), null);
    }

    @Test
    void aDedicatedImageIsShared() {
        TestDevice.Resource one = exporter.createImage(64, 64, OPAQUE_WIN32);
        TestDevice.Resource other = importer.createImage(64, 64, OPAQUE_WIN32);
        shareDedicated(
                one,
                MemoryDedicatedAllocateInfo.ofImage(one.handle()),
                MemoryDedicatedAllocateInfo.ofImage(other.handle()),
                (device, memory) -> VK10.vkBindImageMemory(
                        device.device(), (device == exporter ? one : other).handle(), memory.handle(), 0));
        VK10.vkDestroyImage(exporter.device(), one.handle(), null);
        VK10.vkDestroyImage(importer.device(), other.handle(), null);
    }

    private interface Binding {
        int bind(TestDevice device, DeviceMemory memory);
    }

    private void shareDedicated(
            TestDevice.Resource resource,
            MemoryDedicatedAllocateInfo here,
            MemoryDedicatedAllocateInfo there,
            Binding binding) {
        MemoryAllocateInfo info =
                MemoryAllocateInfo.of(resource.size(), exporter.hostVisibleType(resource.memoryTypeBits()));
        try (DeviceMemory exported = exporter.external()
                        .allocate(info.with(ExportMemoryAllocateInfo.of(OPAQUE_WIN32))
                                .with(here));
                NtHandle handle = exported.exportNtHandle(OPAQUE_WIN32);
                DeviceMemory imported =
                        importer.external().importMemory(handle, exported.description(OPAQUE_WIN32), there)) {
            assertThat(binding.bind(exporter, exported)).isZero();
            assertThat(binding.bind(importer, imported)).isZero();
            WindowsDriver.assertShared(exported, imported, 17);
        }
    }

    @Test
    void theDeviceSaysWhatItCanDo() {
        ImageFormatInfo use = WindowsDriver.IMAGE;
        for (var type : Set.of(OPAQUE_WIN32, OPAQUE_WIN32_KMT)) {
            assertThat(exporter.external().bufferProperties(type, TRANSFER)).satisfies(properties -> {
                assertThat(properties.isExportable()).isTrue();
                assertThat(properties.isImportable()).isTrue();
                assertThat(properties.compatibleHandleTypes().contains(type)).isTrue();
            });
            assertThat(exporter.external().imageProperties(type, use).isImportable())
                    .isTrue();
        }
        assertThat(exporter.external().imagePropertiesNV(ExternalMemoryHandleTypeNV.OPAQUE_WIN32, use))
                .hasValueSatisfying(properties -> assertThat(
                                properties.externalMemoryFeatures().toString())
                        .contains("EXPORTABLE", "IMPORTABLE"));
    }
}
