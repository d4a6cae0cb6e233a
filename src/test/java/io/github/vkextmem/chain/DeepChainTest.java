package io.github.vkextmem.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.struct.ExportMetalObjectCreateInfoEXT;
import io.github.vkextmem.struct.ExportMetalObjectTypeEXT;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import org.junit.jupiter.api.Test;
import org.lwjgl.vulkan.VkMemoryAllocateInfo;

/** A chain may be long, and much may be wrong with it: nothing recurs over either length. */
class DeepChainTest {

    private static final int LINKS = 20_000;

    private static final MemoryAllocateChain CHAIN = chain(ExportMetalObjectTypeEXT.METAL_BUFFER);

    private static MemoryAllocateChain chain(ExportMetalObjectTypeEXT last) {
        MemoryAllocateChain chain = MemoryAllocateInfo.of(4096, 0).chain();
        for (int i = 1; i < LINKS; i++) {
            chain = chain.with(ExportMetalObjectCreateInfoEXT.of(ExportMetalObjectTypeEXT.METAL_BUFFER));
        }
        return chain.with(ExportMetalObjectCreateInfoEXT.of(last));
    }

    @Test
    void printsALineForEachLink() {
        assertThat(CHAIN.toString().lines()).hasSize(LINKS + 1);
    }

    @Test
    void comparesItsLinks() {
        MemoryAllocateChain same = CHAIN.map(structure -> structure);
        assertThat(CHAIN.equals(same)).isTrue();
        assertThat(CHAIN.hashCode()).isEqualTo(same.hashCode());
        assertThat(CHAIN.equals(chain(ExportMetalObjectTypeEXT.METAL_TEXTURE))).isFalse();
    }

    @Test
    void isMarshalledAndReadBack() {
        try (Memory memory = Memory.ofGarbage(CHAIN.byteSize())) {
            CHAIN.marshal(memory.address());
            MemoryAllocateChain read = MemoryAllocateChain.read(VkMemoryAllocateInfo.create(memory.address()));
            assertThat(read.equals(CHAIN)).isTrue();
        }
    }

    @Test
    @NeedsChecks
    void checkMarksTheBrokenLink() {
        MemoryAllocateChain broken = chain(ExportMetalObjectTypeEXT.METAL_TEXTURE);
        assertThat(broken.violations()).hasSize(1);
        assertThatThrownBy(broken::check)
                .isInstanceOf(ValidUsageException.class)
                .hasMessageStartingWith("VUID-VkMemoryAllocateInfo-pNext-06780: ")
                .hasMessageEndingWith("METAL_TEXTURE]   <-- here");
    }

    @Test
    void findingsHoldsManyViolations() {
        Findings findings = new Findings();
        for (int i = 0; i < LINKS; i++) {
            findings.add("VUID-VkMemoryAllocateInfo-" + i, "problem", "remedy", structure -> false);
        }
        assertThat(findings.violations()).hasSize(LINKS);
        MemoryAllocateChain chain = MemoryAllocateInfo.of(4096, 0).chain();
        assertThatThrownBy(() -> findings.throwIfAny(chain))
                .isInstanceOfSatisfying(
                        ValidUsageException.class,
                        e -> assertThat(e.getMessage().lines()).hasSize(LINKS + 1));
    }
}
