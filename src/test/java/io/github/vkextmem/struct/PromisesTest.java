package io.github.vkextmem.struct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.chain.PNextList;
import io.github.vkextmem.chain.PNextTail;
import io.github.vkextmem.chain.Parent;
import io.github.vkextmem.chain.Structure;
import io.github.vkextmem.chain.StructureType;
import io.github.vkextmem.driver.NeedsChecks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/**
 * A chain is not checked where every structure promises that nothing is wrong with it: random chains are refused where all rules
 * find something, and only there.
 */
@NeedsChecks
class PromisesTest {

    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int CHAINS = 200_000;
    private static final int LONGEST = 5;

    /** Many a structure is wrong with most others: of these fewer are. */
    private static final List<ExtendsMemoryAllocateInfo> OFTEN_VALID = List.of(
            ExportMemoryAllocateInfo.of(ExternalMemoryHandleType.OPAQUE_WIN32),
            ExportMemoryAllocateInfo.of(ExternalMemoryHandleType.OPAQUE_FD),
            new ExportMemoryAllocateInfo(ExternalMemoryHandleTypes.ofBits(0x40000002)),
            ExportMemoryWin32HandleInfoKHR.of(SecurityAttributes.inherited(), 1),
            MemoryDedicatedAllocateInfo.ofBuffer(7),
            ImportMemoryFdInfoKHR.of(ExternalMemoryHandleType.OPAQUE_FD, 3),
            MemoryAllocateFlagsInfo.of(MemoryAllocateFlag.DEVICE_ADDRESS),
            new MemoryAllocateFlagsInfo(MemoryAllocateFlags.ofBits(0x40000000), 1),
            MemoryPriorityAllocateInfoEXT.of(0.5f));

    private final Random random = new Random(SEED);
    private int promised;
    private int broken;

    @Test
    void allocationsAreRefusedWhereARuleIsBroken(TestReporter reporter) {
        reporter.publishEntry("seed", Long.toString(SEED));
        List<ExtendsMemoryAllocateInfo> all =
                samples(ExtendsMemoryAllocateInfo.class).toList();
        for (int i = 0; i < CHAINS; i++) {
            MemoryAllocateInfo info = MemoryAllocateInfo.of(random.nextInt(4) == 0 ? 0 : 4096, 0);
            MemoryAllocateChain chain = info.chain();
            boolean everyonePromises = info.isAlwaysValidBehind(null);
            for (ExtendsMemoryAllocateInfo structure : some(random.nextInt(4) == 0 ? all : OFTEN_VALID)) {
                everyonePromises &= structure.isAlwaysValidBehind(chain);
                chain = chain.with(structure);
            }
            isRefusedIfBroken(chain, everyonePromises);
        }
        assertThat(promised).as("chains that need no check").isGreaterThan(CHAINS / 20);
        assertThat(broken).as("chains that are broken").isGreaterThan(CHAINS / 20);
    }

    @Test
    void whatStandsBehindAnyParentIsRefusedWhereARuleIsBroken(TestReporter reporter) {
        reporter.publishEntry("seed", Long.toString(SEED));
        List<Parent<?, ?>> parents = StructuresTest.parents();
        for (Parent<?, ?> parent : parents) {
            tailsBehind(parent, CHAINS / parents.size());
        }
        assertThat(promised).as("chains that need no check").isPositive();
        assertThat(broken).as("chains that are broken").isPositive();
    }

    private <M extends Structure> void tailsBehind(Parent<?, M> parent, int times) {
        List<M> all = Stream.concat(samples(parent.marker()), unknownTypes(parent.marker()))
                .toList();
        for (int i = 0; i < times && !all.isEmpty(); i++) {
            List<M> structures = some(all);
            PNextTail<?, M> tail = parent.tail(structures.get(0));
            boolean everyonePromises = structures.get(0).isAlwaysValidBehind(null);
            for (M structure : structures.subList(1, structures.size())) {
                everyonePromises &= structure.isAlwaysValidBehind(tail);
                tail = tail.with(structure);
            }
            isRefusedIfBroken(tail, everyonePromises);
        }
    }

    private void isRefusedIfBroken(PNextList<?> chain, boolean everyonePromises) {
        boolean isBroken = !chain.violations().isEmpty();
        promised += everyonePromises ? 1 : 0;
        broken += isBroken ? 1 : 0;
        Throwable refusal = catchThrowable(chain::check);
        if (isBroken) {
            assertThat(refusal).as("%s", chain).isInstanceOf(ValidUsageException.class);
            assertThat(everyonePromises).as("a promise in\n%s", chain).isFalse();
        } else {
            assertThat(refusal).as("%s", chain).isNull();
        }
    }

    private static <M> Stream<M> unknownTypes(Class<M> marker) {
        ExternalMemoryHandleTypes unknown = ExternalMemoryHandleTypes.ofBits(0x40000002);
        return Stream.of(new ExternalMemoryBufferCreateInfo(unknown), new ExternalMemoryImageCreateInfo(unknown))
                .filter(marker::isInstance)
                .map(marker::cast);
    }

    private static <M> Stream<M> samples(Class<M> marker) {
        return Samples.structures().stream()
                .filter(marker::isAssignableFrom)
                .flatMap(structure -> Samples.of(structure).stream())
                .map(marker::cast);
    }

    /** {@return one of a class each, as a chain may have them} */
    private <M> List<M> some(List<M> all) {
        List<M> some = new ArrayList<>();
        List<Class<?>> classes = new ArrayList<>();
        for (int i = random.nextInt(LONGEST); i >= 0; i--) {
            M one = all.get(random.nextInt(all.size()));
            if (!classes.contains(one.getClass())) {
                classes.add(one.getClass());
                some.add(one);
            }
        }
        Collections.shuffle(some, random);
        return some;
    }

    /** A structure that counts how often it is checked. */
    private record Counted(boolean isAlwaysValid, AtomicInteger checks) implements ExtendsMemoryAllocateInfo {

        private static final StructureType<Counted> TYPE = StructureType.of("VkCounted", 0x7FFF0001, 16, address -> {
            throw new AssertionError("not read");
        });

        @Override
        public StructureType<Counted> type() {
            return TYPE;
        }

        @Override
        public void write(long address, long pNext) {
            MemoryUtil.memPutLong(address, TYPE.sType());
            MemoryUtil.memPutLong(address + 8, pNext);
        }

        @Override
        public void check(PNextList<?> chain, Findings findings) {
            checks.incrementAndGet();
        }

        @Override
        public boolean isAlwaysValidBehind(@Nullable PNextList<?> before) {
            return isAlwaysValid;
        }
    }

    @Test
    void whoeverPromisesIsNotChecked() {
        assertThat(checks(MemoryAllocateInfo.of(4096, 0).chain(), true)).isZero();
        assertThat(checks(MemoryAllocateInfo.of(4096, 0).chain(), false)).isEqualTo(1);
    }

    @Test
    void whereOneDoesNotPromiseAllAreChecked() {
        assertThat(checks(
                        MemoryAllocateInfo.of(4096, 0)
                                .with(ImportMemoryFdInfoKHR.of(ExternalMemoryHandleType.OPAQUE_FD, 3)),
                        true))
                .isEqualTo(1);
    }

    /** {@return how often a structure is checked when it is marshalled twice in a chain} */
    private static int checks(MemoryAllocateChain before, boolean promises) {
        Counted counted = new Counted(promises, new AtomicInteger());
        MemoryAllocateChain chain = before.with(counted);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            chain.marshal(stack);
            chain.marshal(stack);
        }
        return counted.checks().get();
    }
}
