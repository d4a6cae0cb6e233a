package io.github.vkextmem.struct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memPutInt;
import static org.lwjgl.system.MemoryUtil.memPutLong;
import static org.lwjgl.system.MemoryUtil.memSet;

import com.sun.management.ThreadMXBean;
import io.github.vkextmem.chain.Memory;
import io.github.vkextmem.chain.Parent;
import io.github.vkextmem.chain.Structure;
import io.github.vkextmem.chain.StructureType;
import io.github.vkextmem.driver.TestedLwjgl;
import io.github.vkextmem.recording.ChainReader;
import io.github.vkextmem.recording.Registry;
import io.github.vkextmem.recording.StructureLayout;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.Pointer;
import org.lwjgl.system.Struct;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VK12;

/** Every record against the registry's facts and against LWJGL, member by member. */
class StructuresTest {

    private static final long NEXT = 0x7EDCBA9876543210L;

    /** What the JVM does besides may cost a byte a write here and there. */
    private static final long SMALLEST_OBJECT = 16;

    /** The structures that a chain can be made behind, and what is known to stand there. */
    private static final Map<String, List<StructureType<?>>> KNOWN = known();

    private static Map<String, List<StructureType<?>>> known() {
        Map<String, List<StructureType<?>>> known = new LinkedHashMap<>();
        known.put("VkMemoryAllocateInfo", MemoryAllocateChain.known());
        for (Parent<?, ?> parent : parents()) {
            known.put(parent.name(), parent.known());
        }
        return known;
    }

    static List<Parent<?, ?>> parents() {
        List<Parent<?, ?>> parents = new ArrayList<>();
        for (Field constant : Parents.class.getFields()) {
            try {
                parents.add((Parent<?, ?>) constant.get(null));
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }
        assertThat(parents).contains(Parents.IMAGE_CREATE_INFO, Parents.SUBMIT_INFO);
        return parents;
    }

    static List<Class<? extends Structure>> structures() {
        List<Class<? extends Structure>> structures = Samples.structures();
        assertThat(structures).contains(MemoryAllocateInfo.class, ExportMemoryWin32HandleInfoKHR.class);
        return structures;
    }

    /** The two that have no sType stand in others, or are filled by a command of their own. */
    @Test
    void everyStructureOfTheRegistrysTableHasARecord() throws Exception {
        List<String> names = RegistryTable.read("structures").stream()
                .map(row -> row[0])
                .distinct()
                .toList();
        assertThat(names).hasSize(42);
        Set<String> withoutSType = new TreeSet<>(names);
        for (Class<? extends Structure> structure : structures()) {
            withoutSType.remove("Vk" + structure.getSimpleName());
        }
        assertThat(withoutSType).containsExactly("VkExternalImageFormatPropertiesNV", "VkExternalMemoryProperties");
        for (String name : withoutSType) {
            Class<?> plain = Class.forName("io.github.vkextmem.struct." + name.substring("Vk".length()));
            assertThat(Arrays.stream(plain.getRecordComponents()).map(RecordComponent::getName))
                    .containsExactlyInAnyOrderElementsOf(Expected.components(Registry.structure(name)));
        }
    }

    /** Nothing writes these; what they say is read from bytes laid out by the registry's types. */
    @ParameterizedTest
    @ValueSource(
            classes = {
                ExternalImageFormatPropertiesNV.class,
                ExternalMemoryProperties.class,
                ImageFormatProperties.class,
                SubresourceLayout.class
            })
    void plainStructuresAreReadAsTheRegistryHasThem(Class<?> plain) throws Exception {
        StructureLayout layout = Registry.structure("Vk" + plain.getSimpleName());
        Class<?> lwjgl = lwjgl(layout.name());
        try (Memory memory = Memory.ofGarbage(layout.size())) {
            memSet(memory.address(), 0, layout.size());
            fill(memory.address(), layout, 1);
            Object struct = lwjgl.getMethod("create", long.class).invoke(null, memory.address());
            assertThat(ChainReader.read(memory.address(), layout.name()))
                    .containsExactly(Expected.of(plain.getMethod("read", lwjgl).invoke(null, struct), layout));
        }
    }

    /** Gives every member another value. */
    private static int fill(long address, StructureLayout layout, int first) {
        int value = first;
        for (StructureLayout.Member member : layout.members()) {
            if (member.nested() != null) {
                value = fill(address + member.offset(), member.nested(), value);
            } else if (member.size() == 4) {
                memPutInt(address + member.offset(), value++);
            } else {
                memPutLong(address + member.offset(), 0x1_0000_0000L * value++);
            }
        }
        return value;
    }

    private static StructureType<?> type(Class<? extends Structure> structure) {
        return Samples.of(structure).get(0).type();
    }

    private static StructureLayout layout(Class<? extends Structure> structure) {
        return Registry.structure("Vk" + structure.getSimpleName());
    }

    /** LWJGL's class, without which a test is skipped. */
    private static Class<?> lwjgl(String structure) throws ClassNotFoundException {
        TestedLwjgl.assumeVulkanClass(structure);
        return Class.forName("org.lwjgl.vulkan." + structure);
    }

    @ParameterizedTest
    @MethodSource("structures")
    void isNamedTypedAndSizedAsTheRegistryHasIt(Class<? extends Structure> structure) throws Exception {
        StructureLayout layout = layout(structure);
        StructureType<?> type = type(structure);
        assertThat(type).isSameAs(structure.getField("TYPE").get(null));
        assertThat(type.name()).isEqualTo(layout.name());
        assertThat(type.sType()).isEqualTo(layout.sType());
        assertThat(type.sizeof()).isEqualTo(layout.size());
        assertThat(type.allowsDuplicates()).isEqualTo(layout.allowsDuplicates());
        assertThat(components(structure).map(RecordComponent::getName))
                .containsExactlyInAnyOrderElementsOf(Expected.components(layout));
    }

    /** A vendor's structure is of the vendor's extension, any other is core since 1.0 or was taken in. */
    @ParameterizedTest
    @MethodSource("structures")
    void comesFromAnExtensionThatLwjglKnows(Class<? extends Structure> structure) throws Exception {
        StructureType<?> type = type(structure);
        TestedLwjgl.assumeVulkanClass(type.name());
        Matcher vendor = Pattern.compile("(KHR|EXT|NV)$").matcher(type.name());
        if (vendor.find()) {
            assertThat(type.extension()).startsWith("VK_" + vendor.group() + "_");
            assertThat(type.coreSince()).isZero();
        } else if (structure != MemoryAllocateInfo.class) {
            assertThat(type.extension()).startsWith("VK_KHR_");
            assertThat(type.coreSince()).isIn(VK11.VK_API_VERSION_1_1, VK12.VK_API_VERSION_1_2);
        }
        if (type.extension() != null) {
            assertThat(TestedLwjgl.knows(type.extension())).as(type.extension()).isTrue();
        }
    }

    /** Measured for this thread alone, after the first calls, which load and link. */
    @ParameterizedTest
    @MethodSource("structures")
    void isWrittenWithoutJavaHeap(Class<? extends Structure> structure) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (Structure sample : Samples.of(structure)) {
            try (Memory memory = Memory.ofGarbage(sample.byteSize())) {
                for (int i = 0; i < 10; i++) {
                    sample.write(memory.address(), NEXT);
                }
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 1000; i++) {
                    sample.write(memory.address(), NEXT);
                }
                long each = (threads.getCurrentThreadAllocatedBytes() - before) / 1000;
                assertThat(each).as("bytes a write of %s", sample).isLessThan(SMALLEST_OBJECT);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("structures")
    void isLaidOutAsLwjglHasIt(Class<? extends Structure> structure) throws Exception {
        StructureLayout layout = layout(structure);
        Class<?> lwjgl = lwjgl(layout.name());
        assertThat(lwjgl.getField("SIZEOF").getInt(null)).isEqualTo(layout.size());
        assertThat(lwjgl.getField("ALIGNOF").getInt(null)).isEqualTo(layout.alignment());
        for (StructureLayout.Member member : layout.members()) {
            assertThat(lwjgl.getField(member.name().toUpperCase(Locale.ROOT)).getInt(null))
                    .as(member.name())
                    .isEqualTo(member.offset());
        }
        try (MemoryStack stack = MemoryStack.stackPush()) {
            Object struct = lwjgl.getMethod("calloc", MemoryStack.class).invoke(null, stack);
            lwjgl.getMethod("sType$Default").invoke(struct);
            assertThat(lwjgl.getMethod("sType").invoke(struct))
                    .isEqualTo(type(structure).sType());
        }
    }

    @ParameterizedTest
    @MethodSource("structures")
    void extendsWhatTheRegistryAndLwjglLetItExtend(Class<? extends Structure> structure) throws Exception {
        List<String> markers = Arrays.stream(structure.getInterfaces())
                .map(Class::getSimpleName)
                .filter(name -> name.startsWith("Extends"))
                .map(name -> "Vk" + name.substring("Extends".length()))
                .toList();
        StructureLayout layout = layout(structure);
        assertThat(markers).containsExactlyInAnyOrderElementsOf(layout.extended());
        assertThat(KNOWN.keySet()).containsAll(layout.extended());
        for (String parent : KNOWN.keySet()) {
            assertThat(hasTypedPNext(lwjgl(parent), lwjgl(layout.name())))
                    .as("LWJGL's " + parent + " takes a " + layout.name())
                    .isEqualTo(markers.contains(parent));
            assertThat(KNOWN.get(parent).contains(type(structure)))
                    .as("the reader of " + parent + " knows " + layout.name())
                    .isEqualTo(markers.contains(parent));
        }
    }

    /** A parent's constant, its marker and its type are named alike, and as LWJGL's class has them. */
    @ParameterizedTest
    @MethodSource("parents")
    void everyParentIsNamedAndTypedAsLwjglHasIt(Parent<?, ?> parent) throws Exception {
        String constant = parent.name()
                .substring("Vk".length())
                .replaceAll("(?<=[a-z])(?=[A-Z0-9])", "_")
                .toUpperCase(Locale.ROOT);
        assertThat(Parents.class.getField(constant).get(null)).isSameAs(parent);
        assertThat(parent.marker().getSimpleName())
                .isEqualTo("Extends" + parent.name().substring("Vk".length()));
        assertThat(parent).hasToString(parent.name());
        try (MemoryStack stack = MemoryStack.stackPush()) {
            Class<?> lwjgl = lwjgl(parent.name());
            Object struct = lwjgl.getMethod("calloc", MemoryStack.class).invoke(null, stack);
            lwjgl.getMethod("sType$Default").invoke(struct);
            assertThat(lwjgl.getMethod("sType").invoke(struct)).isEqualTo(parent.sType());
        }
    }

    private static boolean hasTypedPNext(Class<?> parent, Class<?> child) {
        return Arrays.stream(parent.getMethods())
                .filter(method -> method.getName().equals("pNext"))
                .anyMatch(method -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {child}));
    }

    /** The reader of the recording driver accepts no padding byte that is not written. */
    @ParameterizedTest
    @MethodSource("structures")
    void writesEveryMemberAndEveryByte(Class<? extends Structure> structure) {
        StructureLayout layout = layout(structure);
        for (Structure sample : Samples.of(structure)) {
            try (Memory memory = Memory.ofGarbage(sample.byteSize())) {
                sample.write(memory.address(), NEXT);
                assertThat(memGetLong(memory.address() + 8)).isEqualTo(NEXT);
                memPutLong(memory.address() + 8, 0);
                assertThat(ChainReader.read(memory.address(), layout.name()))
                        .containsExactly(Expected.of(sample, layout));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("structures")
    void writesNothingBehindWhatItSays(Class<? extends Structure> structure) {
        for (Structure sample : Samples.of(structure)) {
            try (Memory memory = Memory.ofGarbage(sample.byteSize() + 64)) {
                byte[] before = Memory.copy(memory.address() + sample.byteSize(), 64);
                sample.write(memory.address(), NEXT);
                assertThat(Memory.copy(memory.address() + sample.byteSize(), 64))
                        .isEqualTo(before);
            }
        }
    }

    /** The arrays and strings to which a structure points begin and end inside its own bytes. */
    @ParameterizedTest
    @MethodSource("structures")
    void writesTheSameBytesWhateverWasThere(Class<? extends Structure> structure) {
        for (Structure sample : Samples.of(structure)) {
            try (Memory memory = Memory.ofGarbage(sample.byteSize())) {
                sample.write(memory.address(), NEXT);
                byte[] first = Memory.copy(memory.address(), sample.byteSize());
                memSet(memory.address(), 0x5A, sample.byteSize());
                sample.write(memory.address(), NEXT);
                assertThat(Memory.copy(memory.address(), sample.byteSize())).isEqualTo(first);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("structures")
    void marshalsAloneIntoItsLwjglStructAndReadsBackFromIt(Class<? extends Structure> structure) throws Exception {
        Class<?> lwjgl = lwjgl(layout(structure).name());
        Method marshal = structure.getMethod("marshal", MemoryStack.class);
        Method read = structure.getMethod("read", lwjgl);
        assertThat(marshal.getReturnType()).isEqualTo(lwjgl);
        for (Structure sample : Samples.of(structure)) {
            try (Memory memory = Memory.ofGarbage(sample.byteSize() + 64)) {
                Object struct = marshal.invoke(sample, memory.stack());
                assertThat(struct).isInstanceOf(Struct.class);
                assertThat(memGetLong(((Pointer) struct).address() + 8)).isZero();
                assertThat(read.invoke(null, struct)).isEqualTo(sample);
                assertThat(sample.type().read(((Pointer) struct).address())).isEqualTo(sample);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("structures")
    void isPrintedWithEveryMember(Class<? extends Structure> structure) {
        for (Structure sample : Samples.of(structure)) {
            assertThat(sample.toString()).startsWith(structure.getSimpleName() + "[");
            assertThat(components(structure).map(RecordComponent::getName))
                    .allSatisfy(name -> assertThat(sample.toString()).contains(name + "="));
        }
    }

    private static Stream<RecordComponent> components(Class<? extends Structure> structure) {
        return Arrays.stream(structure.getRecordComponents());
    }
}
