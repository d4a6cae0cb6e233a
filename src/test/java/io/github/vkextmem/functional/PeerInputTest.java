package io.github.vkextmem.functional;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.DMA_BUF_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.driver.ChildJvm;
import io.github.vkextmem.driver.PosixFiles;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.DeviceIdentity;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ImageDrmFormatModifierExplicitCreateInfoEXT;
import io.github.vkextmem.struct.ImageParameters;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDescription;
import io.github.vkextmem.struct.ResourceParameters;
import io.github.vkextmem.struct.SubresourceLayout;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lwjgl.system.linux.FCNTL;
import org.lwjgl.vulkan.VK10;

/** What a peer describes is examined before the driver is called, with checks on and off; on the recording driver. */
@EnabledOnOs(OS.LINUX)
class PeerInputTest {

    private static final String[] EXTENSIONS = {
        "VK_KHR_external_memory_fd", "VK_EXT_external_memory_dma_buf", "VK_EXT_image_drm_format_modifier"
    };
    private static final int DRM_FORMAT_MODIFIER = 1000158000;
    private static final long LINEAR = 0;
    private static final long UNKNOWN_MODIFIER = 0x0100_0000_0000_0099L;
    private static final int FEATURE_NOT_IMPORTABLE = 0x2;
    private static final BufferParameters BUFFER = BufferParameters.of(4096, 1);
    private static final ImageParameters IMAGE = ImageParameters.of2D(VK10.VK_FORMAT_R8G8B8A8_UNORM, 64, 64, 0x6);

    /** Imports what each peer sends, and prints what became of it. */
    static final class Importer {

        private Importer() {}

        public static void main(String[] args) {
            accepted("buffer", OPAQUE_FD, 65536, 1, BUFFER);
            accepted("image", OPAQUE_FD, 65536, 1, IMAGE);
            accepted("LINEAR", DMA_BUF_EXT, 65536, 1, modifier(LINEAR, 1));
            refused("image that the device does not have", OPAQUE_FD, 65536, 1, IMAGE, driver -> {
                driver.answer("vkGetPhysicalDeviceImageFormatProperties2", VK10.VK_ERROR_FORMAT_NOT_SUPPORTED);
            });
            refused(
                    "image that is not importable",
                    OPAQUE_FD,
                    65536,
                    1,
                    IMAGE,
                    driver -> driver.externalMemory(FEATURE_NOT_IMPORTABLE, 0, 1));
            refused(
                    "buffer that is not importable",
                    OPAQUE_FD,
                    65536,
                    1,
                    BUFFER,
                    driver -> driver.externalMemory(FEATURE_NOT_IMPORTABLE, 0, 1));
            refused("image of too many levels", OPAQUE_FD, 65536, 1, IMAGE.withMipLevels(8), driver -> {});
            refused("two planes of LINEAR", DMA_BUF_EXT, 65536, 1, modifier(LINEAR, 2), driver -> {});
            refused("modifier of nobody", DMA_BUF_EXT, 65536, 1, modifier(UNKNOWN_MODIFIER, 1), driver -> {});
            refused("memory type 31", OPAQUE_FD, 65536, 31, null, driver -> {});
            refused("more than the heap", OPAQUE_FD, 2 * RecordingDriver.HEAP_SIZE, 1, null, driver -> {});
            anotherDevice();
            mapsMemoryOfUnknownType();
        }

        private interface Setup {
            void apply(RecordingDriver driver);
        }

        private static ImageParameters modifier(long modifier, int planes) {
            return IMAGE.withTiling(DRM_FORMAT_MODIFIER)
                    .withDrmFormatModifier(new ImageDrmFormatModifierExplicitCreateInfoEXT(
                            modifier,
                            Stream.iterate(0L, offset -> offset + 16384)
                                    .limit(planes)
                                    .map(offset -> SubresourceLayout.ofPlane(offset, 256))
                                    .toList()));
        }

        private static RecordingDriver open() {
            RecordingDriver driver = RecordingDriver.with(EXTENSIONS);
            driver.drmFormatModifiers(Map.of(LINEAR, 1));
            return driver;
        }

        private static void accepted(
                String what, ExternalMemoryHandleType type, long size, int memoryType, ResourceParameters resource) {
            print("accepts", what, type, size, memoryType, resource, driver -> {});
        }

        private static void refused(
                String what,
                ExternalMemoryHandleType type,
                long size,
                int memoryType,
                ResourceParameters resource,
                Setup setup) {
            print("refuses", what, type, size, memoryType, resource, setup);
        }

        private static void print(
                String verb,
                String what,
                ExternalMemoryHandleType type,
                long size,
                int memoryType,
                ResourceParameters resource,
                Setup setup) {
            try (RecordingDriver driver = open()) {
                setup.apply(driver);
                ExternalMemory external = ExternalMemory.on(driver.device());
                var description = new MemoryDescription(size, memoryType, type, false, external.identity(), resource);
                report(driver, verb, what, () -> importAll(external, description));
            }
        }

        private static void importAll(ExternalMemory external, MemoryDescription description) throws Exception {
            Path file = Files.createTempFile("memory", "");
            try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
                bytes.setLength(description.allocationSize());
            }
            int fd = PosixFiles.open(file.toString(), FCNTL.O_RDWR | FCNTL.O_CLOEXEC);
            Files.delete(file);
            try (PosixFileDescriptor handle = PosixFileDescriptor.adopt(fd, description.handleType());
                    AutoCloseable imported = description.buffer().isPresent()
                            ? external.importBuffer(handle, description)
                            : description.image().isPresent()
                                    ? external.importImage(handle, description)
                                    : external.importMemory(handle, description)) {
                assertThat(imported).isNotNull();
            }
        }

        private static void anotherDevice() {
            try (RecordingDriver driver = open()) {
                ExternalMemory external = ExternalMemory.on(driver.device());
                DeviceIdentity own = external.identity();
                var other =
                        new DeviceIdentity(new UUID(1, 2), own.driverUUID(), own.deviceLUID(), own.deviceNodeMask());
                var description = new MemoryDescription(65536, 1, OPAQUE_FD, false, other);
                report(driver, "refuses", "memory of another device", () -> importAll(external, description));
            }
        }

        /** The program's own value, which with checks off the driver gets; then mapping must not fail in an array. */
        private static void mapsMemoryOfUnknownType() {
            try (RecordingDriver driver = open()) {
                ExternalMemory external = ExternalMemory.on(driver.device());
                report(driver, "maps", "memory of type 31", () -> {
                    try (DeviceMemory memory = external.allocate(MemoryAllocateInfo.of(4096, 31))) {
                        memory.map();
                    }
                });
            }
        }

        private interface Call {
            void run() throws Exception;
        }

        private static void report(RecordingDriver driver, String verb, String what, Call call) {
            String end;
            try {
                call.run();
                end = "done";
            } catch (Exception e) {
                end = e.getClass().getSimpleName() + " "
                        + e.getMessage()
                                .strip()
                                .lines()
                                .findFirst()
                                .orElseThrow()
                                .replaceAll("([:;]| ImageParameters).*", "");
            }
            List<String> calls = driver.commands().stream()
                    .filter(command -> command.matches("vk(Create|Allocate).*"))
                    .toList();
            System.out.println(verb + " " + what + " " + calls + ": " + end);
        }
    }

    private static final List<String> EXPECTED = List.of(
            "accepts buffer [vkCreateBuffer, vkAllocateMemory]: done",
            "accepts image [vkCreateImage, vkAllocateMemory]: done",
            "accepts LINEAR [vkCreateImage, vkAllocateMemory]: done",
            "refuses image that the device does not have []:"
                    + " ValidUsageException VUID-VkImportMemoryFdInfoKHR-handleType-09862",
            "refuses image that is not importable []: ValidUsageException VUID-VkImportMemoryFdInfoKHR-handleType-09862",
            "refuses buffer that is not importable []: ValidUsageException VUID-VkImportMemoryFdInfoKHR-handleType-09862",
            "refuses image of too many levels []: IllegalArgumentException the device has no image as large as",
            "refuses two planes of LINEAR []: ValidUsageException"
                    + " VUID-VkImageDrmFormatModifierExplicitCreateInfoEXT-drmFormatModifierPlaneCount-02265",
            "refuses modifier of nobody []: ValidUsageException"
                    + " VUID-VkImageDrmFormatModifierExplicitCreateInfoEXT-drmFormatModifierPlaneCount-02265",
            "refuses memory type 31 []: ValidUsageException VUID-vkAllocateMemory-pAllocateInfo-01714",
            "refuses more than the heap []: ValidUsageException VUID-vkAllocateMemory-pAllocateInfo-01713",
            "refuses memory of another device []: ValidUsageException VUID-VkImportMemoryFdInfoKHR-fd-00668");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void peerInputIsExaminedWithChecksOnAndOff(boolean checks) throws Exception {
        String output = ChildJvm.run(
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.lwjgl.vulkan.explicitInit=true",
                "-Dio.github.vkextmem.checks=" + checks,
                "-classpath",
                System.getProperty("java.class.path"),
                Importer.class.getName());
        String end = checks
                ? "maps memory of type 31 []: ValidUsageException VUID-vkAllocateMemory-pAllocateInfo-01714"
                : "maps memory of type 31 [vkAllocateMemory]: IndexOutOfBoundsException memoryTypeIndex is 31";
        assertThat(output.lines().filter(line -> line.contains(": ")))
                .containsExactlyElementsOf(
                        Stream.concat(EXPECTED.stream(), Stream.of(end)).toList());
    }
}
