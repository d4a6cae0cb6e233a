package io.github.vkextmem.struct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
                    .withMessageMatching("(?s)not a security descriptor in SDDL, Win32 error \\d+: '.*'")
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
}
