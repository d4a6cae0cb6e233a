package io.github.vkextmem.struct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lwjgl.system.MemoryUtil.memGetAddress;
import static org.lwjgl.system.MemoryUtil.memGetByte;
import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memUTF16;

import io.github.vkextmem.chain.Memory;
import io.github.vkextmem.chain.Parent;
import io.github.vkextmem.chain.Structure;
import io.github.vkextmem.chain.StructureType;
import io.github.vkextmem.recording.Registry;
import io.github.vkextmem.recording.StructureLayout;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.Pointer;
import org.lwjgl.system.Struct;
import org.lwjgl.system.windows.SECURITY_ATTRIBUTES;

/** Every record against the registry's facts and against LWJGL, member by member. */
class StructuresTest {

    private static final long NEXT = 0x7EDCBA9876543210L;

    /** The members whose names Win32 decorated. */
    private static final Map<String, String> UNDECORATED = Map.of("pAttributes", "attributes", "dwAccess", "access");

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

    private static StructureType<?> type(Class<? extends Structure> structure) {
        return Samples.of(structure).get(0).type();
    }

    private static StructureLayout layout(Class<? extends Structure> structure) {
        return Registry.structure("Vk" + structure.getSimpleName());
    }

    private static Class<?> lwjgl(String structure) throws ClassNotFoundException {
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
                .isEqualTo(members(layout)
                        .map(member -> UNDECORATED.getOrDefault(member.name(), member.name()))
                        .toList());
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

    @ParameterizedTest
    @MethodSource("structures")
    void writesEveryMemberAndEveryByte(Class<? extends Structure> structure) throws Exception {
        StructureLayout layout = layout(structure);
        for (Structure sample : Samples.of(structure)) {
            try (Memory memory = Memory.ofGarbage(sample.byteSize())) {
                sample.write(memory.address(), NEXT);
                boolean[] written = new boolean[layout.size()];
                for (StructureLayout.Member member : layout.members()) {
                    Arrays.fill(written, member.offset(), member.offset() + member.size(), true);
                    assertMember(sample, member, memory.address());
                }
                for (int i = 0; i < written.length; i++) {
                    if (!written[i]) {
                        assertThat(memGetByte(memory.address() + i))
                                .as("padding byte %d of %s", i, sample)
                                .isZero();
                    }
                }
            }
        }
    }

    private static void assertMember(Structure sample, StructureLayout.Member member, long address)
            throws ReflectiveOperationException {
        long raw = member.size() == 4 ? memGetInt(address + member.offset()) : memGetLong(address + member.offset());
        switch (member.name()) {
            case "sType" -> assertThat(raw).isEqualTo(sample.type().sType());
            case "pNext" -> assertThat(raw).isEqualTo(NEXT);
            default -> {
                String component = UNDECORATED.getOrDefault(member.name(), member.name());
                Object value = sample.getClass().getMethod(component).invoke(sample);
                assertValue(sample, member, value, raw);
            }
        }
    }

    private static void assertValue(Structure sample, StructureLayout.Member member, Object value, long raw) {
        String what = member.name() + " of " + sample;
        if (value == null) {
            assertThat(raw).as(what).isZero();
        } else if (value instanceof Number number) {
            assertThat(raw).as(what).isEqualTo(number.longValue());
        } else if (value instanceof Flag flag) {
            assertThat(raw).as(what).isEqualTo(flag.bit());
        } else if (value instanceof FlagSet<?> set) {
            assertThat(raw).as(what).isEqualTo(set.bits());
        } else if (value instanceof String string) {
            assertThat(memUTF16(raw)).as(what).isEqualTo(string);
        } else if (value instanceof SecurityAttributes attributes) {
            assertThat(memGetInt(raw)).as(what).isEqualTo(SECURITY_ATTRIBUTES.SIZEOF);
            assertThat(memGetAddress(raw + SECURITY_ATTRIBUTES.LPSECURITYDESCRIPTOR))
                    .as(what)
                    .isZero();
            assertThat(memGetInt(raw + SECURITY_ATTRIBUTES.BINHERITHANDLE))
                    .as(what)
                    .isEqualTo(attributes.isInherited() ? 1 : 0);
        } else {
            throw new AssertionError("no expectation for " + value.getClass() + ", " + what);
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

    private static Stream<StructureLayout.Member> members(StructureLayout layout) {
        return layout.members().stream()
                .filter(member ->
                        !member.name().equals("sType") && !member.name().equals("pNext"));
    }
}
