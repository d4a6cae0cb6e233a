package io.github.vkextmem.chain;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static io.github.vkextmem.struct.Parents.SUBMIT_INFO;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.ExtendsMemoryAllocateInfo;
import io.github.vkextmem.struct.ImportMemoryFdInfoKHR;
import io.github.vkextmem.struct.KeyedMutexAcquire;
import io.github.vkextmem.struct.KeyedMutexRelease;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.SecurityAttributes;
import io.github.vkextmem.struct.Win32KeyedMutexAcquireReleaseInfoKHR;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.vulkan.VkMemoryPriorityAllocateInfoEXT;
import org.lwjgl.vulkan.VkProtectedSubmitInfo;
import org.lwjgl.vulkan.VkSubmitInfo;

/** A chain is remembered when it is marshalled again; wherever that is, its bytes are those of one that is new. */
class WrittenAgainTest {

    private static final MemoryAllocateInfo INFO = MemoryAllocateInfo.of(65536, 3);
    private static final int TIMES = 5;

    static Stream<MemoryAllocateChain> chains() {
        return Stream.of(
                INFO.chain(),
                INFO.with(ImportMemoryFdInfoKHR.of(OPAQUE_FD, 3)),
                INFO.with(ExportMemoryAllocateInfo.of(OPAQUE_WIN32))
                        .with(ExportMemoryWin32HandleInfoKHR.of(SecurityAttributes.inherited(), 1)
                                .withName("Local\\odd"))
                        .with(MemoryDedicatedAllocateInfo.ofBuffer(0xB0FFE2L)));
    }

    @ParameterizedTest
    @MethodSource("chains")
    void theBytesAreThoseOfANewChain(MemoryAllocateChain chain) {
        int size = chain.byteSize();
        try (Memory memory = Memory.ofGarbage(TIMES * size)) {
            for (int i = 0; i < TIMES; i++) {
                long address = memory.address() + (long) i * size;
                chain.marshal(address);
                byte[] written = Memory.copy(address, size);
                chain.map(structure -> structure).marshal(address);
                assertThat(written).as("time " + i).isEqualTo(Memory.copy(address, size));
            }
        }
    }

    @Test
    void aTailLinksToTheChainThatIsThereThisTime() {
        var mutex =
                Win32KeyedMutexAcquireReleaseInfoKHR.of(new KeyedMutexAcquire(7, 1, 1000), new KeyedMutexRelease(7, 2));
        var tail = SUBMIT_INFO.tail(mutex);
        for (int i = 0; i < TIMES; i++) {
            try (MemoryStack stack = MemoryStack.stackPush()) {
                var own = VkProtectedSubmitInfo.calloc(stack).sType$Default().protectedSubmit(true);
                var info = VkSubmitInfo.calloc(stack).sType$Default();
                tail.linkBehind(i % 2 == 0 ? info : info.pNext(own), stack);
                assertThat(SUBMIT_INFO.get(info, Win32KeyedMutexAcquireReleaseInfoKHR.TYPE))
                        .as("time " + i)
                        .contains(mutex);
                assertThat(StructBytes.pNext(info.pNext())).isEqualTo(i % 2 == 0 ? 0 : own.address());
            }
        }
    }

    /** A record of a user's that breaks the promise of being the same each time. */
    private record Counter(AtomicInteger calls) implements ExtendsMemoryAllocateInfo {

        @Override
        public StructureType<Counter> type() {
            return StructureType.of(
                    "VkMemoryPriorityAllocateInfoEXT",
                    1000238001,
                    VkMemoryPriorityAllocateInfoEXT.SIZEOF,
                    address -> new Counter(new AtomicInteger(MemoryUtil.memGetInt(address + 16))));
        }

        @Override
        public void write(long address, long pNext) {
            StructBytes.putHeader(address, 1000238001, pNext);
            StructBytes.putPaddedInt(address + 16, calls.incrementAndGet());
        }
    }

    @Test
    void aStructureThatIsNotTheSameEachTimeIsNotRemembered() {
        AtomicInteger calls = new AtomicInteger();
        MemoryAllocateChain chain = INFO.with(new Counter(calls));
        try (Memory memory = Memory.ofGarbage(chain.byteSize())) {
            for (int i = 0; i < TIMES; i++) {
                chain.marshal(memory.address());
                int written = MemoryUtil.memGetInt(memory.address() + INFO.byteSize() + 16);
                assertThat(written).as("time " + i).isPositive();
                assertThat(chain.structures()).contains(new Counter(calls));
                int before = calls.get();
                chain.marshal(memory.address());
                assertThat(calls.get()).as("calls after time " + i).isGreaterThan(before);
                assertThat(MemoryUtil.memGetInt(memory.address() + INFO.byteSize() + 16))
                        .isGreaterThan(written);
            }
        }
    }
}
