package io.github.vkextmem.struct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memGetLong;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Memory;
import io.github.vkextmem.chain.Structure;
import io.github.vkextmem.handle.HostPointer;
import io.github.vkextmem.handle.MetalHandle;
import io.github.vkextmem.recording.ChainReader;
import io.github.vkextmem.recording.RecordedStructure;
import io.github.vkextmem.recording.Registry;
import io.github.vkextmem.recording.ValidUsageList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lwjgl.vulkan.VK11;

/** Statements of valid usage that every value upholds: those of its bytes, and those that no value can break. */
class UpheldByBytesTest {

    private static Class<? extends Structure> record(String vuid) {
        String name = vuid.split("-")[1].substring("Vk".length());
        return StructuresTest.structures().stream()
                .filter(structure -> structure.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no record for " + vuid));
    }

    static Stream<String> everyValueSaysItsType() {
        return ValidUsageList.all().stream().filter(vuid -> vuid.endsWith("-sType-sType"));
    }

    @ParameterizedTest
    @MethodSource
    void everyValueSaysItsType(String vuid) {
        int sType = Registry.structure(vuid.split("-")[1]).sType();
        for (Structure value : Samples.of(record(vuid))) {
            try (Memory memory = Memory.ofGarbage(value.byteSize())) {
                value.write(memory.address(), 0);
                assertThat(memGetInt(memory.address())).as(value.toString()).isEqualTo(sType);
                assertThat(memGetLong(memory.address() + 8)).as("pNext").isZero();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VUID-VkExportMemoryWin32HandleInfoKHR-pAttributes-parameter",
                "VUID-VkExportMemoryWin32HandleInfoNV-pAttributes-parameter"
            })
    void attributesAreWrittenWithTheRest(String vuid) {
        for (Structure value : Samples.of(record(vuid))) {
            try (Memory memory = Memory.ofGarbage(value.byteSize())) {
                value.write(memory.address(), 0);
                RecordedStructure written =
                        ChainReader.read(memory.address(), vuid.split("-")[1]).get(0);
                RecordedStructure attributes = written.getStructure("pAttributes");
                if (value.toString().contains("attributes=null")) {
                    assertThat(attributes).isNull();
                } else {
                    assertThat(attributes.getInt("nLength")).isEqualTo(24);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VUID-VkWin32KeyedMutexAcquireReleaseInfoKHR-pAcquireKeys-parameter",
                "VUID-VkWin32KeyedMutexAcquireReleaseInfoKHR-pAcquireTimeouts-parameter",
                "VUID-VkWin32KeyedMutexAcquireReleaseInfoKHR-pReleaseKeys-parameter",
                "VUID-VkWin32KeyedMutexAcquireReleaseInfoNV-pAcquireKeys-parameter",
                "VUID-VkWin32KeyedMutexAcquireReleaseInfoNV-pAcquireTimeoutMilliseconds-parameter",
                "VUID-VkWin32KeyedMutexAcquireReleaseInfoNV-pReleaseKeys-parameter"
            })
    void anArrayHasAsManyElementsAsItsCountSays(String vuid) {
        String member = vuid.split("-")[2];
        String count = member.startsWith("pAcquire") ? "acquireCount" : "releaseCount";
        for (Structure value : Samples.of(record(vuid))) {
            try (Memory memory = Memory.ofGarbage(value.byteSize())) {
                value.write(memory.address(), 0);
                RecordedStructure written =
                        ChainReader.read(memory.address(), vuid.split("-")[1]).get(0);
                assertThat((List<?>) written.members().get(member)).hasSize(written.getInt(count));
            }
        }
    }

    /** VUID-VkMemoryDedicatedAllocateInfo-commonparent: with one handle there are no two of different devices. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "VUID-VkMemoryDedicatedAllocateInfo-commonparent",
                "VUID-VkDedicatedAllocationMemoryAllocateInfoNV-commonparent"
            })
    void noValueHasTwoHandles(String vuid) throws ReflectiveOperationException {
        var constructor = record(vuid).getConstructor(long.class, long.class);
        assertThatThrownBy(() -> constructor.newInstance(1L, 2L)).hasCauseInstanceOf(ValidUsageException.class);
        assertThat(constructor.newInstance(1L, 0L)).isNotNull();
        assertThat(constructor.newInstance(0L, 2L)).isNotNull();
    }

    /** VUID-VkImportMetalTextureInfoEXT-plane-parameter: of all bits only those of three planes are taken. */
    @Test
    void onlyPlanesArePlanes() {
        assertThat(IntStream.range(0, 32).map(i -> 1 << i).filter(UpheldByBytesTest::isPlane))
                .containsExactly(
                        VK11.VK_IMAGE_ASPECT_PLANE_0_BIT,
                        VK11.VK_IMAGE_ASPECT_PLANE_1_BIT,
                        VK11.VK_IMAGE_ASPECT_PLANE_2_BIT);
        assertThat(isPlane(0)).isFalse();
        assertThat(isPlane(VK11.VK_IMAGE_ASPECT_PLANE_0_BIT | VK11.VK_IMAGE_ASPECT_PLANE_1_BIT))
                .isFalse();
    }

    private static boolean isPlane(int plane) {
        try {
            return ImportMetalTextureInfoEXT.of(plane, 1).plane() == plane;
        } catch (ValidUsageException e) {
            return false;
        }
    }

    /** What the record says, and the handle of each kind refuses a type of another kind. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "VUID-VkMemoryDedicatedAllocateInfo-image-04751",
                "VUID-VkMemoryDedicatedAllocateInfo-buffer-04752"
            })
    void nothingImportsAZirconVmo(String vuid) {
        List<Structure> imports = new ArrayList<>();
        for (var type : MemoryAllocateChain.known()) {
            Samples.of(record("VUID-" + type.name() + "-")).stream()
                    .filter(ImportOperation.class::isInstance)
                    .forEach(imports::add);
        }
        assertThat(imports)
                .isNotEmpty()
                .allSatisfy(value -> assertThat(value.toString()).as(vuid).doesNotContain("ZIRCON_VMO_FUCHSIA"));
    }

    /** VUID-vkGetMemoryHostPointerPropertiesEXT-handleType-01752: a host pointer of another type does not exist. */
    @Test
    void aHostPointerIsOneOfTwoTypes() {
        assertOnly(HandleKind.HOST_POINTER, 2, type -> HostPointer.of(4096, type));
    }

    /** VUID-vkGetMemoryMetalHandlePropertiesEXT-handleType-10417: a Metal object of another type does not exist. */
    @Test
    void aMetalHandleIsOneOfThreeTypes() {
        assertOnly(HandleKind.METAL_OBJECT, 3, type -> new MetalHandle(4096, type));
    }

    private static void assertOnly(HandleKind kind, int count, Consumer<ExternalMemoryHandleType> make) {
        List<ExternalMemoryHandleType> legal = Arrays.stream(ExternalMemoryHandleType.values())
                .filter(type -> type.kind() == kind)
                .toList();
        assertThat(legal).hasSize(count);
        for (ExternalMemoryHandleType type : ExternalMemoryHandleType.values()) {
            if (legal.contains(type)) {
                make.accept(type);
            } else {
                assertThatIllegalArgumentException().isThrownBy(() -> make.accept(type));
            }
        }
    }
}
