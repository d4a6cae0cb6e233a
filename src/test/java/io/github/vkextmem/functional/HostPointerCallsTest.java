package io.github.vkextmem.functional;

import static io.github.vkextmem.recording.RecordedStructure.structure;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.HOST_ALLOCATION_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.HOST_MAPPED_FOREIGN_MEMORY_EXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.VulkanException;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.handle.HostPointer;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.memory.MemoryRequirements;
import io.github.vkextmem.recording.RecordedCall;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.struct.DeviceIdentity;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedRequirements;
import io.github.vkextmem.struct.MemoryDescription;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.vulkan.VK10;

/**
 * What a driver is called for when memory of this process is imported, and how long that memory lives: seen by the recording
 * driver, which never looks at the memory. Real drivers do, elsewhere among the tests.
 */
class HostPointerCallsTest {

    private static final int ALIGNMENT = (int) RecordingDriver.HOST_POINTER_ALIGNMENT;
    private static final long ADDRESS = 0x7F00_0000_0000L;

    private final RecordingDriver driver = RecordingDriver.with("VK_EXT_external_memory_host");
    private final ExternalMemory external = ExternalMemory.on(driver.device());

    @AfterEach
    void end() {
        driver.close();
    }

    private void assertNothingIsLeft() {
        assertThat(driver.leftovers()).isEmpty();
    }

    private static MemoryRequirements needing(long size, int memoryTypeBits) {
        return new MemoryRequirements(size, 1, memoryTypeBits, new MemoryDedicatedRequirements(false, false));
    }

    @Test
    void theAlignmentIsAskedOnceForAllCalls() {
        external.minImportedHostPointerAlignment();
        external.minImportedHostPointerAlignment();
        assertThat(external.minImportedHostPointerAlignment()).isEqualTo(RecordingDriver.HOST_POINTER_ALIGNMENT);
        assertThat(driver.queries().stream()
                        .filter(query -> query.command().equals("vkGetPhysicalDeviceProperties2"))
                        .flatMap(query -> query.chain("pProperties").stream())
                        .filter(structure ->
                                structure.name().equals("VkPhysicalDeviceExternalMemoryHostPropertiesEXT")))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"HOST_ALLOCATION_EXT, 0x80", "HOST_MAPPED_FOREIGN_MEMORY_EXT, 0x100"})
    void whereAPointerGoesIsAskedByItsAddress(ExternalMemoryHandleType type, int bit) {
        assertThat(external.memoryTypeBits(HostPointer.of(ADDRESS, type))).isEqualTo(RecordingDriver.IMPORTABLE_TYPES);
        RecordedCall call = driver.call("vkGetMemoryHostPointerPropertiesEXT");
        assertThat(call.argument("handleType")).isEqualTo(bit);
        assertThat(call.argument("pHostPointer")).isEqualTo(ADDRESS);
    }

    @ParameterizedTest
    @CsvSource({"HOST_ALLOCATION_EXT, 0x80", "HOST_MAPPED_FOREIGN_MEMORY_EXT, 0x100"})
    void anAddressIsImportedWithTheSizeThatTheCallerGives(ExternalMemoryHandleType type, int bit) {
        MemoryAllocateInfo info = MemoryAllocateInfo.of(3L * ALIGNMENT, 2);
        try (DeviceMemory memory = external.importMemory(HostPointer.of(ADDRESS, type), info.chain())) {
            assertThat(driver.call("vkAllocateMemory").chain("pAllocateInfo"))
                    .containsExactly(
                            structure("VkMemoryAllocateInfo", "allocationSize", 3L * ALIGNMENT, "memoryTypeIndex", 2),
                            structure("VkImportMemoryHostPointerInfoEXT", "handleType", bit, "pHostPointer", ADDRESS));
            assertThat(memory.chain())
                    .as("what it was imported from is no part of it")
                    .isEqualTo(info.chain());
        }
        assertNothingIsLeft();
    }

    /** Of the types 1 and 2 that the driver takes it into, type 1 is the coherent one. */
    @Test
    void allOfABufferIsImportedIntoTheTypeThatAProgramReadsAndWritesBest() {
        ByteBuffer buffer = external.allocateHostBuffer(ALIGNMENT + 1);
        external.importMemory(HostPointer.of(buffer)).close();
        assertThat(driver.commands())
                .containsExactly("vkGetMemoryHostPointerPropertiesEXT", "vkAllocateMemory", "vkFreeMemory");
        assertThat(driver.call("vkAllocateMemory").chain("pAllocateInfo"))
                .containsExactly(
                        structure(
                                "VkMemoryAllocateInfo",
                                "allocationSize",
                                2L * ALIGNMENT,
                                "memoryTypeIndex",
                                RecordingDriver.COHERENT),
                        structure(
                                "VkImportMemoryHostPointerInfoEXT",
                                "handleType",
                                0x80,
                                "pHostPointer",
                                MemoryUtil.memAddress(buffer)));
        assertNothingIsLeft();
    }

    @Test
    void theTypeIsOneThatTheBufferToBeBoundCanLiveIn() {
        HostPointer pointer = HostPointer.of(external.allocateHostBuffer(1));
        try (DeviceMemory memory = external.importMemory(pointer, needing(ALIGNMENT, 0b101))) {
            assertThat(memory.memoryTypeIndex()).isEqualTo(2);
        }
        driver.forget();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> external.importMemory(pointer, needing(ALIGNMENT, 0b001)))
                .withMessageContaining("no memory type will do")
                .withMessageContaining(
                        "into those of the mask 0b110, what is wanted has 0b1, and there are 0 (DEVICE_LOCAL)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> external.importMemory(pointer, needing(ALIGNMENT + 1L, 0b111)))
                .withMessageContaining((ALIGNMENT + 1) + " bytes are needed, and there are " + ALIGNMENT);
        assertThat(driver.commands()).doesNotContain("vkAllocateMemory");
        assertNothingIsLeft();
    }

    @Test
    void howMuchThereIsAtAnAddressOnlyTheCallerKnows() {
        HostPointer pointer = HostPointer.of(ADDRESS, HOST_ALLOCATION_EXT);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> external.importMemory(pointer))
                .withMessageContaining("how many bytes there are");
        assertThat(driver.calls()).isEmpty();
    }

    @Test
    @NeedsChecks
    void whatTheDriverWouldNotTakeItDoesNotSee() {
        HostPointer pointer = HostPointer.of(ADDRESS, HOST_ALLOCATION_EXT);
        assertRefused(
                HostPointer.of(ADDRESS + 1, HOST_ALLOCATION_EXT),
                ALIGNMENT,
                1,
                "VUID-VkImportMemoryHostPointerInfoEXT-pHostPointer-01749");
        assertRefused(
                HostPointer.of(ADDRESS + 1, HOST_MAPPED_FOREIGN_MEMORY_EXT),
                ALIGNMENT + 1,
                1,
                "VUID-VkMemoryAllocateInfo-allocationSize-01745",
                "VUID-VkImportMemoryHostPointerInfoEXT-pHostPointer-01749");
        assertRefused(pointer, ALIGNMENT / 2, 1, "VUID-VkMemoryAllocateInfo-allocationSize-01745");
        assertThat(driver.commands()).doesNotContain("vkAllocateMemory");
        driver.forget();
        assertRefused(pointer, ALIGNMENT, 0, "VUID-VkMemoryAllocateInfo-memoryTypeIndex-01744");
        assertThat(driver.commands()).containsExactly("vkGetMemoryHostPointerPropertiesEXT");
        assertRefused(
                HostPointer.of(external.allocateHostBuffer(1)),
                2 * ALIGNMENT,
                1,
                "VUID-VkImportMemoryHostPointerInfoEXT-handleType-01750");
    }

    private void assertRefused(HostPointer pointer, long size, int type, String... vuids) {
        assertThatThrownBy(() -> external.importMemory(
                        pointer, MemoryAllocateInfo.of(size, type).chain()))
                .isInstanceOfSatisfying(
                        ValidUsageException.class, e -> assertThat(e.vuids()).containsExactly(vuids))
                .hasMessageContaining("-> ImportMemoryHostPointerInfoEXT[handleType=" + pointer.handleType());
    }

    @Test
    @NeedsChecks
    void itIsNoBuffersOwnAndNothingIsAskedThen() {
        assertThatThrownBy(() -> external.importMemory(
                        HostPointer.of(ADDRESS, HOST_ALLOCATION_EXT),
                        MemoryAllocateInfo.of(ALIGNMENT, 1).with(MemoryDedicatedAllocateInfo.ofBuffer(7))))
                .isInstanceOfSatisfying(
                        ValidUsageException.class,
                        e -> assertThat(e.vuids()).containsExactly("VUID-VkMemoryAllocateInfo-pNext-02806"));
        assertThat(driver.calls()).isEmpty();
    }

    /** Host memory is no device's: the table of compatible drivers restricts nothing. */
    @Test
    void whereADescriptionComesFromDoesNotMatter() {
        var elsewhere = new DeviceIdentity(new UUID(1, 2), new UUID(3, 4), OptionalLong.empty(), 0);
        external.importMemory(
                        HostPointer.of(ADDRESS, HOST_ALLOCATION_EXT),
                        new MemoryDescription(ALIGNMENT, 1, HOST_ALLOCATION_EXT, false, elsewhere))
                .close();
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, ALIGNMENT - 1, ALIGNMENT, ALIGNMENT + 1})
    void aHostBufferBeginsAndEndsAlignedAndIsZeroed(int size) {
        ByteBuffer buffer = external.allocateHostBuffer(size);
        assertThat(MemoryUtil.memAddress(buffer) % ALIGNMENT).isZero();
        assertThat(buffer.capacity()).isEqualTo(size <= ALIGNMENT ? ALIGNMENT : 2 * ALIGNMENT);
        assertThat(buffer.remaining()).isEqualTo(buffer.capacity());
        assertThat(buffer.order()).isEqualTo(ByteOrder.nativeOrder());
        assertThat(buffer).isEqualTo(ByteBuffer.allocate(buffer.capacity()));
    }

    @Test
    void aHostBufferIsNeitherEmptyNorLargerThanABufferCanBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> external.allocateHostBuffer(0));
        assertThatIllegalArgumentException().isThrownBy(() -> external.allocateHostBuffer(-1));
        assertThatThrownBy(() -> external.allocateHostBuffer(Integer.MAX_VALUE))
                .isInstanceOf(ArithmeticException.class);
    }

    /** Whoever forgets it may have bound its VkDeviceMemory, which the driver still uses. */
    @Test
    @Timeout(60)
    void theBytesOfForgottenMemoryStay() throws InterruptedException {
        WeakReference<ByteBuffer> bytes = importAndForget();
        collect();
        assertThat(bytes.get()).isNotNull();
        assertThat(driver.leftovers()).containsExactly("1 memory objects");
    }

    private WeakReference<ByteBuffer> importAndForget() {
        ByteBuffer owner = ByteBuffer.allocateDirect(3 * ALIGNMENT);
        DeviceMemory forgotten = external.importMemory(HostPointer.of(aligned(owner)));
        assertThat(forgotten.handle()).isNotZero();
        return new WeakReference<>(owner);
    }

    @Test
    @Timeout(60)
    void theBytesOfClosedMemoryAreLetGoThoughTheObjectStays() throws InterruptedException {
        List<WeakReference<ByteBuffer>> owners = new ArrayList<>();
        DeviceMemory closed = importAndClose(owners);
        assertCollected(owners);
        assertThat(closed.size()).isEqualTo(ALIGNMENT);
        assertNothingIsLeft();
    }

    private DeviceMemory importAndClose(List<WeakReference<ByteBuffer>> owners) {
        ByteBuffer owner = ByteBuffer.allocateDirect(2 * ALIGNMENT);
        owners.add(new WeakReference<>(owner));
        DeviceMemory memory = external.importMemory(HostPointer.of(aligned(owner)), needing(1, -1));
        memory.close();
        return memory;
    }

    @Test
    @Timeout(60)
    void theBytesOfARefusedImportAreLetGo() throws InterruptedException {
        driver.answer("vkAllocateMemory", VK10.VK_ERROR_OUT_OF_DEVICE_MEMORY);
        List<WeakReference<ByteBuffer>> owners = new ArrayList<>();
        assertThatThrownBy(() -> importAndClose(owners)).isInstanceOf(VulkanException.class);
        assertCollected(owners);
        assertNothingIsLeft();
    }

    private static ByteBuffer aligned(ByteBuffer owner) {
        ByteBuffer slice = owner.alignedSlice(ALIGNMENT);
        return slice.limit(ALIGNMENT);
    }

    private static void assertCollected(List<WeakReference<ByteBuffer>> owners) throws InterruptedException {
        while (owners.get(0).get() != null) {
            System.gc();
            Thread.sleep(5);
        }
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
