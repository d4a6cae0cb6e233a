package io.github.vkextmem.usage;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.DMA_BUF_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.Violation;
import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.BufferResource;
import io.github.vkextmem.struct.DedicatedAllocationMemoryAllocateInfoNV;
import io.github.vkextmem.struct.DeviceFeature;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ImageParameters;
import io.github.vkextmem.struct.ImageResource;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateFlag;
import io.github.vkextmem.struct.MemoryAllocateFlagsInfo;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VK12;

/** Each rule of binding, of both forms: what breaks it and nothing else, and the nearest legal neighbour. */
class BindMemoryRulesTest {

    private static final MemoryAllocateInfo INFO = MemoryAllocateInfo.of(4096, 0);
    private static final BufferParameters BUFFER = BufferParameters.of(1024, 1);
    private static final ImageParameters IMAGE =
            ImageParameters.of2D(37, 64, 32, 1).withArrayLayers(2);
    private static final Facts ALIASING = Facts.with(DeviceFeature.DEDICATED_ALLOCATION_IMAGE_ALIASING);
    private static final Facts NO_ALIASING = Facts.with();
    private static final Facts NV_ONLY = new Facts(null, false);

    private static final MemoryHistory PLAIN = new MemoryHistory(INFO.chain());
    private static final MemoryHistory OF_BUFFER_7 =
            new MemoryHistory(INFO.with(MemoryDedicatedAllocateInfo.ofBuffer(7)));
    private static final MemoryHistory OF_IMAGE_7 =
            new MemoryHistory(INFO.with(MemoryDedicatedAllocateInfo.ofImage(7)));
    private static final MemoryHistory NV_OF_BUFFER_7 =
            new MemoryHistory(INFO.with(DedicatedAllocationMemoryAllocateInfoNV.ofBuffer(7)));
    private static final MemoryHistory NV_OF_IMAGE_7 =
            new MemoryHistory(INFO.with(DedicatedAllocationMemoryAllocateInfoNV.ofImage(7)));

    private static final Facts ADDRESSES = Facts.with(DeviceFeature.BUFFER_DEVICE_ADDRESS);
    private static final BufferResource ADDRESSED =
            BufferResource.of(7, BufferParameters.of(1024, VK12.VK_BUFFER_USAGE_SHADER_DEVICE_ADDRESS_BIT));
    private static final BufferResource REPLAYED = BufferResource.of(
            7,
            new BufferParameters(
                    1024,
                    VK12.VK_BUFFER_USAGE_SHADER_DEVICE_ADDRESS_BIT,
                    VK12.VK_BUFFER_CREATE_DEVICE_ADDRESS_CAPTURE_REPLAY_BIT));

    private static MemoryHistory flagged(MemoryAllocateFlag... flags) {
        return new MemoryHistory(INFO.with(MemoryAllocateFlagsInfo.of(flags)));
    }

    /** A binding, by the rules' own words. */
    private record Bind(Resource resource, long offset, boolean requires, MemoryHistory memory, Facts device) {

        List<String> vuids(String where) {
            Findings findings = new Findings();
            BindMemoryRules.check(
                    new BindRequest(where, resource, offset, 16, 1, 0b1, requires), memory, device, findings);
            return findings.violations().stream().map(Violation::vuid).toList();
        }
    }

    private static Bind bind(Resource resource, MemoryHistory memory) {
        return new Bind(resource, 0, false, memory, NO_ALIASING);
    }

    private static Bind at(long offset, Resource resource, MemoryHistory memory) {
        return new Bind(resource, offset, false, memory, NO_ALIASING);
    }

    private static Bind required(Resource resource, MemoryHistory memory) {
        return new Bind(resource, 0, true, memory, NO_ALIASING);
    }

    private static Bind on(Facts device, Resource resource, MemoryHistory memory) {
        return new Bind(resource, 0, false, memory, device);
    }

    private static BufferResource buffer(long handle, ExternalMemoryHandleType... types) {
        return BufferResource.of(handle, BUFFER, types);
    }

    private static ImageResource image(long handle, ExternalMemoryHandleType... types) {
        return ImageResource.of(handle, IMAGE, types);
    }

    private static MemoryHistory exportable(ExternalMemoryHandleType... types) {
        return new MemoryHistory(INFO.with(ExportMemoryAllocateInfo.of(types)));
    }

    private static MemoryHistory imported(ExternalMemoryHandleType type) {
        return new MemoryHistory(INFO.chain(), type, null);
    }

    private static MemoryHistory allocatedFor(Resource resource, MemoryAllocateChain chain) {
        return new MemoryHistory(chain, null, resource);
    }

    private static Stream<Arguments> ofBuffers() {
        MemoryHistory nvDescribed = allocatedFor(
                buffer(7).withDedicatedAllocationNV(), INFO.with(DedicatedAllocationMemoryAllocateInfoNV.ofBuffer(7)));
        return Stream.of(
                Arguments.of(
                        "memory-02726",
                        bind(buffer(7), exportable(OPAQUE_FD)),
                        bind(buffer(7, OPAQUE_FD, DMA_BUF_EXT), exportable(OPAQUE_FD))),
                Arguments.of(
                        "memory-02726",
                        bind(buffer(7, DMA_BUF_EXT), exportable(OPAQUE_FD, OPAQUE_WIN32)),
                        bind(buffer(7), exportable())),
                Arguments.of(
                        "memory-02985",
                        bind(buffer(7), imported(OPAQUE_FD)),
                        bind(buffer(7, DMA_BUF_EXT, OPAQUE_FD), imported(OPAQUE_FD))),
                Arguments.of("memory-10925", bind(buffer(7), OF_IMAGE_7), bind(buffer(7), OF_BUFFER_7)),
                Arguments.of("memory-01508", bind(buffer(8), OF_BUFFER_7), bind(buffer(7), OF_BUFFER_7)),
                Arguments.of("memory-01508", at(256, buffer(7), OF_BUFFER_7), at(256, buffer(7), PLAIN)),
                // Aliasing is for images.
                Arguments.of("memory-01508", on(ALIASING, buffer(8), OF_BUFFER_7), on(ALIASING, buffer(8), PLAIN)),
                Arguments.of("buffer-01444", required(buffer(7), PLAIN), required(buffer(7), OF_BUFFER_7)),
                Arguments.of(
                        "buffer-01038",
                        bind(buffer(7).withDedicatedAllocationNV(), PLAIN),
                        bind(buffer(7).withDedicatedAllocationNV(), NV_OF_BUFFER_7)),
                Arguments.of(
                        "buffer-01038",
                        at(256, buffer(7).withDedicatedAllocationNV(), NV_OF_BUFFER_7),
                        at(256, buffer(7), NV_OF_BUFFER_7)),
                Arguments.of(
                        "buffer-01038",
                        bind(
                                BufferResource.of(8, BufferParameters.of(1025, 1))
                                        .withDedicatedAllocationNV(),
                                nvDescribed),
                        bind(buffer(8).withDedicatedAllocationNV(), nvDescribed)),
                Arguments.of(
                        "apiVersion-07920",
                        on(NV_ONLY, buffer(7), NV_OF_BUFFER_7),
                        on(NV_ONLY, buffer(7).withDedicatedAllocationNV(), NV_OF_BUFFER_7)),
                Arguments.of(
                        "apiVersion-07920",
                        on(NV_ONLY, buffer(9), NV_OF_IMAGE_7),
                        on(Facts.UNKNOWN, buffer(9), NV_OF_IMAGE_7)),
                Arguments.of(
                        "bufferDeviceAddress-03339",
                        on(Facts.UNKNOWN, ADDRESSED, PLAIN),
                        on(Facts.UNKNOWN, ADDRESSED, flagged(MemoryAllocateFlag.DEVICE_ADDRESS))),
                Arguments.of(
                        "bufferDeviceAddress-03339",
                        on(ADDRESSES, ADDRESSED, flagged(MemoryAllocateFlag.DEVICE_ADDRESS_CAPTURE_REPLAY)),
                        on(NO_ALIASING, ADDRESSED, PLAIN)),
                Arguments.of(
                        "bufferDeviceAddress-03339", on(ADDRESSES, ADDRESSED, PLAIN), on(NV_ONLY, ADDRESSED, PLAIN)),
                Arguments.of(
                        "bufferDeviceAddressCaptureReplay-09200",
                        on(Facts.UNKNOWN, REPLAYED, flagged(MemoryAllocateFlag.DEVICE_ADDRESS)),
                        on(
                                Facts.UNKNOWN,
                                REPLAYED,
                                flagged(
                                        MemoryAllocateFlag.DEVICE_ADDRESS,
                                        MemoryAllocateFlag.DEVICE_ADDRESS_CAPTURE_REPLAY))),
                Arguments.of(
                        "bufferDeviceAddressCaptureReplay-09200",
                        on(Facts.UNKNOWN, REPLAYED, flagged(MemoryAllocateFlag.DEVICE_ADDRESS)),
                        on(ADDRESSES, REPLAYED, flagged(MemoryAllocateFlag.DEVICE_ADDRESS))));
    }

    private static Stream<Arguments> ofImages() {
        MemoryHistory described = allocatedFor(image(7), INFO.with(MemoryDedicatedAllocateInfo.ofImage(7)));
        ImageResource taller =
                ImageResource.of(8, ImageParameters.of2D(37, 64, 33, 1).withArrayLayers(2));
        ImageResource moreLayers = ImageResource.of(8, IMAGE.withArrayLayers(3));
        ImageResource smaller =
                ImageResource.of(8, ImageParameters.of2D(37, 63, 31, 1).withArrayLayers(1));
        ImageResource otherFormat =
                ImageResource.of(8, ImageParameters.of2D(44, 64, 32, 1).withArrayLayers(2));
        return Stream.of(
                Arguments.of(
                        "memory-02728",
                        bind(image(7, OPAQUE_FD), exportable(OPAQUE_WIN32)),
                        bind(image(7, OPAQUE_FD), exportable(OPAQUE_WIN32, OPAQUE_FD))),
                Arguments.of(
                        "memory-02989",
                        bind(image(7, DMA_BUF_EXT), imported(OPAQUE_FD)),
                        bind(image(7, OPAQUE_FD), imported(OPAQUE_FD))),
                Arguments.of("memory-10926", bind(image(7), OF_BUFFER_7), bind(image(7), OF_IMAGE_7)),
                Arguments.of("memory-02628", bind(image(8), OF_IMAGE_7), bind(image(7), OF_IMAGE_7)),
                Arguments.of("memory-02628", at(1, image(7), OF_IMAGE_7), at(1, image(7), PLAIN)),
                Arguments.of("memory-02629", on(ALIASING, taller, described), on(ALIASING, image(8), described)),
                Arguments.of("memory-02629", on(ALIASING, moreLayers, described), on(ALIASING, smaller, described)),
                Arguments.of("memory-02629", on(ALIASING, otherFormat, described), on(ALIASING, image(7), described)),
                Arguments.of(
                        "memory-02629",
                        new Bind(smaller, 64, false, described, ALIASING),
                        // What the memory's own image was created with, nobody said.
                        on(ALIASING, taller, OF_IMAGE_7)),
                Arguments.of("image-01445", required(image(7), PLAIN), required(image(7), OF_IMAGE_7)),
                Arguments.of(
                        "image-01050",
                        bind(image(7).withDedicatedAllocationNV(), PLAIN),
                        bind(image(7).withDedicatedAllocationNV(), NV_OF_IMAGE_7)),
                Arguments.of(
                        "image-01050",
                        at(1, image(7).withDedicatedAllocationNV(), NV_OF_IMAGE_7),
                        at(1, image(7), NV_OF_IMAGE_7)),
                Arguments.of(
                        "apiVersion-07921",
                        on(NV_ONLY, image(7), NV_OF_IMAGE_7),
                        on(NV_ONLY, image(7).withDedicatedAllocationNV(), NV_OF_IMAGE_7)));
    }

    static List<Arguments> refusesTheBindingAndAcceptsItsNeighbour() {
        List<Arguments> both = new ArrayList<>();
        ofBuffers().forEach(rule -> add(rule, both, "vkBindBufferMemory", "VkBindBufferMemoryInfo"));
        ofImages().forEach(rule -> add(rule, both, "vkBindImageMemory", "VkBindImageMemoryInfo"));
        return both;
    }

    private static void add(Arguments rule, List<Arguments> both, String... names) {
        for (String where : names) {
            both.add(Arguments.of("VUID-" + where + "-" + rule.get()[0], where, rule.get()[1], rule.get()[2]));
        }
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource
    void refusesTheBindingAndAcceptsItsNeighbour(String vuid, String where, Bind broken, Bind legal) {
        assertThat(broken.vuids(where)).containsExactly(vuid);
        assertThat(legal.vuids(where)).isEmpty();
    }

    /** A place in memory of type 0: 1024 bytes, at multiples of 256, in memory of 4096 bytes but where it is said. */
    private record Place(long offset, long memorySize, int memoryTypeBits, ExternalMemoryHandleType importType) {

        List<String> vuids(String where) {
            Resource resource = where.contains("Buffer") ? BufferResource.of(7, BUFFER, all()) : image(7, all());
            Findings findings = new Findings();
            BindMemoryRules.check(
                    new BindRequest(where, resource, offset, 1024, 256, memoryTypeBits, false),
                    new MemoryHistory(MemoryAllocateInfo.of(memorySize, 0).chain(), importType, null),
                    NO_ALIASING,
                    findings);
            return findings.violations().stream().map(Violation::vuid).toList();
        }

        private static ExternalMemoryHandleType[] all() {
            return ExternalMemoryHandleType.values();
        }
    }

    private static Place at(long offset) {
        return new Place(offset, 4096, 0b1, null);
    }

    static List<Arguments> refusesThePlaceAndAcceptsItsNeighbour() {
        Place dmaBuf = new Place(0, 1, 0b1, DMA_BUF_EXT);
        List<Arguments> rules = List.of(
                place("memoryOffset-01031", "memoryOffset-01046", "memoryOffset-01046", at(4096), at(3072)),
                place("size-01037", "size-01049", "pNext-01617", at(3328), at(3072)),
                place(
                        "size-01037",
                        "size-01049",
                        "pNext-01617",
                        new Place(0, 1023, 1, null),
                        new Place(0, 1024, 1, null)),
                place("size-01037", "size-01049", "pNext-01617", new Place(0, 1, 0b1, OPAQUE_FD), dmaBuf),
                place("memoryOffset-01036", "memoryOffset-01048", "pNext-01616", at(128), at(256)),
                place(
                        "memory-01035",
                        "memory-01047",
                        "pNext-01615",
                        new Place(0, 4096, 0b10, null),
                        new Place(0, 4096, 0b11, null)));
        List<Arguments> forms = new ArrayList<>();
        for (Arguments rule : rules) {
            Object[] values = rule.get();
            add(Arguments.of(values[0], values[3], values[4]), forms, "vkBindBufferMemory", "VkBindBufferMemoryInfo");
            add(Arguments.of(values[1], values[3], values[4]), forms, "vkBindImageMemory");
            add(Arguments.of(values[2], values[3], values[4]), forms, "VkBindImageMemoryInfo");
        }
        return forms;
    }

    private static Arguments place(String ofBuffer, String ofImage, String ofImageInfo, Place broken, Place legal) {
        return Arguments.of(ofBuffer, ofImage, ofImageInfo, broken, legal);
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource
    void refusesThePlaceAndAcceptsItsNeighbour(String vuid, String where, Place broken, Place legal) {
        assertThat(broken.vuids(where)).containsExactly(vuid);
        assertThat(legal.vuids(where)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "VUID-vkBindImageMemory-image-01608, vkBindImageMemory",
        "VUID-VkBindImageMemoryInfo-image-07736, VkBindImageMemoryInfo"
    })
    void planesApartHaveNoOnePlace(String vuid, String where) {
        Findings found = new Findings();
        BindPlaceRules.checkPlanes(
                where, ImageResource.of(7, IMAGE.withFlags(VK11.VK_IMAGE_CREATE_DISJOINT_BIT)), found);
        assertThat(found.violations()).extracting(Violation::vuid).containsExactly(vuid);
        Findings none = new Findings();
        BindPlaceRules.checkPlanes(where, image(7), none);
        assertThat(none.violations()).isEmpty();
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        MemoryHistory memory = new MemoryHistory(
                INFO.with(ExportMemoryAllocateInfo.of(OPAQUE_FD)).with(MemoryDedicatedAllocateInfo.ofBuffer(7)));
        assertThat(new Bind(buffer(8), 4, true, memory, NO_ALIASING).vuids("vkBindBufferMemory"))
                .containsExactly(
                        "VUID-vkBindBufferMemory-memory-02726",
                        "VUID-vkBindBufferMemory-memory-01508",
                        "VUID-vkBindBufferMemory-buffer-01444");
    }
}
