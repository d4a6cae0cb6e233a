package io.github.vkextmem.functional;

import static io.github.vkextmem.recording.RecordedStructure.structure;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32_KMT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.VulkanException;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.handle.GlobalShareHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.recording.RecordedCall;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.BufferResource;
import io.github.vkextmem.struct.DedicatedAllocationMemoryAllocateInfoNV;
import io.github.vkextmem.struct.DeviceFeature;
import io.github.vkextmem.struct.DeviceFeatures;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ImageParameters;
import io.github.vkextmem.struct.ImageResource;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.Resource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;

/** What a driver is called for when memory is bound, and that it is not called for what may not be; on the recording driver. */
class BindCallsTest {

    private static final MemoryAllocateInfo INFO = MemoryAllocateInfo.of(4096, RecordingDriver.COHERENT);
    private static final BufferResource BUFFER = BufferResource.of(0xB1, BufferParameters.of(1024, 1), OPAQUE_FD);
    private static final ImageResource IMAGE = ImageResource.of(0xA1, ImageParameters.of2D(37, 16, 16, 1), OPAQUE_FD);
    private static final String ALIASING = "VK_NV_dedicated_allocation_image_aliasing";

    private RecordingDriver driver;
    private ExternalMemory external;

    private void open(RecordingDriver opened) {
        driver = opened;
        driver.announce(BUFFER.handle(), 1024);
        driver.announce(IMAGE.handle(), 1024);
        driver.announce(0xA2, 1024);
        external = ExternalMemory.on(driver.device());
        driver.forget();
    }

    private void openWith(String... extensions) {
        open(RecordingDriver.with(extensions));
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(driver.leftovers()).isEmpty();
        driver.close();
    }

    private List<String> binds() {
        return driver.commands().stream()
                .filter(command -> command.startsWith("vkBind"))
                .toList();
    }

    @Test
    void aDeviceOfVulkan11IsGivenStructuresWithoutAChain() {
        openWith("VK_KHR_external_memory_fd");
        try (DeviceMemory memory = external.allocate(INFO.with(ExportMemoryAllocateInfo.of(OPAQUE_FD)))) {
            memory.bind(BUFFER, 256);
            memory.bind(IMAGE, 2048);
            assertThat(driver.call("vkBindBufferMemory2").chain("pBindInfos"))
                    .containsExactly(structure(
                            "VkBindBufferMemoryInfo",
                            "buffer",
                            BUFFER.handle(),
                            "memory",
                            memory.handle(),
                            "memoryOffset",
                            256L));
            assertThat(driver.call("vkBindImageMemory2").chain("pBindInfos"))
                    .containsExactly(structure(
                            "VkBindImageMemoryInfo",
                            "image",
                            IMAGE.handle(),
                            "memory",
                            memory.handle(),
                            "memoryOffset",
                            2048L));
        }
    }

    @Test
    void anOlderDeviceIsGivenThemByExtension() {
        open(RecordingDriver.ofVersion(VK10.VK_API_VERSION_1_0, "VK_KHR_bind_memory2"));
        try (DeviceMemory memory = external.allocate(INFO)) {
            memory.bind(BUFFER, 0);
            memory.bind(IMAGE, 1024);
            assertThat(binds()).containsExactly("vkBindBufferMemory2KHR", "vkBindImageMemory2KHR");
        }
    }

    @Test
    void theOldestIsCalledAsEver() {
        open(RecordingDriver.ofVersion(VK10.VK_API_VERSION_1_0));
        try (DeviceMemory memory = external.allocate(INFO)) {
            memory.bind(BUFFER, 512);
            memory.bind(IMAGE, 1024);
            assertThat(binds()).containsExactly("vkBindBufferMemory", "vkBindImageMemory");
            RecordedCall bind = driver.call("vkBindBufferMemory");
            assertThat(bind.argument("buffer")).isEqualTo(BUFFER.handle());
            assertThat(bind.argument("memory")).isEqualTo(memory.handle());
            assertThat(bind.argument("memoryOffset")).isEqualTo(512L);
        }
    }

    private void assertRefused(DeviceMemory memory, Resource resource, long offset, String vuid) {
        assertThatThrownBy(() -> memory.bind(resource, offset))
                .isInstanceOfSatisfying(
                        ValidUsageException.class, e -> assertThat(e.vuids()).containsExactly(vuid));
        assertThat(binds()).isEmpty();
    }

    static List<Arguments> namesByDevice() {
        return List.of(
                Arguments.of(VK10.VK_API_VERSION_1_0, "vkBindBufferMemory", "vkBindImageMemory"),
                Arguments.of(VK11.VK_API_VERSION_1_1, "VkBindBufferMemoryInfo", "VkBindImageMemoryInfo"));
    }

    @ParameterizedTest
    @MethodSource("namesByDevice")
    @NeedsChecks
    void theStatementIsThatOfTheCommandWhichTheDeviceHas(int version, String ofBuffer, String ofImage) {
        open(RecordingDriver.ofVersion(
                version,
                "VK_KHR_external_memory",
                "VK_KHR_external_memory_fd",
                "VK_KHR_dedicated_allocation",
                "VK_KHR_external_memory_capabilities",
                "VK_KHR_get_physical_device_properties2"));
        BufferResource plainBuffer = BufferResource.of(BUFFER.handle(), BUFFER.parameters());
        ImageResource plainImage = ImageResource.of(IMAGE.handle(), IMAGE.parameters());
        try (DeviceMemory memory = external.allocate(INFO.with(ExportMemoryAllocateInfo.of(OPAQUE_FD)))) {
            assertRefused(memory, plainBuffer, 0, "VUID-" + ofBuffer + "-memory-02726");
            assertRefused(memory, plainImage, 0, "VUID-" + ofImage + "-memory-02728");
        }
        var ofTheBuffer = MemoryDedicatedAllocateInfo.ofBuffer(BUFFER.handle());
        try (DeviceMemory memory = external.allocate(INFO.with(ofTheBuffer))) {
            assertRefused(memory, BUFFER, 256, "VUID-" + ofBuffer + "-memory-01508");
            assertRefused(memory, IMAGE, 0, "VUID-" + ofImage + "-memory-10926");
            memory.bind(BUFFER, 0);
        }
    }

    @Test
    @NeedsChecks
    void whatRequiresMemoryOfItsOwnTheDriverSays() {
        openWith();
        driver.resourcesNeed(true, true, 0b111);
        try (DeviceMemory memory = external.allocate(INFO)) {
            assertRefused(memory, BUFFER, 0, "VUID-VkBindBufferMemoryInfo-buffer-01444");
            assertRefused(memory, IMAGE, 0, "VUID-VkBindImageMemoryInfo-image-01445");
        }
        try (DeviceMemory memory = external.allocate(INFO.with(MemoryDedicatedAllocateInfo.ofImage(IMAGE.handle())))) {
            memory.bind(IMAGE, 0);
        }
        assertThat(binds()).containsExactly("vkBindImageMemory2");
    }

    @Test
    @NeedsChecks
    void memoryThatWasImportedIsForWhatWasCreatedForItsType() {
        openWith("VK_KHR_external_memory_win32");
        var kmt = new GlobalShareHandle(0x40001234, OPAQUE_WIN32_KMT);
        BufferResource right = BufferResource.of(BUFFER.handle(), BUFFER.parameters(), OPAQUE_WIN32, OPAQUE_WIN32_KMT);
        try (DeviceMemory memory = external.importMemory(kmt, INFO.chain())) {
            assertRefused(memory, BUFFER, 0, "VUID-VkBindBufferMemoryInfo-memory-02985");
            assertRefused(memory, IMAGE, 0, "VUID-VkBindImageMemoryInfo-memory-02989");
            memory.bind(right, 0);
        }
    }

    @Test
    @NeedsChecks
    void whetherImagesMayShareWhatIsDedicatedDependsOnAFeature() {
        ImageResource other = ImageResource.of(0xA2, IMAGE.parameters(), OPAQUE_FD);
        var dedicated = INFO.with(MemoryDedicatedAllocateInfo.ofImage(IMAGE.handle()));
        openWith();
        try (DeviceMemory memory = external.allocate(dedicated)) {
            // The extension is off, and so the feature.
            assertRefused(memory, other, 0, "VUID-VkBindImageMemoryInfo-memory-02628");
        }
        driver.close();
        openWith(ALIASING);
        ExternalMemory off = ExternalMemory.on(driver.device(), DeviceFeatures.of());
        try (DeviceMemory memory = off.allocate(dedicated)) {
            assertRefused(memory, other, 0, "VUID-VkBindImageMemoryInfo-memory-02628");
        }
        ExternalMemory on = ExternalMemory.on(
                driver.device(), DeviceFeatures.of(DeviceFeature.DEDICATED_ALLOCATION_IMAGE_ALIASING));
        ImageResource larger = ImageResource.of(0xA2, ImageParameters.of2D(37, 17, 16, 1), OPAQUE_FD);
        try (DeviceMemory memory = on.allocate(dedicated, IMAGE)) {
            assertRefused(memory, larger, 0, "VUID-VkBindImageMemoryInfo-memory-02629");
            memory.bind(other, 0);
        }
        assertThat(binds()).containsExactly("vkBindImageMemory2");
    }

    @Test
    @NeedsChecks
    void whatWasCreatedForNVsDedicatedAllocationGetsIt() {
        open(RecordingDriver.ofVersion(VK10.VK_API_VERSION_1_0, "VK_NV_dedicated_allocation"));
        BufferResource nvBuffer =
                BufferResource.of(BUFFER.handle(), BUFFER.parameters()).withDedicatedAllocationNV();
        var dedicated = MemoryAllocateInfo.of(1024, RecordingDriver.COHERENT)
                .with(DedicatedAllocationMemoryAllocateInfoNV.ofBuffer(BUFFER.handle()));
        try (DeviceMemory memory = external.allocate(INFO)) {
            assertRefused(memory, nvBuffer, 0, "VUID-vkBindBufferMemory-buffer-01038");
        }
        try (DeviceMemory memory = external.allocate(dedicated, nvBuffer)) {
            assertRefused(
                    memory,
                    BufferResource.of(BUFFER.handle(), BUFFER.parameters()),
                    0,
                    "VUID-vkBindBufferMemory-apiVersion-07920");
            memory.bind(nvBuffer, 0);
        }
        assertThat(binds()).containsExactly("vkBindBufferMemory");
    }

    /** Buffers and images of the recording driver begin at multiples of 256. */
    @Test
    @NeedsChecks
    void whereItMayBeBoundTheDriverSays() {
        openWith();
        driver.resourcesNeed(false, false, 0b101);
        try (DeviceMemory memory = external.allocate(INFO)) {
            assertRefused(memory, BUFFER, 0, "VUID-VkBindBufferMemoryInfo-memory-01035");
        }
        driver.resourcesNeed(false, false, 0b010);
        try (DeviceMemory memory = external.allocate(INFO)) {
            assertRefused(memory, BUFFER, 128, "VUID-VkBindBufferMemoryInfo-memoryOffset-01036");
            assertRefused(memory, IMAGE, 4096, "VUID-VkBindImageMemoryInfo-memoryOffset-01046");
            assertRefused(memory, IMAGE, 3328, "VUID-VkBindImageMemoryInfo-pNext-01617");
            assertRefused(
                    memory,
                    ImageResource.of(IMAGE.handle(), IMAGE.parameters().withFlags(0x200), OPAQUE_FD),
                    0,
                    "VUID-VkBindImageMemoryInfo-image-07736");
            memory.bind(IMAGE, 3072);
            memory.bind(BUFFER, 2048);
        }
    }

    @Test
    void whatTheDriverAnswersArrivesByName() {
        openWith();
        driver.answer("vkBindImageMemory2", VK10.VK_ERROR_OUT_OF_DEVICE_MEMORY);
        try (DeviceMemory memory = external.allocate(INFO)) {
            assertThatThrownBy(() -> memory.bind(IMAGE, 0))
                    .isInstanceOf(VulkanException.class)
                    .hasMessage("vkBindImageMemory2 returned VK_ERROR_OUT_OF_DEVICE_MEMORY");
        }
    }

    @Test
    void nothingIsBoundToMemoryThatIsClosed() {
        openWith();
        DeviceMemory memory = external.allocate(INFO);
        memory.close();
        assertThatIllegalStateException().isThrownBy(() -> memory.bind(BUFFER, 0));
        assertThat(binds()).isEmpty();
    }
}
