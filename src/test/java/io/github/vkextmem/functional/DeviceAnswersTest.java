package io.github.vkextmem.functional;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.DMA_BUF_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.VulkanException;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.ExternalMemoryProperties;
import io.github.vkextmem.struct.ImageFormatInfo;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lwjgl.vulkan.VK10;

/** What a device can do, it is asked once. On the recording driver, which is no real one. */
class DeviceAnswersTest {

    private static final String ABOUT_BUFFER = "vkGetPhysicalDeviceExternalBufferProperties";
    private static final String ABOUT_IMAGE = "vkGetPhysicalDeviceImageFormatProperties2";
    private static final String ABOUT_IMAGE_NV = "vkGetPhysicalDeviceExternalImageFormatPropertiesNV";
    private static final ImageFormatInfo IMAGE = new ImageFormatInfo(37, 1, 0, 1, 0);
    private static final ImageFormatInfo OTHER_IMAGE = new ImageFormatInfo(37, 1, 0, 2, 0);

    private final RecordingDriver driver = RecordingDriver.with("VK_NV_external_memory_capabilities");
    private final ExternalMemory external = ExternalMemory.on(driver.device());

    @AfterEach
    void close() {
        driver.close();
    }

    private long calls(String command) {
        return driver.queries().stream()
                .filter(call -> call.command().equals(command))
                .count();
    }

    @Test
    void theSameQuestionHasTheSameAnswer() {
        driver.externalMemory(0x6, 0x1, 0x1);
        for (int i = 0; i < 3; i++) {
            assertThat(external.bufferProperties(OPAQUE_FD, 1).isImportable()).isTrue();
            assertThat(external.imageProperties(OPAQUE_FD, IMAGE).isExportable())
                    .isTrue();
            assertThat(external.imagePropertiesNV(ExternalMemoryHandleTypeNV.OPAQUE_WIN32, IMAGE))
                    .isPresent();
        }
        assertThat(calls(ABOUT_BUFFER)).isEqualTo(1);
        assertThat(calls(ABOUT_IMAGE)).isEqualTo(1);
        assertThat(calls(ABOUT_IMAGE_NV)).isEqualTo(1);
    }

    @Test
    void anotherQuestionIsAnother() {
        external.bufferProperties(OPAQUE_FD, 1);
        external.bufferProperties(OPAQUE_FD, 2);
        external.bufferProperties(DMA_BUF_EXT, 1);
        external.imageProperties(OPAQUE_FD, IMAGE);
        external.imageProperties(OPAQUE_FD, OTHER_IMAGE);
        external.imageProperties(OPAQUE_WIN32, IMAGE);
        external.imagePropertiesNV(ExternalMemoryHandleTypeNV.OPAQUE_WIN32, IMAGE);
        external.imagePropertiesNV(ExternalMemoryHandleTypeNV.OPAQUE_WIN32, OTHER_IMAGE);
        external.imagePropertiesNV(ExternalMemoryHandleTypeNV.D3D11_IMAGE, IMAGE);
        assertThat(calls(ABOUT_BUFFER)).isEqualTo(3);
        assertThat(calls(ABOUT_IMAGE)).isEqualTo(3);
        assertThat(calls(ABOUT_IMAGE_NV)).isEqualTo(3);
    }

    @Test
    void thatThereIsNoSuchImageIsAnAnswerToo() {
        driver.answer(ABOUT_IMAGE, VK10.VK_ERROR_FORMAT_NOT_SUPPORTED);
        for (int i = 0; i < 2; i++) {
            assertThat(external.imageProperties(OPAQUE_FD, IMAGE)).isEqualTo(ExternalMemoryProperties.NONE);
        }
        assertThat(calls(ABOUT_IMAGE)).isEqualTo(1);
    }

    @Test
    void aFailureIsNoAnswer() {
        driver.answer(ABOUT_IMAGE, VK10.VK_ERROR_OUT_OF_HOST_MEMORY);
        assertThatThrownBy(() -> external.imageProperties(OPAQUE_FD, IMAGE)).isInstanceOf(VulkanException.class);
        driver.answer(ABOUT_IMAGE, VK10.VK_SUCCESS);
        external.imageProperties(OPAQUE_FD, IMAGE);
        assertThat(calls(ABOUT_IMAGE)).isEqualTo(2);
    }

    /** Whoever sends descriptions could otherwise fill the memory with what he makes us ask. */
    @Test
    void notEverythingIsRemembered() {
        int many = 1000;
        for (int usage = 1; usage <= many; usage++) {
            external.bufferProperties(OPAQUE_FD, usage);
        }
        assertThat(calls(ABOUT_BUFFER)).isEqualTo(many);
        external.bufferProperties(OPAQUE_FD, 1);
        assertThat(calls(ABOUT_BUFFER)).as("the first was forgotten").isEqualTo(many + 1);
    }

    @Test
    void manyThreadsMayAskWhileAnswersAreForgotten() throws Exception {
        driver.externalMemory(0x6, 0x1, 0x1);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            var all = IntStream.range(0, 4000)
                    .mapToObj(i -> pool.submit(() ->
                            external.bufferProperties(OPAQUE_FD, 1 + i % 500).isImportable()))
                    .toList();
            for (var one : all) {
                assertThat(one.get(60, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
