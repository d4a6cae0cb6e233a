package io.github.vkextmem.conformance;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.HOST_ALLOCATION_EXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.driver.TwoDevices;
import io.github.vkextmem.functional.Pattern;
import io.github.vkextmem.handle.HostPointer;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.memory.MappedMemory;
import io.github.vkextmem.memory.MemoryRequirements;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import io.github.vkextmem.struct.ExternalMemoryProperties;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.vulkan.VK10;

/** Memory of this process on the driver under test: what either side writes, the other reads, and nothing is copied. */
@EnabledOnOs(OS.LINUX)
class HostPointerTest extends TwoDevices {

    private static final int SIZE = 1 << 16;

    @BeforeAll
    static void askTheDriver() {
        DriverNeeds.assumeExtension("VK_EXT_external_memory_host");
    }

    private static void assumeImportable(ExternalMemory external, ExternalMemoryProperties use) {
        assumeTrue(use.isImportable(), () -> external.deviceName() + " imports no host memory for this");
    }

    /** Some have the extension, and neither a buffer for it nor a memory type. */
    private void assumeImportable() {
        assumeImportable(
                exporter.external(),
                exporter.external().bufferProperties(HOST_ALLOCATION_EXT, TestDevice.BUFFER_USAGE));
    }

    private ByteBuffer allocate() {
        assumeImportable();
        return HostMemory.allocate(exporter, SIZE);
    }

    private static void fill(ByteBuffer buffer, long seed) {
        buffer.put(0, HostMemory.bytes(SIZE, seed));
    }

    private static void assertHolds(ByteBuffer buffer, long seed) {
        byte[] seen = new byte[SIZE];
        buffer.get(0, seen);
        assertThat(seen).isEqualTo(HostMemory.bytes(SIZE, seed));
    }

    @Test
    void theAlignmentIsWhatTheSpecificationPermits() {
        long alignment = exporter.external().minImportedHostPointerAlignment();
        assertThat(Long.bitCount(alignment)).as("bits of " + alignment).isEqualTo(1);
        assertThat(alignment).isLessThanOrEqualTo(65536);
    }

    @Test
    void whatADeviceCanDoWithHostMemoryFitsTogether() {
        List<ExternalMemoryProperties> importable = Stream.of(
                        exporter.external().bufferProperties(HOST_ALLOCATION_EXT, TestDevice.BUFFER_USAGE),
                        exporter.external()
                                .imageProperties(HOST_ALLOCATION_EXT, SharedImage.kind(VK10.VK_IMAGE_TILING_LINEAR)))
                .filter(ExternalMemoryProperties::isImportable)
                .toList();
        assumeFalse(importable.isEmpty(), () -> exporter.external().deviceName() + " imports no host memory");
        assertThat(importable).allSatisfy(use -> {
            assertThat(use.compatibleHandleTypes()).contains(HOST_ALLOCATION_EXT);
            assertThat(use.isDedicatedOnly()).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4095, 4096, 4097, SIZE})
    void whatIsAllocatedForItCanBeImported(int size) {
        assumeImportable();
        ExternalMemory external = exporter.external();
        long alignment = external.minImportedHostPointerAlignment();
        ByteBuffer bytes = external.allocateHostBuffer(size);
        assertThat(MemoryUtil.memAddress(bytes) % alignment).isZero();
        assertThat(bytes.capacity() % alignment).isZero();
        assertThat((long) bytes.capacity()).isBetween((long) size, size + alignment - 1);
        try (DeviceMemory memory = external.importMemory(HostPointer.of(bytes))) {
            assertThat(memory.size()).isEqualTo(bytes.capacity());
        }
    }

    @Test
    void everyTypeThatTheDriverNamesTakesIt() {
        assumeImportable();
        ExternalMemory external = exporter.external();
        ByteBuffer bytes = external.allocateHostBuffer(1);
        HostPointer pointer = HostPointer.of(bytes);
        List<Integer> types = external.memoryTypes(external.memoryTypeBits(pointer), 0);
        assertThat(types).isNotEmpty();
        for (int type : types) {
            try (DeviceMemory memory = external.importMemory(
                    pointer, MemoryAllocateInfo.of(bytes.capacity(), type).chain())) {
                assertThat(memory.memoryTypeIndex()).isEqualTo(type);
            }
        }
    }

    @Test
    void whatTheProgramWritesTheDeviceReadsAndTheOtherWayRound() {
        ByteBuffer bytes = allocate();
        try (HostMemory imported = HostMemory.of(exporter, HostPointer.of(bytes), SIZE)) {
            fill(bytes, 1);
            imported.assertHolds(1);
            imported.write(2);
            assertHolds(bytes, 2);
        }
        assertHolds(bytes, 2);
    }

    @Test
    void mappedItIsTheSameMemory() {
        ByteBuffer bytes = allocate();
        try (DeviceMemory memory = exporter.external().importMemory(HostPointer.of(bytes))) {
            fill(bytes, 3);
            try (MappedMemory mapped = memory.map()) {
                assertHolds(mapped.bytes(), 3);
            }
            Pattern.write(memory, 4);
            Pattern.assertIn(memory, 4);
            try (MappedMemory mapped = memory.map()) {
                assertThat(bytes).isEqualTo(mapped.bytes());
            }
        }
    }

    @Test
    void twoDevicesUseItAtOnce() {
        ByteBuffer bytes = allocate();
        try (HostMemory one = HostMemory.of(exporter, HostPointer.of(bytes), SIZE);
                HostMemory other = HostMemory.of(importer, HostPointer.of(bytes), SIZE)) {
            one.write(1);
            other.assertHolds(1);
            other.write(2);
            one.assertHolds(2);
            assertHolds(bytes, 2);
        }
    }

    @Test
    void importedTwiceIntoOneDeviceItIsTheSameMemory() {
        ByteBuffer bytes = allocate();
        HostPointer pointer = HostPointer.of(bytes);
        try (HostMemory other = HostMemory.of(exporter, pointer, SIZE)) {
            try (HostMemory one = HostMemory.of(exporter, pointer, SIZE)) {
                one.write(1);
                other.assertHolds(1);
            }
            other.assertHolds(1);
            other.write(2);
            assertHolds(bytes, 2);
        }
    }

    @Test
    void itIsImportedManyTimesOneAfterTheOther() {
        HostPointer pointer = HostPointer.of(allocate());
        for (int i = 0; i < 1024; i++) {
            exporter.external().importMemory(pointer).close();
        }
        try (HostMemory last = HostMemory.of(exporter, pointer, SIZE)) {
            last.write(1);
            last.assertHolds(1);
        }
    }

    /** Suballocated: two buffers in one import. */
    @Test
    void buffersLieSideBySideInIt() {
        ExternalMemory external = exporter.external();
        ByteBuffer half = allocate();
        ExternalMemoryHandleTypes types = ExternalMemoryHandleTypes.of(HOST_ALLOCATION_EXT);
        try (SharedBuffer first = new SharedBuffer(exporter, SIZE, types);
                SharedBuffer second = new SharedBuffer(exporter, SIZE, types)) {
            MemoryRequirements needs = external.bufferRequirements(first.handle);
            long offset = (half.capacity() + needs.alignment() - 1) / needs.alignment() * needs.alignment();
            ByteBuffer bytes = external.allocateHostBuffer(Math.toIntExact(offset + half.capacity()));
            try (DeviceMemory memory = external.importMemory(HostPointer.of(bytes), needs)) {
                first.bind(memory);
                assertThat(VK10.vkBindBufferMemory(exporter.device(), second.handle, memory.handle(), offset))
                        .isZero();
                HostMemory low = new HostMemory(exporter, memory, first, SIZE);
                HostMemory high = new HostMemory(exporter, memory, second, SIZE);
                high.write(1);
                low.write(2);
                high.assertHolds(1);
                low.assertHolds(2);
                assertHolds(bytes.slice(Math.toIntExact(offset), SIZE), 1);
                assertHolds(bytes, 2);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anImageLivesInIt(boolean withOffset) {
        ExternalMemory external = exporter.external();
        assumeImportable(
                external, external.imageProperties(HOST_ALLOCATION_EXT, SharedImage.kind(VK10.VK_IMAGE_TILING_LINEAR)));
        try (SharedImage image = new SharedImage(
                exporter,
                SharedImage.kind(VK10.VK_IMAGE_TILING_LINEAR),
                ExternalMemoryHandleTypes.of(HOST_ALLOCATION_EXT))) {
            MemoryRequirements needs = external.imageRequirements(image.handle);
            long offset = withOffset ? needs.alignment() : 0;
            ByteBuffer bytes = external.allocateHostBuffer(Math.toIntExact(needs.size() + offset));
            try (DeviceMemory memory = external.importMemory(HostPointer.of(bytes), needs)) {
                assertThat(VK10.vkBindImageMemory(exporter.device(), image.handle, memory.handle(), offset))
                        .isZero();
                image.write(1);
                image.assertHolds(1);
                assertThat(bytes).as("all zeros").isNotEqualTo(ByteBuffer.allocate(bytes.capacity()));
            }
        }
    }

    @Test
    @NeedsChecks
    void itBelongsToNoBufferAlone() {
        ByteBuffer bytes = allocate();
        ExternalMemory external = exporter.external();
        HostPointer pointer = HostPointer.of(bytes);
        try (SharedBuffer buffer =
                new SharedBuffer(exporter, SIZE, ExternalMemoryHandleTypes.of(HOST_ALLOCATION_EXT))) {
            MemoryAllocateInfo info = MemoryAllocateInfo.of(
                    bytes.capacity(),
                    external.memoryTypes(external.memoryTypeBits(pointer), 0).get(0));
            assertThatThrownBy(() -> external.importMemory(
                            pointer, info.with(MemoryDedicatedAllocateInfo.ofBuffer(buffer.handle))))
                    .isInstanceOfSatisfying(
                            ValidUsageException.class,
                            e -> assertThat(e.vuids()).containsExactly("VUID-VkMemoryAllocateInfo-pNext-02806"));
            external.importMemory(pointer, info.chain()).close();
        }
    }

    @Test
    @NeedsChecks
    void whatIsNotAlignedIsRefusedBeforeTheDriverSeesIt() {
        assumeImportable();
        ExternalMemory external = exporter.external();
        ByteBuffer bytes = external.allocateHostBuffer(SIZE);
        int unit = Math.toIntExact(external.minImportedHostPointerAlignment());
        assumeTrue(unit > 1, "the driver takes any address");
        int type = external.memoryTypes(external.memoryTypeBits(HostPointer.of(bytes)), 0)
                .get(0);
        HostPointer inside = HostPointer.of(bytes.slice(unit / 2, bytes.capacity() - unit));
        assertVuids(
                () -> external.importMemory(
                        inside,
                        MemoryAllocateInfo.of(bytes.capacity() - unit, type).chain()),
                "VUID-VkImportMemoryHostPointerInfoEXT-pHostPointer-01749");
        assertVuids(
                () -> external.memoryTypeBits(inside), "VUID-vkGetMemoryHostPointerPropertiesEXT-pHostPointer-01753");
        assertVuids(() -> external.importMemory(inside), "VUID-vkGetMemoryHostPointerPropertiesEXT-pHostPointer-01753");
        assertVuids(
                () -> external.importMemory(HostPointer.of(bytes.slice(0, bytes.capacity() - 1))),
                "VUID-VkMemoryAllocateInfo-allocationSize-01745");
        assertVuids(
                () -> external.importMemory(
                        HostPointer.of(bytes),
                        MemoryAllocateInfo.of(bytes.capacity() + unit, type).chain()),
                "VUID-VkImportMemoryHostPointerInfoEXT-handleType-01750");
    }

    private static void assertVuids(ThrowingCallable call, String... vuids) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ValidUsageException.class, e -> assertThat(e.vuids()).containsExactly(vuids));
    }

    /** Java would free the bytes and give them to somebody else. */
    @Test
    @Timeout(60)
    void aBufferThatNobodyElseHasStaysAsLongAsTheMemory() throws InterruptedException {
        assumeImportable();
        List<WeakReference<ByteBuffer>> owners = new ArrayList<>();
        try (HostMemory imported = HostMemory.of(exporter, pointerTo(filled(1), owners), SIZE)) {
            collect();
            // Would be put where the freed bytes were.
            List<ByteBuffer> others = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                others.add(filled(100 + i));
            }
            assertThat(owners.get(0).get()).isNotNull();
            imported.assertHolds(1);
            assertThat(others).hasSize(16);
        }
        while (owners.get(0).get() != null) {
            System.gc();
            Thread.sleep(5);
        }
    }

    private ByteBuffer filled(long seed) {
        int unit = Math.toIntExact(exporter.external().minImportedHostPointerAlignment());
        ByteBuffer owner = ByteBuffer.allocateDirect(4 * SIZE + unit);
        owner.alignedSlice(unit).put(0, HostMemory.bytes(SIZE, seed));
        return owner;
    }

    private HostPointer pointerTo(ByteBuffer owner, List<WeakReference<ByteBuffer>> owners) {
        owners.add(new WeakReference<>(owner));
        int unit = Math.toIntExact(exporter.external().minImportedHostPointerAlignment());
        return HostPointer.of(owner.alignedSlice(unit).slice(0, 4 * SIZE));
    }

    /** Returns after a collection. */
    private static void collect() throws InterruptedException {
        WeakReference<Object> sentinel = new WeakReference<>(new Object());
        while (sentinel.get() != null) {
            System.gc();
            Thread.sleep(5);
        }
    }
}
