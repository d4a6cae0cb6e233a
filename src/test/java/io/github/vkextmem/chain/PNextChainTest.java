package io.github.vkextmem.chain;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.Violation;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryAllocateInfoNV;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.SecurityAttributes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.vulkan.VkExportMemoryAllocateInfo;
import org.lwjgl.vulkan.VkExportMemoryWin32HandleInfoKHR;
import org.lwjgl.vulkan.VkImportAndroidHardwareBufferInfoANDROID;
import org.lwjgl.vulkan.VkMemoryAllocateFlagsInfo;
import org.lwjgl.vulkan.VkMemoryAllocateInfo;
import org.lwjgl.vulkan.VkMemoryDedicatedAllocateInfo;

class PNextChainTest {

    private static final MemoryAllocateInfo INFO = MemoryAllocateInfo.of(65536, 3);
    private static final ExportMemoryAllocateInfo EXPORT = ExportMemoryAllocateInfo.of(OPAQUE_WIN32);
    private static final ExportMemoryWin32HandleInfoKHR WIN32 = ExportMemoryWin32HandleInfoKHR.of(
                    SecurityAttributes.inherited(), 0x1F0003)
            .withName("Local\\chain");
    private static final MemoryDedicatedAllocateInfo DEDICATED = MemoryDedicatedAllocateInfo.ofBuffer(0xB0FFE2L);
    private static final MemoryAllocateChain CHAIN =
            INFO.with(EXPORT).with(WIN32).with(DEDICATED);

    @Test
    void marshalsAnOrdinaryStructWithTheWholeChainBehindIt() {
        try (Memory memory = Memory.ofGarbage(1024)) {
            VkMemoryAllocateInfo info = CHAIN.marshal(memory.stack());
            assertThat(info.sType()).isEqualTo(5);
            assertThat(info.allocationSize()).isEqualTo(65536);
            assertThat(info.memoryTypeIndex()).isEqualTo(3);

            var export = VkExportMemoryAllocateInfo.create(info.pNext());
            assertThat(export.sType()).isEqualTo(1000072002);
            assertThat(export.handleTypes()).isEqualTo(2);

            var win32 = VkExportMemoryWin32HandleInfoKHR.create(export.pNext());
            assertThat(win32.sType()).isEqualTo(1000073001);
            assertThat(win32.pAttributes().nLength()).isEqualTo(24);
            assertThat(win32.pAttributes().bInheritHandle()).isTrue();
            assertThat(win32.dwAccess()).isEqualTo(0x1F0003);
            assertThat(win32.nameString()).isEqualTo("Local\\chain");

            var dedicated = VkMemoryDedicatedAllocateInfo.create(win32.pNext());
            assertThat(dedicated.sType()).isEqualTo(1000127001);
            assertThat(dedicated.buffer()).isEqualTo(0xB0FFE2L);
            assertThat(dedicated.image()).isZero();
            assertThat(dedicated.pNext()).isZero();
        }
    }

    @Test
    void liesInOneBlockOfTheSizeItSays() {
        try (Memory memory = Memory.ofGarbage(1024)) {
            int before = memory.stack().getPointer();
            long address = CHAIN.nmarshal(memory.stack());
            assertThat(before - memory.stack().getPointer()).isEqualTo(CHAIN.byteSize());
            assertThat(address % 8).isZero();
            for (Structure structure : MemoryAllocateChain.read(VkMemoryAllocateInfo.create(address))) {
                assertThat(CHAIN.structures()).contains(structure);
            }
        }
    }

    @Test
    void writesTheSameBytesWhateverWasThere() {
        byte[] first = new byte[0];
        for (int i = 0; i < 3; i++) {
            try (Memory memory = Memory.ofGarbage(CHAIN.byteSize())) {
                CHAIN.marshal(memory.address());
                long[] words = new long[CHAIN.byteSize() / 8];
                for (int word = 0; word < words.length; word++) {
                    long value = MemoryUtil.memGetLong(memory.address() + word * 8L);
                    boolean inside = value >= memory.address() && value < memory.address() + CHAIN.byteSize();
                    words[word] = inside ? value - memory.address() : value;
                }
                byte[] bytes = Arrays.toString(words).getBytes(StandardCharsets.US_ASCII);
                assertThat(i == 0 ? bytes : first).isEqualTo(bytes);
                first = bytes;
            }
        }
    }

    @Test
    void isAValue() {
        assertThat(INFO.with(EXPORT).with(WIN32)).isEqualTo(INFO.with(EXPORT).with(WIN32));
        assertThat(INFO.with(EXPORT).with(WIN32))
                .hasSameHashCodeAs(INFO.with(EXPORT).with(WIN32));
        assertThat(INFO.with(EXPORT).with(WIN32)).isNotEqualTo(INFO.with(WIN32).with(EXPORT));
        assertThat(INFO.with(EXPORT)).isNotEqualTo(INFO.chain()).isNotEqualTo(CHAIN);
        assertThat(INFO.with(EXPORT)).isNotEqualTo(MemoryAllocateInfo.of(1, 3).with(EXPORT));
    }

    @Test
    void growsWithoutChanging() {
        MemoryAllocateChain shorter = INFO.with(EXPORT);
        MemoryAllocateChain one = shorter.with(WIN32);
        MemoryAllocateChain other = shorter.with(DEDICATED);
        assertThat(shorter.structures()).containsExactly(INFO, EXPORT);
        assertThat(one.structures()).containsExactly(INFO, EXPORT, WIN32);
        assertThat(other.structures()).containsExactly(INFO, EXPORT, DEDICATED);
    }

    @Test
    void showsItsStructures() {
        assertThat(CHAIN.get(ExportMemoryAllocateInfo.class)).contains(EXPORT);
        assertThat(CHAIN.get(MemoryAllocateInfo.class)).contains(INFO);
        assertThat(CHAIN.get(ExportMemoryAllocateInfoNV.class)).isEmpty();
        assertThat(CHAIN.has(MemoryDedicatedAllocateInfo.class)).isTrue();
        assertThat(CHAIN).containsExactly(INFO, EXPORT, WIN32, DEDICATED);
    }

    @Test
    void printsEveryStructureAndFlagByName() {
        assertThat(CHAIN.toString().lines())
                .containsExactly(
                        "MemoryAllocateInfo[allocationSize=65536, memoryTypeIndex=3]",
                        "  -> ExportMemoryAllocateInfo[handleTypes=OPAQUE_WIN32]",
                        "  -> ExportMemoryWin32HandleInfoKHR[attributes=inherited, default descriptor, access=0x1f0003,"
                                + " name=Local\\chain]",
                        "  -> MemoryDedicatedAllocateInfo[image=0x0, buffer=0xb0ffe2]");
    }

    @Test
    void refusesASecondStructureOfAType() {
        assertThatThrownBy(() -> INFO.with(EXPORT).with(WIN32).with(ExportMemoryAllocateInfo.of(OPAQUE_FD)))
                .isInstanceOfSatisfying(
                        ValidUsageException.class,
                        e -> assertThat(e.vuids()).containsExactly("VUID-VkMemoryAllocateInfo-sType-unique"))
                .hasMessageContaining("handleTypes=OPAQUE_FD")
                .hasMessageContaining("-> ExportMemoryAllocateInfo[handleTypes=OPAQUE_WIN32]");
    }

    @Test
    @NeedsChecks
    void isCheckedWhenMarshalledBecauseALaterLinkMayMakeItLegal() {
        MemoryAllocateChain unfinished = INFO.with(WIN32);
        try (Memory memory = Memory.ofGarbage(1024)) {
            int before = memory.stack().getPointer();
            assertThatThrownBy(() -> unfinished.marshal(memory.stack()))
                    .isInstanceOf(ValidUsageException.class)
                    .hasMessageStartingWith("VUID-VkExportMemoryWin32HandleInfoKHR-handleTypes-00657: ")
                    .hasMessageEndingWith("\n" + unfinished + "   <-- here");
            assertThat(memory.stack().getPointer()).isEqualTo(before);
            assertThat(unfinished.with(EXPORT).marshal(memory.stack()).pNext()).isNotZero();
        }
    }

    @Test
    void namesAllThatIsWrongAtOnce() {
        MemoryAllocateChain chain =
                INFO.with(EXPORT).with(ExportMemoryAllocateInfoNV.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32));
        assertThat(chain.violations())
                .extracting(Violation::vuid)
                .containsExactly("VUID-VkMemoryAllocateInfo-pNext-00640");
        assertThat(MemoryAllocateInfo.of(0, 0).with(WIN32).violations())
                .extracting(Violation::vuid)
                .containsExactlyInAnyOrder(
                        "VUID-VkMemoryAllocateInfo-allocationSize-07897",
                        "VUID-VkExportMemoryWin32HandleInfoKHR-handleTypes-00657");
    }

    @Test
    void saysThatTheStackIsTooSmall() {
        try (Memory memory = Memory.ofGarbage(64)) {
            assertThatThrownBy(() -> CHAIN.marshal(memory.stack()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a block of " + CHAIN.byteSize() + " bytes")
                    .hasMessageContaining("MemoryStack.create(size)");
        }
    }

    @Test
    void refusesAnAddressThatNoStructureMayHave() {
        assertThatThrownBy(() -> CHAIN.marshal(0L)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CHAIN.marshal(4L)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesACopyOfAnLwjglStruct() {
        try (MemoryStack stack = MemoryStack.stackPush();
                Memory memory = Memory.ofGarbage(1024)) {
            var hardwareBuffer = VkImportAndroidHardwareBufferInfoANDROID.calloc(stack)
                    .sType$Default()
                    .buffer(0x7E45L << 32);
            MemoryAllocateChain chain = INFO.with(EXPORT).with(hardwareBuffer, VkMemoryAllocateInfo::pNext);
            assertThat(chain).isEqualTo(INFO.with(EXPORT).with(hardwareBuffer, VkMemoryAllocateInfo::pNext));
            hardwareBuffer.buffer(1);

            var export = VkExportMemoryAllocateInfo.create(
                    chain.marshal(memory.stack()).pNext());
            var marshalled = VkImportAndroidHardwareBufferInfoANDROID.create(export.pNext());
            assertThat(marshalled.sType()).isEqualTo(1000129003);
            assertThat(marshalled.buffer()).isEqualTo(0x7E45L << 32);
            assertThat(marshalled.pNext()).isZero();
            assertThat(chain.toString()).contains("VkImportAndroidHardwareBufferInfoANDROID");
        }
    }

    @Test
    void refusesAnLwjglStructWithoutItsType() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var flags = VkMemoryAllocateFlagsInfo.calloc(stack);
            assertThatThrownBy(() -> INFO.chain().with(flags, VkMemoryAllocateInfo::pNext))
                    .isInstanceOfSatisfying(
                            ValidUsageException.class,
                            e -> assertThat(e.vuids()).containsExactly("VUID-VkMemoryAllocateFlagsInfo-sType-sType"))
                    .hasMessageContaining("sType$Default()");
        }
    }

    @Test
    void refusesAnLwjglStructWhoseChainWouldBeLost() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var flags = VkMemoryAllocateFlagsInfo.calloc(stack).sType$Default();
            var dedicated =
                    VkMemoryDedicatedAllocateInfo.calloc(stack).sType$Default().pNext(flags.address());
            assertThatThrownBy(() -> INFO.chain().with(dedicated, VkMemoryAllocateInfo::pNext))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("VkMemoryDedicatedAllocateInfo already has a pNext chain of its own");
        }
    }

    @Test
    void refusesAnLwjglStructBesideARecordOfTheSameType() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var export = VkExportMemoryAllocateInfo.calloc(stack).sType$Default();
            assertThatThrownBy(() -> INFO.with(EXPORT).with(export, VkMemoryAllocateInfo::pNext))
                    .isInstanceOf(ValidUsageException.class)
                    .hasMessageContaining("VUID-VkMemoryAllocateInfo-sType-unique");
        }
    }
}
