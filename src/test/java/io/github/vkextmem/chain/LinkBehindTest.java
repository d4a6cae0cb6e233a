package io.github.vkextmem.chain;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.Parents.BUFFER_CREATE_INFO;
import static io.github.vkextmem.struct.Parents.IMAGE_CREATE_INFO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.struct.ExtendsBufferCreateInfo;
import io.github.vkextmem.struct.ExternalMemoryBufferCreateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.ExternalMemoryImageCreateInfo;
import io.github.vkextmem.struct.ExternalMemoryImageCreateInfoNV;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.Struct;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkBufferCreateInfo;
import org.lwjgl.vulkan.VkBufferOpaqueCaptureAddressCreateInfo;
import org.lwjgl.vulkan.VkExternalMemoryBufferCreateInfo;
import org.lwjgl.vulkan.VkExternalMemoryImageCreateInfo;
import org.lwjgl.vulkan.VkImageCreateInfo;
import org.lwjgl.vulkan.VkImageFormatListCreateInfo;

class LinkBehindTest {

    private static final ExternalMemoryImageCreateInfo CORE = ExternalMemoryImageCreateInfo.of(OPAQUE_FD);
    private static final ExternalMemoryImageCreateInfoNV NV =
            ExternalMemoryImageCreateInfoNV.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32);

    @Test
    void linksBehindAStructThatTheApplicationFills() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info = VkBufferCreateInfo.calloc(stack).sType$Default().size(4096);
            var same = BUFFER_CREATE_INFO
                    .tail(ExternalMemoryBufferCreateInfo.of(OPAQUE_FD))
                    .linkBehind(info, stack);
            assertThat(same).isSameAs(info);
            var external = VkExternalMemoryBufferCreateInfo.create(info.pNext());
            assertThat(external.sType()).isEqualTo(1000072000);
            assertThat(external.handleTypes()).isEqualTo(1);
            assertThat(external.pNext()).isZero();
            assertThat(info.size()).isEqualTo(4096);
        }
    }

    @Test
    void keepsTheChainThatTheStructAlreadyHas() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var capture = VkBufferOpaqueCaptureAddressCreateInfo.calloc(stack)
                    .sType$Default()
                    .opaqueCaptureAddress(42);
            var info = VkBufferCreateInfo.calloc(stack).sType$Default().pNext(capture);
            BUFFER_CREATE_INFO
                    .tail(ExternalMemoryBufferCreateInfo.of(OPAQUE_FD))
                    .linkBehind(info, stack);
            assertThat(BUFFER_CREATE_INFO.read(info))
                    .containsExactly(
                            ExternalMemoryBufferCreateInfo.of(OPAQUE_FD), new UnknownStructure(capture.sType()));
            assertThat(VkExternalMemoryBufferCreateInfo.create(info.pNext()).pNext())
                    .isEqualTo(capture.address());
        }
    }

    /** A structure that is legal only in a chain with a VkExternalMemoryBufferCreateInfo. */
    private record NeedsExternal() implements ExtendsBufferCreateInfo {

        private static final StructureType<NeedsExternal> TYPE =
                StructureType.of("VkNeedsExternal", 0x7FFF0001, 16, address -> new NeedsExternal());

        @Override
        public StructureType<NeedsExternal> type() {
            return TYPE;
        }

        @Override
        public void write(long address, long pNext) {
            StructBytes.putHeader(address, TYPE.sType(), pNext);
        }

        @Override
        public void check(PNextList<?> chain, Findings findings) {
            if (!chain.has(ExternalMemoryBufferCreateInfo.class)) {
                findings.add("VUID-VkNeedsExternal-pNext-1", "alone", "add the other structure");
            }
        }
    }

    @Test
    @NeedsChecks
    void checksTheTailTogetherWithTheChainThatTheStructHas() {
        var tail = BUFFER_CREATE_INFO.tail(new NeedsExternal());
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var alone = VkBufferCreateInfo.calloc(stack).sType$Default();
            assertThatThrownBy(() -> tail.linkBehind(alone, stack)).isInstanceOf(ValidUsageException.class);
            var external = VkExternalMemoryBufferCreateInfo.calloc(stack).sType$Default();
            var info = VkBufferCreateInfo.calloc(stack).sType$Default().pNext(external);
            assertThat(tail.linkBehind(info, stack).pNext()).isNotEqualTo(external.address());
        }
    }

    @Test
    void takesAnLwjglStructBehindTheRecords() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var formats = VkImageFormatListCreateInfo.calloc(stack).sType$Default();
            var info = VkImageCreateInfo.calloc(stack).sType$Default();
            IMAGE_CREATE_INFO.tail(CORE).with(formats, VkImageCreateInfo::pNext).linkBehind(info, stack);
            assertThat(IMAGE_CREATE_INFO.read(info)).containsExactly(CORE, new UnknownStructure(formats.sType()));
        }
    }

    @Test
    @NeedsChecks
    void refusesWhatTheStructHasAlready() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var own = VkExternalMemoryImageCreateInfo.calloc(stack).sType$Default();
            var info = VkImageCreateInfo.calloc(stack).sType$Default().pNext(own);
            refuses(IMAGE_CREATE_INFO.tail(CORE), info, stack, "VUID-VkImageCreateInfo-sType-unique");
            assertThat(info.pNext()).isEqualTo(own.address());
            assertThat(own.pNext()).isZero();
        }
    }

    @Test
    @NeedsChecks
    void refusesCoreWithNVAlsoWhereTheApplicationLinkedOneItself() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var plain = VkImageCreateInfo.calloc(stack).sType$Default();
            refuses(IMAGE_CREATE_INFO.tail(CORE).with(NV), plain, stack, "VUID-VkImageCreateInfo-pNext-00988");
            var own = VkExternalMemoryImageCreateInfo.calloc(stack).sType$Default();
            var linked = VkImageCreateInfo.calloc(stack).sType$Default().pNext(own);
            refuses(IMAGE_CREATE_INFO.tail(NV), linked, stack, "VUID-VkImageCreateInfo-pNext-00988");
            IMAGE_CREATE_INFO.tail(NV).linkBehind(plain, stack);
            assertThat(IMAGE_CREATE_INFO.read(plain)).containsExactly(NV);
        }
    }

    @Test
    @NeedsChecks
    void refusesALayoutOtherThanUndefinedForAnExternalImage() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info =
                    VkImageCreateInfo.calloc(stack).sType$Default().initialLayout(VK10.VK_IMAGE_LAYOUT_PREINITIALIZED);
            refuses(IMAGE_CREATE_INFO.tail(CORE), info, stack, "VUID-VkImageCreateInfo-pNext-01443");
            refuses(IMAGE_CREATE_INFO.tail(NV), info, stack, "VUID-VkImageCreateInfo-pNext-01443");
            IMAGE_CREATE_INFO.tail(ExternalMemoryImageCreateInfo.of()).linkBehind(info, stack);
            assertThat(IMAGE_CREATE_INFO.read(info)).containsExactly(ExternalMemoryImageCreateInfo.of());
        }
    }

    @Test
    @NeedsChecks
    void refusesAStructWithoutItsType() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            refuses(
                    BUFFER_CREATE_INFO.tail(ExternalMemoryBufferCreateInfo.of(OPAQUE_FD)),
                    VkBufferCreateInfo.calloc(stack),
                    stack,
                    "VUID-VkBufferCreateInfo-sType-sType");
        }
    }

    @Test
    void refusesAChainThatPointsBackAtItself() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var own = VkExternalMemoryImageCreateInfo.calloc(stack).sType$Default();
            var info =
                    VkImageCreateInfo.calloc(stack).sType$Default().pNext(own).pNext(own);
            refuses(IMAGE_CREATE_INFO.tail(CORE), info, stack, "VUID-VkImageCreateInfo-sType-unique");
        }
    }

    @Test
    void refusesTheSameStructureTwice() {
        assertThatThrownBy(() -> IMAGE_CREATE_INFO.tail(CORE).with(CORE))
                .isInstanceOf(ValidUsageException.class)
                .hasMessageContaining("VUID-VkImageCreateInfo-sType-unique");
        var buffer = ExternalMemoryBufferCreateInfo.of(OPAQUE_FD);
        assertThatThrownBy(() -> BUFFER_CREATE_INFO.tail(buffer).with(buffer))
                .isInstanceOf(ValidUsageException.class)
                .hasMessageContaining("VUID-VkBufferCreateInfo-sType-unique");
    }

    private static <P extends Struct<P>> void refuses(PNextTail<P, ?> tail, P parent, MemoryStack stack, String vuid) {
        byte[] before = Memory.copy(parent.address(), parent.sizeof());
        int pointer = stack.getPointer();
        assertThatThrownBy(() -> tail.linkBehind(parent, stack))
                .isInstanceOfSatisfying(
                        ValidUsageException.class, e -> assertThat(e.vuids()).isEqualTo(List.of(vuid)));
        assertThat(Memory.copy(parent.address(), parent.sizeof())).isEqualTo(before);
        assertThat(stack.getPointer()).isEqualTo(pointer);
    }
}
