package io.github.vkextmem.struct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.chain.Memory;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.system.windows.SECURITY_ATTRIBUTES;

class SecurityAttributesTest {

    /** O:BA G:SY D:(A;;GA;;;SY) in self-relative form, laid out by hand after Microsoft's documentation. */
    private static final byte[] DESCRIPTOR = HexFormat.ofDelimiter(" ")
            .parseHex("01 00 04 80 30 00 00 00 40 00 00 00 00 00 00 00 14 00 00 00"
                    + " 02 00 1c 00 01 00 00 00 00 00 14 00 00 00 00 10 01 01 00 00 00 00 00 05 12 00 00 00"
                    + " 01 02 00 00 00 00 00 05 20 00 00 00 20 02 00 00"
                    + " 01 01 00 00 00 00 00 05 12 00 00 00");

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
}
