package io.github.vkextmem.struct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.lwjgl.vulkan.EXTMetalObjects;
import org.lwjgl.vulkan.EXTZeroInitializeDeviceMemory;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VK12;

class FlagsTest {

    @Test
    void keepsBitsItDoesNotKnow() {
        var types = ExternalMemoryHandleTypes.ofBits(0x40000001);
        assertThat(types.contains(ExternalMemoryHandleType.OPAQUE_FD)).isTrue();
        assertThat(types.unknownBits()).isEqualTo(0x40000000);
        assertThat(types.bits()).isEqualTo(0x40000001);
        assertThat(types).hasToString("OPAQUE_FD|0x40000000");
        assertThat(types.with(ExternalMemoryHandleType.DMA_BUF_EXT).bits()).isEqualTo(0x40000201);
    }

    @Test
    void isASetOfConstants() {
        var types =
                ExternalMemoryHandleTypes.of(ExternalMemoryHandleType.DMA_BUF_EXT, ExternalMemoryHandleType.OPAQUE_FD);
        assertThat(types)
                .containsExactly(ExternalMemoryHandleType.OPAQUE_FD, ExternalMemoryHandleType.DMA_BUF_EXT)
                .hasToString("OPAQUE_FD|DMA_BUF_EXT");
        assertThat(types)
                .isEqualTo(ExternalMemoryHandleTypes.ofBits(0x201))
                .hasSameHashCodeAs(ExternalMemoryHandleTypes.ofBits(0x201));
        assertThat(ExternalMemoryHandleTypes.of()).isEmpty();
        assertThat(ExternalMemoryHandleTypes.of().isEmpty()).isTrue();
        assertThat(ExternalMemoryHandleTypes.of()).hasToString("0");
    }

    @Test
    void allocationFlagsAreThoseOfLwjgl() {
        assertThat(MemoryAllocateFlag.values())
                .extracting(MemoryAllocateFlag::bit)
                .containsExactly(
                        VK11.VK_MEMORY_ALLOCATE_DEVICE_MASK_BIT,
                        VK12.VK_MEMORY_ALLOCATE_DEVICE_ADDRESS_BIT,
                        VK12.VK_MEMORY_ALLOCATE_DEVICE_ADDRESS_CAPTURE_REPLAY_BIT,
                        EXTZeroInitializeDeviceMemory.VK_MEMORY_ALLOCATE_ZERO_INITIALIZE_BIT_EXT);
        assertThat(MemoryAllocateFlags.of(MemoryAllocateFlag.DEVICE_MASK).with(MemoryAllocateFlag.ZERO_INITIALIZE_EXT))
                .isEqualTo(MemoryAllocateFlags.ofBits(0x9))
                .hasToString("DEVICE_MASK|ZERO_INITIALIZE_EXT");
    }

    @Test
    void metalObjectTypesAreThoseOfLwjgl() throws Exception {
        for (ExportMetalObjectTypeEXT type : ExportMetalObjectTypeEXT.values()) {
            assertThat(EXTMetalObjects.class
                            .getField("VK_EXPORT_METAL_OBJECT_TYPE_" + type.name() + "_BIT_EXT")
                            .getInt(null))
                    .isEqualTo(type.bit());
            assertThat(ExportMetalObjectTypeEXT.ofBit(type.bit())).isSameAs(type);
        }
        assertThat(Arrays.stream(EXTMetalObjects.class.getFields())
                        .filter(field -> field.getName().startsWith("VK_EXPORT_METAL_OBJECT_TYPE_")))
                .hasSameSizeAs(ExportMetalObjectTypeEXT.values());
    }

    @Test
    void setsOfDifferentKindsAreNeverEqual() {
        assertThat((Object) ExternalMemoryHandleTypes.ofBits(1)).isNotEqualTo(ExternalMemoryHandleTypesNV.ofBits(1));
    }

    @Test
    void convertsNamesBetweenNVAndCore() {
        for (ExternalMemoryHandleTypeNV nv : ExternalMemoryHandleTypeNV.values()) {
            assertThat(nv.toCore().bit()).as(nv.name()).isEqualTo(nv.bit() << 1);
            assertThat(nv.toCore().toNV()).contains(nv);
            assertThat(nv.kind()).isEqualTo(nv.toCore().kind());
        }
        assertThat(ExternalMemoryHandleType.OPAQUE_FD.toNV()).isEmpty();
        assertThat(ExternalMemoryHandleTypesNV.ofBits(0b1001).toCore().bits()).isEqualTo(0b10010);
        assertThat(ExternalMemoryHandleTypes.ofBits(0b10010).toNV().bits()).isEqualTo(0b1001);
    }

    @Test
    void refusesAConversionThatWouldLoseSomething() {
        assertThatThrownBy(() -> ExternalMemoryHandleTypes.of(ExternalMemoryHandleType.OPAQUE_FD)
                        .toNV())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("OPAQUE_FD");
        assertThatThrownBy(() -> ExternalMemoryHandleTypes.ofBits(0x40000002).toNV())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ExternalMemoryHandleTypesNV.ofBits(0x10).toCore())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysWhatEachHandleIs() {
        assertThat(ExternalMemoryHandleType.values())
                .filteredOn(ExternalMemoryHandleType::isNtHandle)
                .extracting(Enum::name)
                .containsExactly("OPAQUE_WIN32", "D3D11_TEXTURE", "D3D12_HEAP", "D3D12_RESOURCE");
        assertThat(ExternalMemoryHandleType.values())
                .filteredOn(ExternalMemoryHandleType::isGlobalShareHandle)
                .extracting(Enum::name)
                .containsExactly("OPAQUE_WIN32_KMT", "D3D11_TEXTURE_KMT");
        assertThat(ExternalMemoryHandleType.values())
                .filteredOn(ExternalMemoryHandleType::isPosixFileDescriptor)
                .extracting(Enum::name)
                .containsExactly("OPAQUE_FD", "DMA_BUF_EXT");
    }

    @Test
    void findsTheTypeOfOneBitOnly() {
        assertThat(ExternalMemoryHandleType.ofBit(0x200)).isEqualTo(ExternalMemoryHandleType.DMA_BUF_EXT);
        assertThatThrownBy(() -> ExternalMemoryHandleType.ofBit(3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ExternalMemoryHandleType.ofBit(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
