package io.github.vkextmem.functional;

import static io.github.vkextmem.recording.RecordedStructure.structure;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.MTLBUFFER_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.MTLHEAP_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.MTLTEXTURE_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.vkextmem.UnsupportedException;
import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.VulkanException;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.driver.TestedLwjgl;
import io.github.vkextmem.handle.MetalHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.recording.RecordedCall;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.struct.DeviceIdentity;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ImportMemoryMetalHandleInfoEXT;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.MemoryDescription;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lwjgl.Version;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;

/** VK_EXT_external_memory_metal on the recording driver; no real driver with it was at hand, and so no Metal object either. */
class MetalTest {

    private static final long OBJECT = 0x6000_0123_4560L;
    private static final MemoryAllocateInfo INFO = MemoryAllocateInfo.of(65536, RecordingDriver.COHERENT);

    private final RecordingDriver driver =
            RecordingDriver.with("VK_EXT_external_memory_metal", "VK_KHR_external_memory_fd");
    private final ExternalMemory external = ExternalMemory.on(driver.device());

    @AfterEach
    void nothingIsLeft() {
        assertThat(driver.leftovers()).isEmpty();
        driver.close();
    }

    private DeviceMemory allocate(ExternalMemoryHandleType... types) {
        return external.allocate(INFO.with(ExportMemoryAllocateInfo.of(types)));
    }

    private static void assertRefused(String vuid, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ValidUsageException.class, e -> assertThat(e.vuids()).containsExactly(vuid));
    }

    @ParameterizedTest
    @CsvSource({"MTLBUFFER_EXT, 0x10000", "MTLTEXTURE_EXT, 0x20000", "MTLHEAP_EXT, 0x40000"})
    void memoryShowsItsObjectEachTimeAnew(ExternalMemoryHandleType type, int bit) {
        TestedLwjgl.assumeKnows("vkGetMemoryMetalHandleEXT");
        try (DeviceMemory memory = allocate(type)) {
            MetalHandle first = memory.exportMetalHandle(type);
            assertThat(driver.call("vkGetMemoryMetalHandleEXT").chain("pGetMetalHandleInfo"))
                    .containsExactly(
                            structure("VkMemoryGetMetalHandleInfoEXT", "memory", memory.handle(), "handleType", bit));
            assertThat(first.handleType()).isEqualTo(type);
            MetalHandle second = memory.exportMetalHandle(type);
            assertThat(second.handle()).isNotZero().isNotEqualTo(first.handle());
        }
    }

    @Test
    @NeedsChecks
    void onlyWhatWasAllocatedForItIsExported() {
        TestedLwjgl.assumeKnows("vkGetMemoryMetalHandleEXT");
        try (DeviceMemory plain = external.allocate(INFO);
                DeviceMemory other = allocate(OPAQUE_FD, MTLBUFFER_EXT)) {
            assertRefused(
                    "VUID-VkMemoryGetMetalHandleInfoEXT-memory-10413", () -> plain.exportMetalHandle(MTLBUFFER_EXT));
            assertRefused(
                    "VUID-VkMemoryGetMetalHandleInfoEXT-handleType-10414", () -> other.exportMetalHandle(MTLHEAP_EXT));
            assertRefused(
                    "VUID-VkMemoryGetMetalHandleInfoEXT-handleType-10415", () -> other.exportMetalHandle(OPAQUE_FD));
            assertThat(driver.commands()).doesNotContain("vkGetMemoryMetalHandleEXT");
            assertThatCode(() -> other.exportMetalHandle(MTLBUFFER_EXT)).doesNotThrowAnyException();
        }
    }

    @Test
    void aDriverThatSucceedsWithoutAnObjectFailed() {
        TestedLwjgl.assumeKnows("vkGetMemoryMetalHandleEXT");
        driver.giveNoHandles();
        try (DeviceMemory memory = allocate(MTLHEAP_EXT)) {
            assertThatThrownBy(() -> memory.exportMetalHandle(MTLHEAP_EXT))
                    .isInstanceOf(VulkanException.class)
                    .hasMessageContaining("vkGetMemoryMetalHandleEXT")
                    .hasMessageContaining("gave no handle");
        }
    }

    /** Chains and imports work on each version; of the two commands and of a structure alone LWJGL's class is needed. */
    @Test
    void aVersionOfLwjglWithoutTheClassIsNamed() {
        assumeFalse(TestedLwjgl.knows("vkGetMemoryMetalHandleEXT"), "this version of LWJGL has the class");
        String version = " needs LWJGL 3.4.0 or newer; this program runs on LWJGL " + Version.getVersion();
        try (DeviceMemory memory = allocate(MTLHEAP_EXT);
                MemoryStack stack = MemoryStack.stackPush()) {
            assertUnsupported("VkMemoryGetMetalHandleInfoEXT" + version, () -> memory.exportMetalHandle(MTLHEAP_EXT));
            assertUnsupported(
                    "VkMemoryMetalHandlePropertiesEXT" + version,
                    () -> external.memoryTypeBits(new MetalHandle(OBJECT, MTLHEAP_EXT)));
            assertUnsupported(
                    "VkImportMemoryMetalHandleInfoEXT" + version,
                    () -> ImportMemoryMetalHandleInfoEXT.of(MTLHEAP_EXT, OBJECT).marshal(stack));
        }
    }

    private static void assertUnsupported(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(UnsupportedException.class).hasMessage(message);
    }

    @Test
    void closedMemoryShowsNothing() {
        DeviceMemory memory = allocate(MTLHEAP_EXT);
        memory.close();
        assertThatThrownBy(() -> memory.exportMetalHandle(MTLHEAP_EXT)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whereAnObjectGoesIsAskedByItsAddress() {
        TestedLwjgl.assumeKnows("vkGetMemoryMetalHandleEXT");
        assertThat(external.memoryTypeBits(new MetalHandle(OBJECT, MTLTEXTURE_EXT)))
                .isEqualTo(RecordingDriver.IMPORTABLE_TYPES);
        RecordedCall call = driver.call("vkGetMemoryMetalHandlePropertiesEXT");
        assertThat(call.argument("handleType")).isEqualTo(0x20000);
        assertThat(call.argument("pHandle")).isEqualTo(OBJECT);
    }

    @ParameterizedTest
    @CsvSource({"MTLBUFFER_EXT, 0x10000", "MTLHEAP_EXT, 0x40000"})
    void anImportLeavesTheObjectWithTheApplication(ExternalMemoryHandleType type, int bit) {
        MetalHandle handle = new MetalHandle(OBJECT, type);
        for (int i = 0; i < 2; i++) {
            driver.forget();
            try (DeviceMemory imported = external.importMemory(handle, INFO.chain())) {
                assertThat(driver.call("vkAllocateMemory").chain("pAllocateInfo"))
                        .element(1)
                        .isEqualTo(structure("VkImportMemoryMetalHandleInfoEXT", "handleType", bit, "handle", OBJECT));
                assertThat(imported.chain())
                        .as("what it was imported from is no part of it")
                        .isEqualTo(INFO.chain());
            }
            assertThat(handle.isOpen()).isTrue();
        }
    }

    @Test
    void aTextureIsImportedByItsDescriptionWithoutASize() {
        long image = 0xB0FF_0000_0000_0001L;
        var description = new MemoryDescription(65536, 1, MTLTEXTURE_EXT, true, external.identity());
        external.importMemory(
                        new MetalHandle(OBJECT, MTLTEXTURE_EXT),
                        description,
                        MemoryDedicatedAllocateInfo.ofImage(image))
                .close();
        assertThat(driver.call("vkAllocateMemory").chain("pAllocateInfo"))
                .containsExactly(
                        structure("VkMemoryAllocateInfo", "allocationSize", 0L, "memoryTypeIndex", 1),
                        structure("VkMemoryDedicatedAllocateInfo", "image", image, "buffer", 0L),
                        structure("VkImportMemoryMetalHandleInfoEXT", "handleType", 0x20000, "handle", OBJECT));
    }

    @Test
    @NeedsChecks
    void aTextureIsAnImagesOwnAndKnowsItsSize() {
        MetalHandle texture = new MetalHandle(OBJECT, MTLTEXTURE_EXT);
        assertRefused(
                "VUID-VkMemoryAllocateInfo-pNext-10395",
                () -> external.importMemory(texture, MemoryAllocateInfo.of(0, 1).chain()));
        assertRefused(
                "VUID-VkMemoryAllocateInfo-pNext-10397",
                () -> external.importMemory(texture, INFO.with(MemoryDedicatedAllocateInfo.ofImage(7))));
        assertThat(driver.calls()).isEmpty();
    }

    @Test
    @NeedsChecks
    void anObjectOfAnotherDeviceIsRefusedAndOneOfAnotherDriverIsNot() {
        DeviceIdentity here = external.identity();
        UUID other = new UUID(1, 2);
        var elsewhere = new DeviceIdentity(other, here.driverUUID(), here.deviceLUID(), here.deviceNodeMask());
        var newer = new DeviceIdentity(here.deviceUUID(), other, here.deviceLUID(), here.deviceNodeMask());
        MetalHandle handle = new MetalHandle(OBJECT, MTLHEAP_EXT);
        assertThatThrownBy(() ->
                        external.importMemory(handle, new MemoryDescription(65536, 1, MTLHEAP_EXT, false, elsewhere)))
                .isInstanceOfSatisfying(
                        ValidUsageException.class,
                        e -> assertThat(e.vuids())
                                .containsExactly(
                                        "VUID-VkImportMemoryMetalHandleInfoEXT-handle-10409",
                                        "VUID-VkImportMemoryMetalHandleInfoEXT-handle-10412"));
        assertThat(driver.calls()).isEmpty();
        external.importMemory(handle, new MemoryDescription(65536, 1, MTLHEAP_EXT, false, newer))
                .close();
    }

    @Test
    void aDescriptionOfAnotherTypeIsRefused() {
        var description = new MemoryDescription(65536, 1, MTLBUFFER_EXT, false, external.identity());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> external.importMemory(new MetalHandle(OBJECT, MTLHEAP_EXT), description))
                .withMessageContaining("MTLHEAP_EXT")
                .withMessageContaining("MTLBUFFER_EXT");
    }

    @Test
    void aRefusedImportLeavesTheObject() {
        MetalHandle handle = new MetalHandle(OBJECT, MTLHEAP_EXT);
        driver.answer("vkAllocateMemory", VK10.VK_ERROR_OUT_OF_HOST_MEMORY);
        assertThatThrownBy(() -> external.importMemory(handle, INFO.chain())).isInstanceOf(VulkanException.class);
        assertThat(handle.isOpen()).isTrue();
    }
}
