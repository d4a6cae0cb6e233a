package io.github.vkextmem.struct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Descriptors in SDDL, as Windows translates them. */
@EnabledOnOs(OS.WINDOWS)
class SecurityAttributesOnWindowsTest {

    private static final SecurityAttributes PLAIN = SecurityAttributes.notInherited();

    @Test
    void sddlBecomesTheDescriptorThatItDescribes() {
        SecurityAttributes attributes = SecurityAttributes.inherited().withSddl("O:BAG:SYD:(A;;GA;;;SY)");
        assertThat(attributes.isInherited()).isTrue();
        assertThat(attributes.toSddl()).isEqualTo("O:BAG:SYD:(A;;GA;;;SY)");
        assertThat(PLAIN.withDescriptor(attributes.descriptor()).toSddl()).isEqualTo("O:BAG:SYD:(A;;GA;;;SY)");
        assertThat(PLAIN.toSddl()).isNull();
    }

    @Test
    void bytesLaidOutByHandArePrintedAsSddl() {
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(SecurityAttributesTest.HEX);
        assertThat(PLAIN.withDescriptor(bytes).toSddl()).isEqualTo("O:BAG:SYD:(A;;GA;;;SY)");
    }

    @Test
    void whatIsNoSddlIsRefused() {
        for (String sddl : new String[] {"nonsense", "D:(A;;GA;;;", "D:(Q;;GA;;;SY)"}) {
            assertThatIllegalArgumentException()
                    .as(sddl)
                    .isThrownBy(() -> PLAIN.withSddl(sddl))
                    .withMessageMatching(
                            "(?s)not a security descriptor in SDDL, (ERROR_[A-Z_]+|Win32 error) \\(\\d+\\): '.*'")
                    .withMessageContaining(sddl);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> PLAIN.withSddl("D:\0"));
    }

    @Test
    void theReadyMadeOnesNameThisUser() {
        String sid = "S(-[0-9]+)+";
        assertThat(PLAIN.forThisUser().toSddl()).matches("O:(" + sid + ")D:P\\(A;;GA;;;\\1\\)");
        assertThat(PLAIN.readableByEveryone().toSddl()).matches("O:(" + sid + ")D:P\\(A;;GA;;;\\1\\)\\(A;;GR;;;WD\\)");
        assertThat(PLAIN.forThisLogon().toSddl()).matches("O:" + sid + "D:P\\(A;;GA;;;S-1-5-5-[0-9]+-[0-9]+\\)");
        assertThat(SecurityAttributes.inherited().forThisUser().isInherited()).isTrue();
        assertThat(PLAIN.forThisUser()).isEqualTo(PLAIN.forThisUser());
    }

    @Test
    void aLongDescriptorNeedsNoLargeStack() {
        String sddl = "D:P" + "(A;;GA;;;SY)".repeat(3000);
        assertThat(PLAIN.withSddl(sddl).toSddl()).isEqualTo(sddl);
    }

    /** Twice as large as LWJGL's stack: both access lists with as many entries as a list can have. */
    @Test
    void theLongestDescriptorNeedsNoStackAtAll() {
        int entries = (0xFFFF - 8) / 20;
        int listSize = 8 + entries * 20;
        ByteBuffer bytes = ByteBuffer.allocate(20 + 2 * listSize).order(ByteOrder.LITTLE_ENDIAN);
        int selfRelativeWithBothLists = 0x8014;
        bytes.put((byte) 1).put((byte) 0).putShort((short) selfRelativeWithBothLists);
        bytes.putInt(0).putInt(0).putInt(20).putInt(20 + listSize);
        for (byte kind : new byte[] {2, 0}) {
            bytes.putShort((short) 2).putShort((short) listSize).putInt(entries);
            for (int i = 0; i < entries; i++) {
                // Audited when it succeeds, or allowed: everything, to S-1-5-18.
                bytes.put(kind).put((byte) (kind == 2 ? 0x40 : 0)).putShort((short) 20);
                bytes.putInt(0x10000000).putLong(0x0500_0000_0000_0101L).putInt(18);
            }
        }
        SecurityAttributes attributes = PLAIN.withDescriptor(bytes.array());
        assertThat(attributes.descriptor()).hasSize(131_076);
        assertThat(attributes.toSddl())
                .isEqualTo("D:" + "(A;;GA;;;SY)".repeat(entries) + "S:" + "(AU;SA;GA;;;SY)".repeat(entries));
    }
}
