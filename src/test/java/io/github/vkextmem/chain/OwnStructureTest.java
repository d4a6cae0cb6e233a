package io.github.vkextmem.chain;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.Violation;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExtendsMemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import org.junit.jupiter.api.Test;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.vulkan.VkExportMemoryAllocateInfo;
import org.lwjgl.vulkan.VkMemoryAllocateInfo;
import org.lwjgl.vulkan.VkMemoryPriorityAllocateInfoEXT;

/** A structure that the library does not have, added by a user: one record, and what it extends. */
class OwnStructureTest {

    record MemoryPriority(float priority) implements ExtendsMemoryAllocateInfo {

        static final StructureType<MemoryPriority> TYPE = StructureType.of(
                        "VkMemoryPriorityAllocateInfoEXT",
                        1000238001,
                        VkMemoryPriorityAllocateInfoEXT.SIZEOF,
                        address -> new MemoryPriority(VkMemoryPriorityAllocateInfoEXT.npriority(address)))
                .from("VK_EXT_memory_priority");

        @Override
        public StructureType<MemoryPriority> type() {
            return TYPE;
        }

        @Override
        public void write(long address, long pNext) {
            StructBytes.putHeader(address, TYPE.sType(), pNext);
            StructBytes.putPaddedInt(
                    address + VkMemoryPriorityAllocateInfoEXT.PRIORITY, Float.floatToRawIntBits(priority));
        }

        @Override
        public void check(PNextList<?> chain, Findings findings) {
            if (!(priority >= 0 && priority <= 1)) {
                findings.add(
                        "VUID-VkMemoryPriorityAllocateInfoEXT-priority-02602",
                        "priority is " + priority,
                        "give a priority from 0 to 1");
            }
        }
    }

    private static final MemoryAllocateChain CHAIN =
            MemoryAllocateInfo.of(4096, 0).with(new MemoryPriority(0.5f)).with(ExportMemoryAllocateInfo.of(OPAQUE_FD));

    @Test
    void marshalsLikeAnyOther() {
        try (Memory memory = Memory.ofGarbage(256)) {
            VkMemoryAllocateInfo info = CHAIN.marshal(memory.stack());
            var priority = VkMemoryPriorityAllocateInfoEXT.create(info.pNext());
            assertThat(priority.priority()).isEqualTo(0.5f);
            assertThat(MemoryUtil.memGetInt(priority.address() + VkMemoryPriorityAllocateInfoEXT.PRIORITY + 4))
                    .isZero();
            assertThat(VkExportMemoryAllocateInfo.create(priority.pNext()).handleTypes())
                    .isEqualTo(1);
        }
    }

    @Test
    void bringsItsOwnRules() {
        assertThat(CHAIN.violations()).isEmpty();
        assertThat(MemoryAllocateInfo.of(4096, 0).with(new MemoryPriority(1.5f)).violations())
                .extracting(Violation::vuid)
                .containsExactly("VUID-VkMemoryPriorityAllocateInfoEXT-priority-02602");
    }

    @Test
    void isReadBackByWhoKnowsIt() {
        try (Memory memory = Memory.ofGarbage(256)) {
            VkMemoryAllocateInfo info = CHAIN.marshal(memory.stack());
            assertThat(MemoryAllocateChain.read(info, MemoryPriority.TYPE)).isEqualTo(CHAIN);
            assertThat(MemoryAllocateChain.read(info).structures().get(1)).isEqualTo(new UnknownStructure(1000238001));
        }
    }
}
