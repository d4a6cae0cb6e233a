package io.github.vkextmem.chain;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static io.github.vkextmem.struct.Parents.SUBMIT_INFO;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.vkextmem.driver.NeedsChecks;
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
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.vulkan.VkProtectedSubmitInfo;
import org.lwjgl.vulkan.VkSubmitInfo;

/** Every structure writes itself each time that its chain is marshalled. */
class MarshallingTest {

    private static final MemoryAllocateInfo INFO = MemoryAllocateInfo.of(65536, 3);
    private static final int TIMES = 5;
    private static final int SMALLEST_OBJECT = 16;

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
    void marshalWritesTheBytesOfANewChainEachTime(MemoryAllocateChain chain) {
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

    /** Measured for this thread alone, after the first calls, which load and link. */
    @ParameterizedTest
    @MethodSource("chains")
    void marshalOfAnExistingChainAllocatesNoJavaHeap(MemoryAllocateChain chain) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Memory memory = Memory.ofGarbage(1024)) {
            for (int i = 0; i < 10; i++) {
                marshal(chain, memory.stack());
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1000; i++) {
                marshal(chain, memory.stack());
            }
            long each = (threads.getCurrentThreadAllocatedBytes() - before) / 1000;
            assertThat(each).as("bytes for each marshal").isLessThan(SMALLEST_OBJECT);
        }
    }

    private static void marshal(MemoryAllocateChain chain, MemoryStack stack) {
        stack.push();
        chain.nmarshal(stack);
        stack.pop();
    }

    /** A structure of an application that reads its member anew each time, and counts its checks. */
    private record Live(AtomicInteger value, AtomicInteger checks) implements ExtendsMemoryAllocateInfo {

        private static final StructureType<Live> TYPE = StructureType.of("VkLive", 0x7FFF0001, 24, address -> {
            throw new AssertionError("not read");
        });

        @Override
        public StructureType<Live> type() {
            return TYPE;
        }

        @Override
        public void write(long address, long pNext) {
            StructBytes.putHeader(address, TYPE.sType(), pNext);
            StructBytes.putPaddedInt(address + 16, value.get());
        }

        @Override
        public void check(PNextList<?> chain, Findings findings) {
            checks.incrementAndGet();
        }
    }

    @Test
    void marshalWritesTheCurrentMembersOfAnApplicationsStructure() {
        Live live = new Live(new AtomicInteger(), new AtomicInteger());
        MemoryAllocateChain chain = INFO.with(live);
        try (Memory memory = Memory.ofGarbage(chain.byteSize())) {
            for (int i = 1; i <= TIMES; i++) {
                live.value().set(i);
                chain.marshal(memory.address());
                assertThat(MemoryUtil.memGetInt(memory.address() + INFO.byteSize() + 16))
                        .isEqualTo(i);
            }
        }
    }

    @Test
    @NeedsChecks
    void marshalChecksAChainOnce() {
        Live live = new Live(new AtomicInteger(), new AtomicInteger());
        MemoryAllocateChain chain = INFO.with(live);
        try (Memory memory = Memory.ofGarbage(chain.byteSize())) {
            for (int i = 0; i < TIMES; i++) {
                chain.marshal(memory.address());
            }
        }
        assertThat(live.checks()).hasValue(1);
    }

    /** A structure with what it points to, one byte longer than a multiple of 8. */
    private record Odd(byte last) implements ExtendsMemoryAllocateInfo {

        private static final int SIZE = 217;
        private static final StructureType<Odd> TYPE = StructureType.of("VkOdd", 0x7FFF0002, 24, address -> {
            throw new AssertionError("not read");
        });

        @Override
        public StructureType<Odd> type() {
            return TYPE;
        }

        @Override
        public int byteSize() {
            return SIZE;
        }

        @Override
        public void write(long address, long pNext) {
            StructBytes.putHeader(address, TYPE.sType(), pNext);
            MemoryUtil.memPutAddress(address + 16, address + 24);
            MemoryUtil.memSet(address + 24, 0, SIZE - 25);
            MemoryUtil.memPutByte(address + SIZE - 1, last);
        }
    }

    /** Memory of the heap holds words that look like addresses, and no copy that is made there may change the byte. */
    @Test
    void marshalKeepsTheLastByteOfAStructureOfOddSize() {
        MemoryAllocateChain chain = INFO.with(new Odd((byte) 0x5A));
        int size = chain.byteSize();
        assertThat(size).isEqualTo(INFO.byteSize() + 224);
        try (Memory memory = Memory.ofGarbage(TIMES * size)) {
            for (int i = 0; i < TIMES; i++) {
                leaveAddressesOnTheHeap(2 * size);
                long address = memory.address() + (long) i * size;
                chain.marshal(address);
                assertThat(MemoryUtil.memGetByte(address + INFO.byteSize() + Odd.SIZE - 1))
                        .as("time " + i)
                        .isEqualTo((byte) 0x5A);
            }
        }
    }

    private static void leaveAddressesOnTheHeap(int size) {
        for (int round = 0; round < 8; round++) {
            long heap = MemoryUtil.nmemAlloc(size);
            for (long at = 0; at < size; at += 8) {
                MemoryUtil.memPutLong(heap + at, 0x7F0000001000L + at);
            }
            MemoryUtil.nmemFree(heap);
        }
    }

    @Test
    void linkBehindLinksToTheChainThatTheStructHas() {
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
}
