package io.github.vkextmem.struct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.UnsupportedException;
import io.github.vkextmem.chain.Memory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.system.windows.SECURITY_ATTRIBUTES;

class SecurityAttributesTest {

    /** O:BA G:SY D:(A;;GA;;;SY) in self-relative form, laid out by hand after Microsoft's documentation. */
    static final String HEX = ("01 00 04 80 30 00 00 00 40 00 00 00 00 00 00 00 14 00 00 00"
            + " 02 00 1c 00 01 00 00 00 00 00 14 00 00 00 00 10 01 01 00 00 00 00 00 05 12 00 00 00"
            + " 01 02 00 00 00 00 00 05 20 00 00 00 20 02 00 00"
            + " 01 01 00 00 00 00 00 05 12 00 00 00");

    private static final byte[] DESCRIPTOR = HexFormat.ofDelimiter(" ").parseHex(HEX);

    @Test
    void isLaidOutAsWin32HasIt() {
        try (Memory memory = Memory.ofGarbage(256)) {
            SecurityAttributes.inherited().write(memory.address());
            var struct = SECURITY_ATTRIBUTES.create(memory.address());
            assertThat(struct.nLength()).isEqualTo(SECURITY_ATTRIBUTES.SIZEOF).isEqualTo(24);
            assertThat(MemoryUtil.memGetAddress(memory.address() + SECURITY_ATTRIBUTES.LPSECURITYDESCRIPTOR))
                    .isZero();
            assertThat(struct.bInheritHandle()).isTrue();
            assertThat(MemoryUtil.memGetInt(memory.address() + 4)).isZero();
            assertThat(MemoryUtil.memGetInt(memory.address() + 20)).isZero();
        }
    }

    @Test
    void carriesTheDescriptorBehindIt() {
        SecurityAttributes attributes = SecurityAttributes.notInherited().withDescriptor(DESCRIPTOR);
        try (Memory memory = Memory.ofGarbage(256)) {
            attributes.write(memory.address());
            long descriptor = MemoryUtil.memGetAddress(memory.address() + SECURITY_ATTRIBUTES.LPSECURITYDESCRIPTOR);
            assertThat(descriptor).isEqualTo(memory.address() + 24);
            assertThat(Memory.copy(descriptor, DESCRIPTOR.length)).isEqualTo(DESCRIPTOR);
            assertThat(attributes.byteSize()).isEqualTo(24 + 80);
            assertThat(SecurityAttributes.read(memory.address())).isEqualTo(attributes);
        }
    }

    @Test
    void anAbsoluteDescriptorIsRefusedBecauseItHoldsPointers() {
        byte[] absolute = new byte[40];
        absolute[0] = 1;
        absolute[2] = 4;
        Arrays.fill(absolute, 8, 40, (byte) 0x7F);
        try (Memory memory = Memory.ofGarbage(256)) {
            SecurityAttributes.inherited().write(memory.address());
            MemoryUtil.memByteBuffer(memory.address() + 64, absolute.length).put(absolute);
            MemoryUtil.memPutAddress(
                    memory.address() + SECURITY_ATTRIBUTES.LPSECURITYDESCRIPTOR, memory.address() + 64);
            assertThatThrownBy(() -> SecurityAttributes.read(memory.address()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is not self-relative");
            MemoryUtil.memPutShort(memory.address() + 66, (short) 0x8004);
            assertThatThrownBy(() -> SecurityAttributes.read(memory.address()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("an offset of 2139062143 bytes");
        }
    }

    @Test
    void isAValue() {
        byte[] bytes = DESCRIPTOR.clone();
        SecurityAttributes attributes = SecurityAttributes.inherited().withDescriptor(bytes);
        bytes[0] = 9;
        assertThat(attributes.descriptor()).isEqualTo(DESCRIPTOR);
        attributes.descriptor()[0] = 9;
        assertThat(attributes.descriptor()).isEqualTo(DESCRIPTOR);
        assertThat(attributes)
                .isEqualTo(SecurityAttributes.inherited().withDescriptor(DESCRIPTOR))
                .hasSameHashCodeAs(SecurityAttributes.inherited().withDescriptor(DESCRIPTOR))
                .isNotEqualTo(SecurityAttributes.notInherited().withDescriptor(DESCRIPTOR))
                .isNotEqualTo(SecurityAttributes.inherited());
        assertThat(SecurityAttributes.notInherited().descriptor()).isNull();
    }

    @Test
    void refusesBytesThatAreNoSelfRelativeDescriptor() {
        byte[] absolute = DESCRIPTOR.clone();
        absolute[3] = 0;
        byte[] revision = DESCRIPTOR.clone();
        revision[0] = 2;
        for (byte[] bytes : new byte[][] {absolute, revision, new byte[19], new byte[0]}) {
            assertThatThrownBy(() -> SecurityAttributes.inherited().withDescriptor(bytes))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("self-relative");
        }
    }

    /** Windows would follow such offsets out of the bytes. */
    @Test
    void refusesBytesThatPointOutOfThemselves() {
        Map<Integer, Integer> broken = Map.ofEntries(
                Map.entry(4, 76), // the owner begins too late
                Map.entry(5, 1),
                Map.entry(7, 0x80),
                Map.entry(8, 4), // the group lies in the header
                Map.entry(12, 30), // a system list where there is none
                Map.entry(16, 77),
                Map.entry(20, 9), // revision of the list
                Map.entry(22, 7), // its size
                Map.entry(23, 1),
                Map.entry(24, 2), // its count of entries
                Map.entry(30, 0x15), // size of the entry
                Map.entry(48, 2), // revision of the owner
                Map.entry(49, 16), // its count of sub-authorities
                Map.entry(65, 2));
        broken.forEach((at, value) -> {
            byte[] bytes = DESCRIPTOR.clone();
            bytes[at] = (byte) (int) value;
            assertThatThrownBy(() -> SecurityAttributes.inherited().withDescriptor(bytes))
                    .as("byte %d = %d", at, value)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("not a self-relative security descriptor, its ");
        });
        for (int length = 0; length < DESCRIPTOR.length; length++) {
            byte[] cut = Arrays.copyOf(DESCRIPTOR, length);
            // The last SID has no more bytes than it needs, so that every cut shows.
            assertThatThrownBy(() -> SecurityAttributes.inherited().withDescriptor(cut))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void elsewhereThanOnWindowsSddlIsANamedError() {
        SecurityAttributes plain = SecurityAttributes.notInherited();
        assertThatThrownBy(() -> plain.withSddl("D:P(A;;GA;;;SY)"))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageStartingWith("a security descriptor is translated from SDDL by Windows, not on ")
                .hasMessageEndingWith("; withDescriptor takes its bytes everywhere");
        assertThatThrownBy(plain.withDescriptor(DESCRIPTOR)::toSddl).isInstanceOf(UnsupportedException.class);
        assertThatThrownBy(plain::forThisUser).isInstanceOf(UnsupportedException.class);
        assertThatThrownBy(plain::readableByEveryone).isInstanceOf(UnsupportedException.class);
        assertThatThrownBy(plain::forThisLogon).isInstanceOf(UnsupportedException.class);
        assertThat(plain.toSddl()).isNull();
    }
}
